import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../shared/register/decide.ts';
import { type Finding, type Severity, severities } from '../../../shared/register/finding.ts';

const found = (severity: Severity): Finding => ({ ground: 'A4.g1', severity, text: { zh: '', en: '' } });

describe('decide', () => {
  it('A7: registers a clean filing at once only where automatic registration is on', () => {
    expect(decide([], true)).toBe('register');
    expect(decide([], false)).toBe('examiner');
    expect(decide([found('note')], true)).toBe('register');
  });

  it.each([
    ['refusal', 'refuse'],
    ['deficiency', 'correct'],
    ['declaration', 'awaitDeclaration'],
    ['waiting', 'examiner'],
    ['examiner', 'examiner'],
  ] as const)('A2.4, A4, A4.1: %s leads to %s, automatic or not', (severity, outcome) => {
    expect(decide([found(severity)], true)).toBe(outcome);
    expect(decide([found(severity)], false)).toBe(outcome);
  });

  it('the gravest finding decides, in any order; only no finding registers', () => {
    const outcomes = ['refuse', 'correct', 'awaitDeclaration', 'examiner', 'examiner', 'register'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...severities)), fc.boolean(), (drawn, automatic) => {
        const gravest = Math.min(severities.length - 1, ...drawn.map((one) => severities.indexOf(one)));
        const expected = outcomes[gravest];
        const outcome = decide(drawn.map(found), automatic);
        expect(outcome).toBe(expected === 'register' && !automatic ? 'examiner' : expected);
      }),
    );
  });
});
