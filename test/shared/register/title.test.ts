import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdKinds } from '../../../shared/register/hold.ts';
import {
  annuityStandings,
  bases,
  firstFilingDay,
  legalStatuses,
  particulars,
  publicView,
  type Title,
  title,
} from '../../../shared/register/title.ts';
import { holdOf, partyNo, patentNo, titleOf } from './sample.ts';
import { expectShape } from './shape.ts';

const number = patentNo(601862);

const titles: fc.Arbitrary<Title> = fc
  .record({
    holds: fc.array(
      fc
        .record({ kind: fc.constantFrom(...holdKinds), public: fc.boolean() })
        .map(({ kind, public: open }) => holdOf(kind, { public: open, holders: [partyNo(2)] })),
      { maxLength: 5 },
    ),
    invalidation: fc.record({
      started: fc.boolean(),
      public: fc.boolean(),
      basis: fc.constantFrom(...bases),
    }),
    basis: fc.constantFrom(...bases),
  })
  .map(({ holds, invalidation, basis }) =>
    titleOf(number, { holds, facts: { invalidation, status: { value: 'granted', basis } } }),
  );

/** The title as it would be if nothing that is not announced had ever happened. */
function withoutSecrets(full: Title): Title {
  const { invalidation } = full.facts;
  const hidden = invalidation.started && !invalidation.public;
  const quiet: Title['facts']['invalidation'] = { started: false, public: true, basis: 'source' };
  return {
    ...full,
    holds: full.holds.filter((held) => held.public),
    facts: { ...full.facts, invalidation: hidden ? quiet : invalidation },
  };
}

describe('publicView', () => {
  it('keeps what is announced', () => {
    const announced = titleOf(number, {
      holds: [holdOf('pledge'), holdOf('preservation')],
      facts: { invalidation: { started: true, public: true, basis: 'source' } },
    });
    expect(publicView(announced)).toEqual(announced);
  });

  it('leaves out a preservation and an invalidation that are not announced', () => {
    const view = publicView(
      titleOf(number, {
        holds: [holdOf('pledge'), holdOf('preservation', { public: false })],
        facts: { invalidation: { started: true, public: false, basis: 'source' } },
      }),
    );
    expect(view.holds.map(({ kind }) => kind)).toEqual(['pledge']);
    expect(view.facts.invalidation).toEqual({ started: false, public: true, basis: 'assumed' });
  });

  it('is the same with and without secrets, down to the basis of a fact', () => {
    fc.assert(
      fc.property(titles, (full) => {
        expect(publicView(full)).toEqual(publicView(withoutSecrets(full)));
      }),
    );
  });

  it('is a title itself, is its own public view, and leaves the title it was made of alone', () => {
    fc.assert(
      fc.property(titles, (full) => {
        const before = structuredClone(full);
        const view = publicView(full);
        expect(title.parse(view)).toEqual(view);
        expect(publicView(view)).toEqual(view);
        expect(full).toEqual(before);
        const { facts, holds: _holds, ...rest } = view;
        expect(full).toMatchObject({ ...rest, facts: { status: facts.status, annuity: facts.annuity } });
      }),
    );
  });
});

describe('title', () => {
  const filed = (filingDate: string) =>
    particulars.safeParse({ ...titleOf(number).particulars, filingDate }).success;

  it('A4.3: knows no filing before the first day of the office, so that every term can be told', () => {
    expect(filed(firstFilingDay)).toBe(true);
    expect(filed('1985-03-31')).toBe(false);
    expect(filed('2017-02-30')).toBe(false);
  });

  it('bounds a name by the bytes it takes in an entry', () => {
    const named = (name: string) => particulars.safeParse({ ...titleOf(number).particulars, name });
    expect(named('字'.repeat(332)).success).toBe(true);
    expect(named('字'.repeat(333)).error?.issues.map(({ message }) => message)).toEqual(['text.tooLong']);
    expect(named('x'.repeat(998)).success).toBe(true);
    expect(named('"'.repeat(500)).success).toBe(false);
  });

  it('embeds nothing that grows without bound', () => {
    const one = titleOf(number);
    const many = (count: number) => ({ ...one, holds: Array(count).fill(holdOf('preservation')) });
    expect(title.safeParse(many(64)).success).toBe(true);
    expect(title.safeParse(many(65)).success).toBe(false);
    expect(title.safeParse({ ...one, owners: [] }).success).toBe(false);
    expect(title.safeParse({ ...one, owners: Array(51).fill({ name: 'x' }) }).success).toBe(false);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    const identified = { scheme: 'uscc', value: '91110108551385082Q' };
    const plain = titleOf(number, {
      holds: [holdOf('pledge', { holders: [partyNo(2)], record: 'Y2026980000001' })],
      facts: { sameDayInvention: '2017106018623' },
    });
    const particulars = { ...plain.particulars, publicationNumber: 'CN107000001B' };
    const told = ['publicationNumber', 'mainClassification', 'grantDate'].map((one) => `/particulars/${one}`);
    expectShape(title, {
      full: { ...plain, particulars, owners: [{ name: '演示公司', identifier: identified }] },
      optional: [...told, '/owners/0/identifier', '/facts/sameDayInvention', '/holds/0/record'],
      taken: {
        ...{ '/version': [1], '/particulars/kind': ['invention', 'utilityModel', 'design'] },
        ...{ '/particulars/language': ['zh', 'en'], '/particulars/publicationNumber': ['x'.repeat(20)] },
        ...{ '/particulars/compensationDays': [0, 3660], '/owners': [Array(50).fill({ name: 'x' })] },
        ...{ '/owners/0/name': ['x'.repeat(300)], '/source': ['x'.repeat(200)], '/holds': [[]] },
        ...{ '/facts/status/value': legalStatuses, '/facts/annuity/value': annuityStandings },
        ...{ '/facts/status/basis': bases, '/facts/sameDayInvention': ['x'.repeat(20)] },
        '/holds/0/holders': [[], Array(20).fill(partyNo(2))],
      },
      refused: {
        ...{ '/version': [0, 1.5], '/particulars/kind': ['plant', ''], '/particulars/language': ['fr', ''] },
        ...{ '/particulars/publicationNumber': ['x'.repeat(21)], '/owners/0/name': ['x'.repeat(301), ''] },
        ...{ '/particulars/compensationDays': [-1, 3661, 0.5], '/source': ['x'.repeat(201), ''] },
        ...{ '/facts/status/value': ['inForce', ''], '/facts/annuity/value': ['due', ''] },
        ...{ '/facts/status/basis': ['guessed', ''], '/facts/sameDayInvention': ['x'.repeat(21)] },
        '/holds/0/holders': [Array(21).fill(partyNo(2))],
      },
    });
    expect([legalStatuses, annuityStandings, bases]).toEqual([
      ['application', 'granted', 'terminated', 'invalid'],
      ['paid', 'late', 'unknown'],
      ['source', 'assumed'],
    ]);
  });

  it('A4.3: tells a filing before the first day of the office as that', () => {
    const before = { ...titleOf(number).particulars, filingDate: '1985-03-31' };
    expect(particulars.safeParse(before).error?.issues.map(({ message }) => message)).toEqual([
      'title.beforeFirstFilingDay',
    ]);
  });
});
