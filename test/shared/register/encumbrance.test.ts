import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import { advancedTo, holdsDigest, shownHolds } from '../../../shared/register/encumbrance.ts';
import { holdOf, partyNo, patentNo, titleOf } from './sample.ts';

const number = patentNo(1);
const pledge = holdOf('pledge', { holders: [partyNo(2)], record: 'Y2026980000001' });
const announced = holdOf('preservation');
const secret = holdOf('ownershipStay', { public: false });

describe('the holds that the journal’s map commits to for ever', () => {
  it('are those that anyone may see, in the order in which they came', () => {
    const held = titleOf(number, { holds: [announced, secret, pledge] });
    expect(shownHolds(held).map((one) => one.kind)).toEqual(['preservation', 'pledge']);
    expect(shownHolds(titleOf(number, { holds: [secret] }))).toEqual([]);
  });

  it('say kind, record, since when and by which entry, and not who holds them', () => {
    const [shown] = shownHolds(titleOf(number, { holds: [pledge] }));
    expect(shown).toEqual({
      ...{ kind: 'pledge', record: 'Y2026980000001', since: pledge.since, entry: pledge.entry },
    });
    const [court] = shownHolds(titleOf(number, { holds: [announced] }));
    expect(Object.keys(court ?? {}).sort()).toEqual(['entry', 'kind', 'since']);
  });
});

describe('how an entry names a title that it advanced', () => {
  it('with the digest of the holds that anyone may see on it', () => {
    const held = titleOf(number, { holds: [pledge, secret], version: 3 });
    const shown = shownHolds(held);
    expect(advancedTo(held)).toEqual({ right: held.right, version: 3, holds: digestOf(shown) });
    expect(holdsDigest(shown)).toBe(digestOf(shown));
  });

  it('without one where it is free, or is held by what is not announced: both look the same', () => {
    const free = titleOf(number, { version: 3 });
    expect(advancedTo(free)).toEqual({ right: free.right, version: 3 });
    expect('holds' in advancedTo(free)).toBe(false);
    expect(advancedTo(titleOf(number, { version: 3, holds: [secret] }))).toEqual(advancedTo(free));
    expect(holdsDigest([])).toBeUndefined();
  });
});
