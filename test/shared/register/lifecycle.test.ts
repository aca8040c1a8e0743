import { describe, expect, it } from 'vitest';
import {
  type FilingAct,
  filingStatuses,
  mayFollow,
  priorStates,
} from '../../../shared/register/lifecycle.ts';

const acts: readonly FilingAct[] = ['edit', 'consent', 'submit', 'declare', 'decide', 'withdraw', 'lapse'];

describe('lifecycle', () => {
  it.each([
    ['draft', ['edit', 'consent', 'submit', 'withdraw']],
    ['examination', ['decide', 'withdraw']],
    ['correctionRequested', ['edit', 'consent', 'submit', 'withdraw', 'lapse']],
    ['awaitingDeclaration', ['declare', 'withdraw', 'lapse']],
    ['registered', []],
    ['refused', []],
    ['returned', []],
    ['withdrawn', []],
  ] as const)('A7: in %s just these acts are legal: %j', (status, legal) => {
    expect(acts.filter((act) => mayFollow(status, act))).toEqual(legal);
  });

  it('A7: every act and every status is in the table', () => {
    expect(Object.keys(priorStates).sort()).toEqual([...acts].sort());
    expect(filingStatuses).toHaveLength(8);
  });

  it('A7: a submitted filing can be neither edited nor consented to', () => {
    for (const status of ['examination', 'awaitingDeclaration', 'registered', 'refused'] as const) {
      expect(mayFollow(status, 'edit')).toBe(false);
      expect(mayFollow(status, 'consent')).toBe(false);
    }
  });
});
