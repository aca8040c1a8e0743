import { describe, expect, it } from 'vitest';
import { mandateId } from '../../../shared/kernel/id.ts';
import type { Consent } from '../../../shared/register/filing.ts';
import {
  absencesMax,
  concernedBy,
  interestsMax,
  isAbsent,
  isConflicted,
  noFacts,
  staffFacts,
} from '../../../shared/register/staff.ts';
import { day, moment, partyNo } from './sample.ts';
import { expectShape, idOf, times } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const [owner, bank, agency] = [partyNo(1), partyNo(2), partyNo(3)];
const absence = (from: string, until: string) => ({ from: day(from), until: day(until) });

describe('an examiner', () => {
  it('who never declared anything is neither absent nor in conflict', () => {
    expect(noFacts('e1')).toEqual({ account: 'e1', absences: [], interests: [] });
    expect(isAbsent(noFacts('e1'), day('2026-11-23'))).toBe(false);
    expect(isConflicted(noFacts('e1'), [owner])).toBe(false);
  });

  it('is absent from the first through the last day of any absence', () => {
    const facts = { absences: [absence('2026-05-01', '2026-05-03'), absence('2026-11-23', '2026-11-23')] };
    for (const on of ['2026-05-01', '2026-05-02', '2026-05-03', '2026-11-23'])
      expect(isAbsent(facts, day(on)), on).toBe(true);
    for (const on of ['2026-04-30', '2026-05-04', '2026-11-22', '2026-11-24'])
      expect(isAbsent(facts, day(on)), on).toBe(false);
  });

  it('A5.6: keeps out of whatever concerns a party in which it has an interest', () => {
    const facts = { interests: [bank, agency].map((party) => ({ party, declaredAt: at })) };
    expect(isConflicted(facts, [owner, agency])).toBe(true);
    expect(isConflicted(facts, [owner])).toBe(false);
    expect(isConflicted(facts, [])).toBe(false);
  });

  it('is known as it was written, and nothing unknown with it; what it declares is bounded', () => {
    const away = absence('2026-05-01', '2026-05-03');
    const interest = { party: bank, declaredAt: at };
    expectShape(staffFacts, {
      full: { account: 'e1', absences: [away], interests: [interest] },
      optional: [],
      taken: {
        '/absences': [[], times(absencesMax, away)],
        '/interests': [[], times(interestsMax, interest)],
      },
      refused: {
        '/absences': [times(absencesMax + 1, away)],
        '/interests': [times(interestsMax + 1, interest)],
      },
    });
  });
});

describe('whom a filing concerns (A5.6)', () => {
  it('is every party to it, whoever filed it, and every agent who consented, each once', () => {
    const mandate = mandateId.parse(idOf('mdt'));
    const consents = [
      { party: owner, by: { account: 'o', party: owner } },
      { party: bank, by: { account: 'x', party: agency, mandate } },
    ] as Consent[];
    const filedBy = { account: 'z', party: partyNo(4), mandate };
    expect(concernedBy({ parties: [owner, bank], filedBy, consents })).toEqual([
      ...[owner, bank, partyNo(4), agency],
    ]);
    expect(concernedBy({ parties: [owner], filedBy: { account: 'o', party: owner }, consents: [] })).toEqual([
      owner,
    ]);
  });
});
