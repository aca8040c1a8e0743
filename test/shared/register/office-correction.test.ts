import { describe, expect, it } from 'vitest';
import { rightOf } from '../../../shared/kernel/right.ts';
import { uscc } from '../../../shared/kernel/uscc.ts';
import {
  correctedRecord,
  correctedTitle,
  correctionAct,
  correctionStatuses,
  officeCorrection,
  publicDifferences,
  type RecordChange,
  recordDifferences,
  registerChange,
  sealedGrounds,
  type TitleChange,
  titleDifferences,
} from '../../../shared/register/office-correction.ts';
import { type RegisterRecord, registerRecord } from '../../../shared/register/record.ts';
import { entryNo, filingNo, holdOf, moment, partyNo, patentNo, titleOf } from './sample.ts';
import { expectShape, idOf, times } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const by = { instant: at, entry: entryNo(9) };
const number = patentNo(1);
const [right, other] = [rightOf(number), rightOf(patentNo(2))];
const before = titleOf(number, { version: 3, holds: [holdOf('pledge', { holders: [partyNo(2)] })] });
const ofTitle = (more: Partial<TitleChange>): TitleChange => ({
  target: 'title',
  right,
  version: 3,
  ...more,
});
const code = uscc.parse('91110108551385082Q');

const record: RegisterRecord = registerRecord.parse({
  ...{ kind: 'pledge', number: 'Y2026980000001', version: 2, status: 'registered', entry: entryNo(1) },
  ...{ filing: filingNo(1), registeredAt: at, registrationDate: '2026-11-23' },
  rights: [
    { right, version: 2, name: '甲装置' },
    { right: other, version: 5, name: '乙装置' },
  ],
  pledgors: [
    { kind: 'organisation', name: '甲公司', identifier: code },
    { kind: 'person', commitment: 'pledgor-2' },
  ],
  pledgees: [{ kind: 'organisation', name: '甲银行' }],
  ...{ parties: [partyNo(1)], terms: { amount: 'x' } },
});
const ofRecord = (more: Partial<RecordChange>): RecordChange => ({
  ...{ target: 'record', number: record.number, version: 2 },
  ...more,
});

describe('a title as the office corrects it (A5.8)', () => {
  it('says what the correction says, part by part, and of the rest what it said', () => {
    const particulars = { ...before.particulars, name: '另一装置' };
    const owners = [{ name: '乙公司' }];
    const facts = { ...before.facts, annuity: { value: 'late' as const, basis: 'source' as const } };
    const next = { version: 4, instant: at, entry: entryNo(9) };
    expect(correctedTitle(before, ofTitle({ particulars }), by)).toEqual({ ...before, particulars, ...next });
    expect(correctedTitle(before, ofTitle({ owners }), by)).toEqual({ ...before, owners, ...next });
    expect(correctedTitle(before, ofTitle({ facts }), by)).toEqual({ ...before, facts, ...next });
    expect(correctedTitle(before, ofTitle({}), by)).toEqual({ ...before, ...next });
  });

  it('keeps its holds, and so the order of rank: a correction never reorders', () => {
    const after = correctedTitle(before, ofTitle({ owners: [{ name: '乙公司' }] }), by);
    expect(after.holds).toEqual(before.holds);
  });

  it('is a title still, or the correction is a bug', () => {
    expect(() => correctedTitle(before, ofTitle({ owners: [] }), by)).toThrow();
  });

  it('differs, for the office, in particulars, owners and facts', () => {
    const particulars = { ...before.particulars, name: '另一装置' };
    const invalidation = { started: true, public: false, basis: 'source' as const };
    const facts = { ...before.facts, invalidation };
    const change = ofTitle({ particulars, owners: [{ name: '乙公司' }], facts });
    const after = correctedTitle(before, change, by);
    expect(titleDifferences(before, after)).toEqual([
      { pointer: '/particulars/name', from: before.particulars.name, to: '另一装置' },
      { pointer: '/owners/0/name', from: before.owners[0]?.name, to: '乙公司' },
      { pointer: '/facts/invalidation/started', from: false, to: true },
      { pointer: '/facts/invalidation/public', from: true, to: false },
    ]);
    expect(titleDifferences(before, correctedTitle(before, ofTitle({}), by))).toEqual([]);
  });

  it('differs, for anyone, neither in owners nor in what is not announced', () => {
    const invalidation = { started: true, public: false, basis: 'source' as const };
    const facts = { ...before.facts, invalidation };
    const hidden = correctedTitle(before, ofTitle({ owners: [{ name: '乙公司' }], facts }), by);
    expect(publicDifferences(before, hidden)).toEqual([]);
    const particulars = { ...before.particulars, compensationDays: 30 };
    const annuity = { value: 'late' as const, basis: 'source' as const };
    const shown = correctedTitle(before, ofTitle({ particulars, facts: { ...before.facts, annuity } }), by);
    expect(publicDifferences(before, shown)).toEqual([
      { pointer: '/particulars/compensationDays', from: 0, to: 30 },
      { pointer: '/facts/annuity/value', from: 'paid', to: 'late' },
    ]);
  });
});

describe('a record as the office corrects it (A5.8)', () => {
  it('names its patents as the correction does, and the others as before, a version further', () => {
    const after = correctedRecord(record, ofRecord({ patents: [{ right: other, name: '丙装置' }] }));
    expect(after).toEqual({
      ...{ ...record, version: 3 },
      rights: [record.rights[0], { right: other, version: 5, name: '丙装置' }],
    });
    expect(after && recordDifferences(record, after)).toEqual([
      { pointer: '/rights/1/name', from: '乙装置', to: '丙装置' },
    ]);
  });

  it('names an organisation at its side and place, with the identifier that it now has, or none', () => {
    const named = { side: 'pledgors' as const, place: 0, name: '丙公司' };
    const after = correctedRecord(record, ofRecord({ organisations: [named] }));
    expect(after).toStrictEqual({
      ...{ ...record, version: 3 },
      pledgors: [{ kind: 'organisation', name: '丙公司' }, record.pledgors[1]],
    });
    const bank = { side: 'pledgees' as const, place: 0, name: '乙银行', identifier: code };
    const both = correctedRecord(record, ofRecord({ organisations: [named, bank] }));
    expect(both?.pledgees).toEqual([{ kind: 'organisation', name: '乙银行', identifier: code }]);
    expect(both?.pledgors[0]).toEqual({ kind: 'organisation', name: '丙公司' });
    expect(both && recordDifferences(record, both).map(({ pointer }) => pointer)).toEqual([
      ...['/pledgors/0/name', '/pledgors/0/identifier', '/pledgees/0/name', '/pledgees/0/identifier'],
    ]);
  });

  it('is none where the correction names a patent or an organisation that the record does not have', () => {
    const unknown = { right: rightOf(patentNo(3)), name: '丙装置' };
    expect(correctedRecord(record, ofRecord({ patents: [unknown] }))).toBeUndefined();
    const known = { right, name: '丙装置' };
    expect(correctedRecord(record, ofRecord({ patents: [known, unknown] }))).toBeUndefined();
    const at = (side: 'pledgors' | 'pledgees', place: number) =>
      correctedRecord(record, ofRecord({ organisations: [{ side, place, name: '丙公司' }] }));
    expect(at('pledgors', 2)).toBeUndefined();
    expect(at('pledgees', 1)).toBeUndefined();
    // The name of a person stands in no record, so there is nothing to correct.
    expect(at('pledgors', 1)).toBeUndefined();
    const mixed = [
      { side: 'pledgees' as const, place: 0, name: '丙银行' },
      { side: 'pledgors' as const, place: 1, name: '丙' },
    ];
    expect(correctedRecord(record, ofRecord({ organisations: mixed }))).toBeUndefined();
  });

  it('leaves the parties’ terms alone, and is otherwise the same', () => {
    const after = correctedRecord(record, ofRecord({}));
    expect(after).toEqual({ ...record, version: 3 });
    expect(after && recordDifferences(record, after)).toEqual([]);
  });
});

describe('a correction by the office', () => {
  const names = {
    ...ofRecord({ patents: [{ right, name: '丙装置' }] }),
    organisations: [{ side: 'pledgors' as const, place: 0, name: '丙公司', identifier: code }],
  };
  const full = {
    ...{
      id: idOf('cor'),
      version: 1,
      status: 'made',
      change: names,
      reason: '录入错误',
      review: idOf('rev'),
    },
    differences: [{ pointer: '/rights/0/name', from: '甲装置', to: '丙装置' }],
    concerned: [{ party: partyNo(1), filing: filingNo(1), number: record.number }],
    ...{ account: 'e1', proposedAt: at, deadline: { date: '2026-11-25', estimated: false } },
    end: { account: 'e2', at, entry: entryNo(9), reason: '属实' },
  };

  it('is read as it was written, and nothing unknown with it', () => {
    const optional = ['review', 'end', 'end/entry', 'end/reason', 'differences/0/from', 'differences/0/to'];
    const ofChange = ['patents', 'organisations', 'organisations/0/identifier'].map((one) => `change/${one}`);
    const [patent] = names.patents ?? [];
    const [organisation] = names.organisations;
    expectShape(officeCorrection, {
      full,
      // A value that differs may be any JSON.
      open: ['/differences/0/from', '/differences/0/to'],
      optional: [...optional, ...ofChange].map((one) => `/${one}`),
      taken: {
        ...{ '/version': [1], '/status': correctionStatuses, '/reason': ['字'.repeat(1000)] },
        ...{ '/differences': [[], times(500, full.differences[0])], '/end/reason': ['字'.repeat(1000)] },
        ...{ '/concerned': [[], times(80, full.concerned[0])], '/change/number': ['x'.repeat(64)] },
        ...{ '/change/patents': [times(20, patent)], '/change/organisations': [times(40, organisation)] },
        ...{ '/change/organisations/0/side': ['pledgors', 'pledgees'], '/change/version': [1] },
        ...{
          '/change/organisations/0/place': [0, 19],
          '/change/organisations/0/name': [`${'字'.repeat(199)}x`],
        },
      },
      refused: {
        ...{ '/version': [0, 1.5], '/status': ['open', ''], '/reason': ['字'.repeat(1001), ''] },
        ...{ '/differences': [times(501, full.differences[0])], '/end/reason': ['字'.repeat(1001), ''] },
        ...{ '/concerned': [times(81, full.concerned[0])], '/change/number': ['x'.repeat(65)] },
        ...{ '/change/patents': [[], times(21, patent)], '/change/target': ['party', ''] },
        ...{ '/change/organisations': [[], times(41, organisation)], '/change/version': [0, 1.5] },
        ...{
          '/change/organisations/0/side': ['debtors', ''],
          '/change/organisations/0/place': [-1, 20, 0.5],
        },
        '/change/organisations/0/name': ['字'.repeat(200), '', 'x'.repeat(301)],
      },
    });
    expect(correctionStatuses).toEqual(['proposed', 'made', 'sentBack']);
    expect(correctionAct).toBe('office.correction');
  });

  it('of a title replaces parts as a whole, each of which may be left out', () => {
    const { particulars, owners, facts } = before;
    const grant = ['particulars/mainClassification', 'particulars/grantDate'];
    expectShape(registerChange, {
      full: ofTitle({ particulars, owners, facts }),
      optional: ['particulars', 'owners', 'facts', ...grant].map((one) => `/${one}`),
      taken: { '/version': [1], '/owners': [times(50, owners[0])] },
      refused: { '/version': [0, 1.5], '/owners': [[], times(51, owners[0])] },
    });
  });

  it('is sealed in its entry with what it changes, so that its effect can be made again', () => {
    expectShape(sealedGrounds, {
      full: {
        correction: full.id,
        change: ofTitle({ owners: before.owners }),
        differences: full.differences,
      },
      open: ['/differences/0/from', '/differences/0/to'],
      optional: ['/change/owners', '/differences/0/from', '/differences/0/to'],
    });
  });

  it('bounds a name by the bytes it takes in an entry, and says so', () => {
    const tooLong = { ...names, organisations: [{ ...names.organisations[0], name: '字'.repeat(200) }] };
    expect(registerChange.safeParse(tooLong).error?.issues.map(({ message }) => message)).toEqual([
      'text.tooLong',
    ]);
  });
});
