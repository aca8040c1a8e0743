import { describe, expect, it } from 'vitest';
import {
  type FilingAct,
  filingStatuses,
  mayFollow,
  priorStates,
} from '../../../shared/register/lifecycle.ts';

const acts: readonly FilingAct[] = [
  ...(['edit', 'consent', 'withdrawConsent', 'submit'] as const),
  ...(['declare', 'decide', 'withdraw', 'object', 'lapse'] as const),
];

describe('lifecycle', () => {
  it.each([
    ['draft', ['edit', 'consent', 'withdrawConsent', 'submit', 'withdraw']],
    ['examination', ['consent', 'withdrawConsent', 'decide', 'withdraw', 'object']],
    ['correctionRequested', ['edit', 'consent', 'withdrawConsent', 'submit', 'withdraw', 'object', 'lapse']],
    ['awaitingDeclaration', ['consent', 'withdrawConsent', 'declare', 'withdraw', 'lapse']],
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

  it('A7: a submitted filing can be edited no more', () => {
    for (const status of ['examination', 'awaitingDeclaration', 'registered', 'refused'] as const) {
      expect(mayFollow(status, 'edit')).toBe(false);
    }
  });

  it('A9.2: consents are given and withdrawn until registration, and never after', () => {
    for (const status of filingStatuses) {
      const waits = mayFollow(status, 'withdraw');
      expect(mayFollow(status, 'consent'), status).toBe(waits);
      expect(mayFollow(status, 'withdrawConsent'), status).toBe(waits);
    }
  });
});
