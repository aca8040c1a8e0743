import { describe, expect, it } from 'vitest';
import { type Cells, columns, readHeader } from '../../../../shared/register/import/columns.ts';
import { lineFaultCode, lineFaultCodes, reasonOf } from '../../../../shared/register/import/faults.ts';
import { importRow, readRow } from '../../../../shared/register/import/row.ts';
import type { ImportTerms } from '../../../../shared/register/import/terms.ts';
import { day, patentNo } from '../sample.ts';
import { expectShape } from '../shape.ts';

const terms: ImportTerms = {
  source: '测试来源',
  statusBasis: 'assumed',
  annuityBasis: 'assumed',
  today: day('2026-11-22'),
};

const plain: Cells = {
  patentNumber: 'ZL 201710601862.3',
  kind: 'invention',
  title: '一种测试装置',
  titleLang: 'zh',
  patentees: '北京理工大学',
  filingDate: '2017-07-21',
};

const rowOf = (more: Cells = {}, declared: Partial<ImportTerms> = {}) => {
  const read = readRow({ ...plain, ...more }, { ...terms, ...declared });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.row;
};
const faultsOf = (
  more: { [Key in keyof Cells]?: string | undefined },
  declared: Partial<ImportTerms> = {},
) => {
  const cells = Object.fromEntries(
    Object.entries({ ...plain, ...more }).filter(([, cell]) => cell !== undefined),
  );
  const read = readRow(cells, { ...terms, ...declared });
  return read.ok ? [] : read.faults.map(({ field, code }) => `${field} ${code}`);
};

describe('the header of an import file', () => {
  it('takes the required columns in any order, and known others', () => {
    const names = ['filingDate', 'title', 'titleLang', 'kind', ' patentees ', 'patentNumber', 'annuity'];
    expect(readHeader(names)).toEqual({ ok: true, header: names.map((name) => name.trim()) });
  });

  it.each([
    [['patentNumber', 'kind', 'title', 'titleLang', 'patentees'], 'csv.missingColumn'],
    [[...columns, 'title'], 'csv.repeatedColumn'],
    [[...columns, 'compensation_days'], 'csv.unknownColumn'],
    [[...columns, 'constructor'], 'csv.unknownColumn'],
    [[''], 'csv.unknownColumn'],
  ])('refuses %j', (names, code) => {
    expect(readHeader(names)).toMatchObject({ ok: false, fault: { code } });
  });
});

describe('a good line', () => {
  it('becomes a row with the number in the register’s form, its owners, and the batch’s source', () => {
    expect(rowOf()).toEqual({
      right: 'patent:2017106018623',
      particulars: {
        kind: 'invention',
        name: '一种测试装置',
        language: 'zh',
        filingDate: '2017-07-21',
        compensationDays: 0,
      },
      owners: [{ name: '北京理工大学' }],
      facts: {
        status: { value: 'granted', basis: 'assumed' },
        annuity: { value: 'paid', basis: 'assumed' },
        invalidation: { started: false, public: true, basis: 'assumed' },
      },
      source: '测试来源',
    });
  });

  it('keeps what further columns say', () => {
    const row = rowOf({
      ...{ grantDate: '2020-05-01', publicationNumber: 'CN107000001B', ipcMain: 'h04l9/32' },
      ...{ compensationDays: '35', source: 'gazette', checkDigit: 'computed' },
      patentees: '甲公司; 乙公司；丙公司',
      patenteeIdentifiers: 'uscc:91110108551385082Q;;foreign:DE 123',
    });
    expect(row.particulars).toMatchObject({
      ...{ grantDate: '2020-05-01', publicationNumber: 'CN107000001B' },
      ...{ mainClassification: 'H04L 9/32', compensationDays: 35 },
    });
    expect(row.owners).toEqual([
      { name: '甲公司', identifier: { scheme: 'uscc', value: '91110108551385082Q' } },
      { name: '乙公司' },
      { name: '丙公司', identifier: { scheme: 'foreign', value: 'DE 123' } },
    ]);
    expect(row.source).toBe('测试来源: gazette');
  });

  it('brings names into NFC', () => {
    expect(rowOf({ patentees: 'SOCIE\u0301TE\u0301' }).owners).toEqual([{ name: 'SOCIÉTÉ' }]);
  });

  it('takes a divisional application, whose number is of a later year than its parent’s filing date', () => {
    expect(rowOf({ filingDate: '2014-07-21' }).particulars.filingDate).toBe('2014-07-21');
  });
});

describe('the basis of legal facts', () => {
  it('is the source for a status with a grant date, whatever the batch assumes', () => {
    expect(rowOf({ grantDate: '2020-05-01' }).facts.status).toEqual({ value: 'granted', basis: 'source' });
  });

  it('is never the source for a status that no cell states', () => {
    expect(faultsOf({}, { statusBasis: 'source' })).toEqual(['grantDate title.statusUnstated']);
    expect(rowOf({ legalStatus: 'terminated' }, { statusBasis: 'source' }).facts.status).toEqual({
      value: 'terminated',
      basis: 'source',
    });
  });

  it('is as declared for annuities; a source that does not say leaves them unknown', () => {
    const declared = { annuityBasis: 'source' } as const;
    expect(rowOf({ annuity: 'late' }, declared).facts.annuity).toEqual({ value: 'late', basis: 'source' });
    expect(rowOf({}, declared).facts.annuity).toEqual({ value: 'unknown', basis: 'source' });
  });

  it.each([
    ['none', { started: false, public: true }],
    ['public', { started: true, public: true }],
    ['unannounced', { started: true, public: false }],
  ] as const)('is the source for an invalidation stated as %s', (word, stated) => {
    expect(rowOf({ invalidationStarted: word }).facts.invalidation).toEqual({ ...stated, basis: 'source' });
  });

  it('keeps the same-day invention of a utility model (A4.g10)', () => {
    const model = { patentNumber: patentNo(1, 'utilityModel'), kind: 'utility-model' };
    expect(rowOf({ ...model, sameDayInvention: '201710601862.3' }).facts.sameDayInvention).toBe(
      '2017106018623',
    );
  });
});

describe('a bad line', () => {
  it.each([
    [{ patentNumber: '201710601862.4' }, 'patentNumber patentNumber.checkDigit'],
    [{ patentNumber: '2017106018' }, 'patentNumber patentNumber.format'],
    [{ patentNumber: '201740601862X' }, 'patentNumber patentNumber.kind'],
    [{ patentNumber: undefined }, 'patentNumber cell.required'],
    [{ kind: 'design' }, 'kind title.kindDiffers'],
    [{ kind: 'utilityModel' }, 'kind cell.notAnOption'],
    [{ title: undefined }, 'title cell.required'],
    [{ title: 'a\u0000b' }, 'title text.forbidden'],
    [{ title: 'a\u202eb' }, 'title text.forbidden'],
    [{ title: 'x'.repeat(1001) }, 'title text.tooLong'],
    [{ title: '名'.repeat(400) }, 'title text.tooLong'],
    [{ titleLang: 'fr' }, 'titleLang cell.notAnOption'],
    [{ patentees: undefined }, 'patentees cell.required'],
    [{ patentees: '甲公司;;乙公司' }, 'patentees text.empty'],
    [{ patentees: '甲公司;甲公司' }, 'patentees owners.repeated'],
    [
      { patentees: Array.from({ length: 51 }, (_, index) => `公司${index}`).join(';') },
      'patentees owners.tooMany',
    ],
    [{ patentees: '名'.repeat(301) }, 'patentees text.tooLong'],
    [{ patenteeIdentifiers: 'uscc:91110108551385082X' }, 'patenteeIdentifiers uscc.invalid'],
    [{ patenteeIdentifiers: '91110108551385082Q' }, 'patenteeIdentifiers owners.identifierScheme'],
    [{ patenteeIdentifiers: 'foreign:1;foreign:2' }, 'patenteeIdentifiers owners.identifierCount'],
    [{ filingDate: '2017-02-30' }, 'filingDate date.impossible'],
    [{ filingDate: '21.07.2017' }, 'filingDate date.format'],
    [{ filingDate: '1985-03-31' }, 'filingDate title.beforeFirstFilingDay'],
    [{ filingDate: '2018-01-01' }, 'filingDate title.filedAfterNumber'],
    [{ grantDate: '2017-07-21' }, 'grantDate title.grantedBeforeFiling'],
    [{ grantDate: '2026-11-23' }, 'grantDate title.future'],
    [{ grantDate: '2020-13-01' }, 'grantDate date.impossible'],
    [{ publicationNumber: 'US1234567B' }, 'publicationNumber title.publicationNumber'],
    [{ ipcMain: 'H04L' }, 'ipcMain ipc.format'],
    [{ compensationDays: '-1' }, 'compensationDays title.compensationDays'],
    [{ compensationDays: '3661' }, 'compensationDays title.compensationDays'],
    [{ compensationDays: '1e2' }, 'compensationDays title.compensationDays'],
    [{ legalStatus: 'in force' }, 'legalStatus cell.notAnOption'],
    [{ legalStatus: 'application', grantDate: '2020-05-01' }, 'legalStatus title.grantedApplication'],
    [{ annuity: 'yes' }, 'annuity cell.notAnOption'],
    [{ invalidationStarted: 'true' }, 'invalidationStarted cell.notAnOption'],
    [{ sameDayInvention: '201710763365.3' }, 'sameDayInvention title.sameDayInvention'],
    [{ checkDigit: 'guessed' }, 'checkDigit cell.notAnOption'],
    [{ source: 'x'.repeat(200) }, 'source text.tooLong'],
  ])('%j is told as %s, and only that', (more, fault) => {
    expect(faultsOf(more)).toEqual([fault]);
  });

  it('is told with all that is wrong with it', () => {
    expect(faultsOf({ patentNumber: 'x', filingDate: 'y', ipcMain: 'z' })).toEqual([
      'patentNumber patentNumber.format',
      'filingDate date.format',
      'ipcMain ipc.format',
    ]);
  });
});

describe('the bounds of a line', () => {
  it('has a kind by the words of the file, which are the register’s own written with hyphens', () => {
    const of = (kind: string, patentNumber: string) => rowOf({ kind, patentNumber }).particulars.kind;
    expect(of('invention', patentNo(1))).toBe('invention');
    expect(of('utility-model', patentNo(1, 'utilityModel'))).toBe('utilityModel');
    expect(of('design', patentNo(1, 'design'))).toBe('design');
  });

  it('may be filed and granted today, and not tomorrow', () => {
    const of = (more: Cells) => faultsOf({ patentNumber: patentNo(1, 'invention', 2026), ...more });
    expect(of({ filingDate: '2026-11-22' })).toEqual([]);
    expect(of({ filingDate: '2026-11-23' })).toEqual(['filingDate title.future']);
    expect(of({ filingDate: '2026-11-21', grantDate: '2026-11-22' })).toEqual([]);
  });

  it('is filed in the year of its number or before, to the day', () => {
    expect(faultsOf({ filingDate: '2017-12-31' })).toEqual([]);
    expect(faultsOf({ filingDate: '2018-01-01' })).toEqual(['filingDate title.filedAfterNumber']);
  });

  it('is granted after it was filed', () => {
    expect(faultsOf({ grantDate: '2017-07-22' })).toEqual([]);
    expect(faultsOf({ grantDate: '2017-07-20' })).toEqual(['grantDate title.grantedBeforeFiling']);
  });

  it('J1.2: has a publication number of the country, seven to nine digits and the kind code', () => {
    const of = (publicationNumber: string) => faultsOf({ publicationNumber });
    for (const good of ['CN1234567A', 'CN12345678U', 'CN123456789B', 'CN1234567B2'])
      expect(of(good), good).toEqual([]);
    for (const bad of [
      ...['CN123456A', 'CN1234567890A', 'CN1234567', 'CN1234567a', 'CN1234567B22', 'CN1234567BA'],
      ...['XCN1234567A', 'CN 1234567A', 'CN1234567A.'],
    ])
      expect(of(bad), bad).toEqual(['publicationNumber title.publicationNumber']);
  });

  it('has up to 3660 days of compensation, a whole number of four digits at most', () => {
    const of = (compensationDays: string) => rowOf({ compensationDays }).particulars.compensationDays;
    expect([of('0'), of('0035'), of('3660')]).toEqual([0, 35, 3660]);
    for (const bad of ['00035', '1.5', 'x1', '1x', '+1'])
      expect(faultsOf({ compensationDays: bad }), bad).toEqual(['compensationDays title.compensationDays']);
  });

  it('is in Chinese or English, and its check digit is the source’s or computed', () => {
    for (const titleLang of ['zh', 'en']) expect(rowOf({ titleLang }).particulars.language).toBe(titleLang);
    for (const checkDigit of ['source', 'computed']) expect(faultsOf({ checkDigit })).toEqual([]);
  });

  it('names the batch’s source and its own, both within two hundred characters', () => {
    const own = (count: number) => ({ source: 'x'.repeat(count) });
    expect(rowOf(own(194)).source).toHaveLength(200);
    expect(faultsOf(own(195))).toEqual(['source text.tooLong']);
    expect(faultsOf(own(201))).toEqual(['source text.tooLong']);
  });

  it('says of what it leaves out nothing at all', () => {
    const { grantDate, publicationNumber, mainClassification, ...said } = rowOf().particulars;
    expect([grantDate, publicationNumber, mainClassification]).toEqual([undefined, undefined, undefined]);
    expect(rowOf().particulars).toStrictEqual(said);
  });

  it('is stored as it was read, and nothing unknown with it', () => {
    expectShape(importRow, {
      full: rowOf(),
      optional: [],
      refused: { '/owners': [[]], '/source': ['', 'x'.repeat(201)] },
    });
  });
});

describe('reasons', () => {
  it('exist in both languages for every code', () => {
    for (const code of lineFaultCodes) {
      expect(reasonOf(code).zh, code).toMatch(/\p{Script=Han}/u);
      expect(reasonOf(code).en, code).toMatch(/^[A-Z].*\.$/);
      expect(lineFaultCode(code)).toBe(code);
    }
  });

  it('are short enough for a report of a thousand to fit one item of 400 KB', () => {
    const line = (code: (typeof lineFaultCodes)[number]) =>
      JSON.stringify({ line: 1001, field: 'patenteeIdentifiers', code, reason: reasonOf(code) });
    const longest = Math.max(...lineFaultCodes.map((code) => Buffer.byteLength(line(code))));
    expect(longest * 1000).toBeLessThan(390_000);
  });

  it('of the kernel are the kernel’s own', () => {
    expect(reasonOf('date.impossible').en).toContain('no such date');
    expect(lineFaultCode('Invalid option: expected one of "zh"|"en"')).toBe('cell.notAnOption');
  });
});
