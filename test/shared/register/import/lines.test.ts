import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parseRight } from '../../../../shared/kernel/right.ts';
import { bodyBytes, type ImportBody, readBody, titlesOf } from '../../../../shared/register/import/body.ts';
import { type Cells, readHeader } from '../../../../shared/register/import/columns.ts';
import { differences } from '../../../../shared/register/import/differences.ts';
import { type AcceptedLine, readLines } from '../../../../shared/register/import/lines.ts';
import type { ImportTerms } from '../../../../shared/register/import/terms.ts';
import { expiryDate } from '../../../../shared/register/term.ts';
import { title } from '../../../../shared/register/title.ts';
import { day, entryNo, moment, patentNo } from '../sample.ts';

const terms: ImportTerms = {
  source: 'Sample patents',
  statusBasis: 'assumed',
  annuityBasis: 'assumed',
  today: day('2026-11-22'),
};

const file = new URL('../../../../local/sample/patents.csv', import.meta.url);
const [names = [], ...values] = parse(readFileSync(file, 'utf8')) as string[][];
const sample = () => {
  const header = readHeader(names);
  if (!header.ok) throw new Error(header.fault.code);
  const lines = values.map((cells, index) => ({ line: index + 2, values: cells }));
  return readLines(header.header, lines, terms);
};

describe('the sample patents', () => {
  const { accepted, rejected } = sample();

  it('are all taken, and each keeps its number, year and owners', () => {
    expect(rejected).toEqual([]);
    expect(accepted).toHaveLength(472);
    for (const { row, line } of accepted) {
      const cells = values[line - 2] ?? [];
      expect(parseRight(row.right)?.number).toBe(cells[0]?.replace('.', ''));
      expect(row.owners.map((owner) => owner.name).join(';')).toBe(cells[4]);
    }
  });

  it('are granted by their source where they have a grant date, and 114 only by assumption', () => {
    const bases = accepted.map(({ row }) => row.facts.status.basis);
    expect(bases.filter((basis) => basis === 'assumed')).toHaveLength(114);
    expect(accepted.every(({ row }) => row.facts.annuity.basis === 'assumed')).toBe(true);
  });

  it('end their term as kind and filing date say (A4.3): 282 after 2026-11-22, and one on that day', () => {
    const ends = accepted.map(({ row }) => expiryDate(row.particulars) ?? '');
    expect(ends.filter((end) => end > terms.today)).toHaveLength(282);
    expect(ends.filter((end) => end === terms.today)).toHaveLength(1);
  });

  it('become titles at version 1 that the register’s own schema takes', () => {
    const body = bodyOf(accepted);
    const made = { entry: entryNo(7), instant: moment('2026-11-22T06:00:00.000Z') };
    const titles = titlesOf(readBody(bodyBytes(body)), made);
    expect(titles).toHaveLength(472);
    for (const one of titles) expect(title.parse(one)).toMatchObject({ ...made, version: 1, holds: [] });
  });
});

const header = ['patentNumber', 'kind', 'title', 'titleLang', 'patentees', 'filingDate', 'annuity'] as const;
const good = ['201710601862.3', 'invention', '装置', 'zh', '甲公司', '2017-07-21', ''];
const linesOf = (...lines: string[][]) => lines.map((cells, index) => ({ line: index + 2, values: cells }));

describe('the lines of a file', () => {
  it('are judged one by one: a bad one stops nothing else', () => {
    const bad = good.with(5, '2017-02-30');
    const { accepted, rejected } = readLines(header, linesOf(bad, good), terms);
    expect(accepted.map((one) => one.line)).toEqual([3]);
    expect(rejected).toEqual([{ line: 2, faults: [{ field: 'filingDate', code: 'date.impossible' }] }]);
  });

  it('may name a patent once; a bad line does not stand in the way of a good one for the same patent', () => {
    const bad = good.with(2, '');
    const twice = good.with(0, 'ZL2017106018623').with(2, '另一装置');
    const { accepted, rejected } = readLines(header, linesOf(bad, good, twice), terms);
    expect(accepted.map((one) => one.line)).toEqual([3]);
    expect(rejected).toEqual([
      { line: 2, faults: [{ field: 'title', code: 'cell.required' }] },
      { line: 4, faults: [{ field: 'patentNumber', code: 'line.repeated' }] },
    ]);
  });

  it('have as many values as the header, and could be read', () => {
    const lines = [...linesOf(good.slice(1), [...good, '']), { line: 9, fault: 'line.quote' } as const];
    expect(readLines(header, lines, terms).rejected).toEqual([
      { line: 2, faults: [{ field: 'line', code: 'line.columnCount' }] },
      { line: 3, faults: [{ field: 'line', code: 'line.columnCount' }] },
      { line: 9, faults: [{ field: 'line', code: 'line.quote' }] },
    ]);
  });
});

function bodyOf(lines: readonly AcceptedLine[]): ImportBody {
  return {
    schema: 'import-1',
    batch: `bat_0${'0'.repeat(25)}` as ImportBody['batch'],
    ...{ source: terms.source, statusBasis: 'assumed', annuityBasis: 'assumed', salt: 'AA' },
    created: lines.map(({ line, row }) => ({ line, ...row })),
    ...{ unchanged: [], rejected: [] },
  };
}

function lineOf(more: Cells, declared: Partial<ImportTerms> = {}): AcceptedLine {
  const cells: Cells = {
    ...{ patentNumber: '201710601862.3', kind: 'invention', title: '装置', titleLang: 'zh' },
    ...{ patentees: '甲公司;乙公司', filingDate: '2017-07-21', ...more },
  };
  const names = Object.keys(cells) as (keyof Cells)[];
  const values = names.map((name) => cells[name] ?? '');
  const [line] = readLines(names, [{ line: 2, values }], { ...terms, ...declared }).accepted;
  if (!line) throw new Error('not accepted');
  return line;
}

const heldOf = (line: AcceptedLine) => {
  const [held] = titlesOf(bodyOf([line]), { entry: entryNo(1), instant: moment('2026-01-01T00:00:00.000Z') });
  if (!held) throw new Error('no title');
  return held;
};

describe('a line for a patent that is on the register already', () => {
  const held = heldOf(
    lineOf({ compensationDays: '30', grantDate: '2020-01-01', annuity: 'late' }, { annuityBasis: 'source' }),
  );

  it('is unchanged when all it says is held', () => {
    expect(differences(lineOf({ compensationDays: '30' }), held)).toEqual([]);
  });

  it('says nothing by what it leaves out, nor by what it only assumes', () => {
    expect(differences(lineOf({}), held)).toEqual([]);
    expect(differences(lineOf({ annuity: 'paid' }), held)).toEqual([]);
    expect(differences(lineOf({ legalStatus: 'terminated' }), held)).toEqual([]);
  });

  it.each([
    [{ title: '另一装置' }, 'title'],
    [{ patentees: '甲公司' }, 'patentees'],
    [{ patentees: '乙公司;甲公司' }, 'patentees'],
    [{ filingDate: '2017-07-20' }, 'filingDate'],
    [{ grantDate: '2020-01-02' }, 'grantDate'],
    [{ ipcMain: 'H04L 9/32' }, 'ipcMain'],
    [{ compensationDays: '31' }, 'compensationDays'],
    [{ patenteeIdentifiers: 'foreign:1;' }, 'patenteeIdentifiers'],
    [{ invalidationStarted: 'public' }, 'invalidationStarted'],
    [{ titleLang: 'en' }, 'titleLang'],
    [{ publicationNumber: 'CN1234567A' }, 'publicationNumber'],
  ] as const)('differs by %j in %s', (more, field) => {
    expect(differences(lineOf(more), held)).toEqual([field]);
  });

  it('differs by number, kind and same-day invention where the register has others', () => {
    const model = { patentNumber: patentNo(1, 'utilityModel'), kind: 'utility-model' };
    const line = lineOf({ ...model, sameDayInvention: patentNo(2) });
    expect(differences(line, held)).toEqual(['patentNumber', 'kind', 'sameDayInvention']);
    expect(differences(line, heldOf(line))).toEqual([]);
  });

  it('says of the patent nothing by where it was read, nor by whose its check digit is', () => {
    expect(differences(lineOf({ source: 'another', checkDigit: 'computed' }), held)).toEqual([]);
  });

  it('differs by facts that it has from a source', () => {
    const declared = { annuityBasis: 'source', statusBasis: 'source' } as const;
    const line = lineOf({ annuity: 'paid', legalStatus: 'terminated' }, declared);
    expect(differences(line, held)).toEqual(['legalStatus', 'annuity']);
  });

  it('differs where the register only assumed what a source now states', () => {
    const assumed = heldOf(lineOf({}));
    expect(differences(lineOf({ annuity: 'paid' }, { annuityBasis: 'source' }), assumed)).toEqual([
      'annuity',
    ]);
  });
});
