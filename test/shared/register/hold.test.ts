import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hold, holdKinds, holdRules, holdsAgainst, requestKinds } from '../../../shared/register/hold.ts';
import { holdOf, partyNo } from './sample.ts';

const bank = partyNo(2);
const second = partyNo(3);
const pledge = holdOf('pledge', { holders: [bank], record: 'Y2026980000001' });

describe('holdsAgainst', () => {
  it('A4.g9, A1.7: a pledge blocks a second pledge, even with the consent of its holder', () => {
    expect(holdsAgainst([pledge], 'pledge')).toEqual([pledge]);
    expect(holdsAgainst([pledge], 'pledge', [bank])).toEqual([pledge]);
  });

  it.each(['transfer', 'licence', 'exclusiveLicence', 'openOffer', 'surrender'] as const)(
    'A6.7: a pledge blocks %s unless its holder consents',
    (request) => {
      expect(holdsAgainst([pledge], request)).toEqual([pledge]);
      expect(holdsAgainst([pledge], request, [second])).toEqual([pledge]);
      expect(holdsAgainst([pledge], request, [bank])).toEqual([]);
    },
  );

  it('A6.7: of several holders, every one must consent', () => {
    const joint = holdOf('pledge', { holders: [bank, second] });
    expect(holdsAgainst([joint], 'transfer', [bank])).toEqual([joint]);
    expect(holdsAgainst([joint], 'transfer', [second, bank])).toEqual([]);
  });

  it('A6.7: a hold whose holder is unknown is passed by nobody', () => {
    const orphan = holdOf('pledge', { holders: [] });
    expect(holdsAgainst([orphan], 'transfer')).toEqual([orphan]);
    expect(holdsAgainst([orphan], 'transfer', [bank])).toEqual([orphan]);
  });

  it.each(['preservation', 'ownershipStay'] as const)(
    'A4.g5: %s blocks everything, consent or not',
    (kind) => {
      const held = holdOf(kind, { holders: [bank] });
      for (const request of requestKinds)
        expect(holdsAgainst([held], request, [bank]), request).toEqual([held]);
    },
  );

  it('gives exactly the holds that block, in their order, and none on a free title', () => {
    const stay = holdOf('ownershipStay', { public: false });
    expect(holdsAgainst([pledge, stay], 'transfer', [bank])).toEqual([stay]);
    expect(holdsAgainst([stay, pledge], 'pledge')).toEqual([stay, pledge]);
    for (const request of requestKinds) expect(holdsAgainst([], request)).toEqual([]);
  });

  it('more consent never blocks more', () => {
    const parties = [1, 2, 3].map(partyNo);
    const holds = fc.array(
      fc.record({ kind: fc.constantFrom(...holdKinds), holders: fc.subarray(parties) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        holds,
        fc.constantFrom(...requestKinds),
        fc.subarray(parties),
        fc.subarray(parties),
        (drawn, request, some, more) => {
          const all = drawn.map(({ kind, holders }) => holdOf(kind, { holders }));
          const fewer = holdsAgainst(all, request, [...some, ...more]);
          const before = holdsAgainst(all, request, some);
          expect(before).toEqual(expect.arrayContaining([...fewer]));
          expect(all).toEqual(expect.arrayContaining([...before]));
        },
      ),
    );
  });
});

describe('holdRules', () => {
  it('say of every kind of hold what it does to every request at most once, and what lifts it', () => {
    for (const kind of holdKinds) {
      for (const request of requestKinds) {
        const rules = holdRules[kind].filter(
          ({ blocks }) => blocks === 'everything' || blocks.includes(request),
        );
        expect(rules.length, `${kind} ${request}`).toBeLessThanOrEqual(1);
      }
      for (const rule of holdRules[kind]) {
        expect(rule.liftedBy).toMatch(/^[a-z-]+\.[a-z]+$/);
        expect(rule.source).toMatch(/^A\d/);
        expect(['holder', 'nobody']).toContain(rule.unlessConsentOf);
      }
    }
  });

  it('a stored hold is read as it was written, and nothing unknown with it', () => {
    expect(hold.parse(pledge)).toEqual(pledge);
    expect(hold.safeParse({ ...pledge, note: 'x' }).success).toBe(false);
    expect(hold.safeParse({ ...pledge, kind: 'mortgage' }).success).toBe(false);
  });
});
