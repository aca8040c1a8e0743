import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsMax } from '../../../shared/register/machine.ts';
import { secretSteps } from '../../../shared/register/secret-steps.ts';

const listed = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c'), {
  minLength: 1,
  maxLength: secretsMax,
});
const kept = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'd'), { maxLength: secretsMax });

let added = 0;

/** Carries the steps out as the provider would, up to a crash; throws where the provider would refuse. */
function carry(from: readonly string[], steps: ReturnType<typeof secretSteps>, until = steps.length) {
  let now = [...from];
  for (const step of steps.slice(0, until)) {
    if (step.kind === 'add') {
      added += 1;
      now.push(`new${added}`);
    }
    if (step.kind === 'delete') {
      if (!now.includes(step.secret)) throw new Error('a secret was deleted that is not there');
      now = now.filter((one) => one !== step.secret);
    }
    if (now.length === 0) throw new Error('the last secret was deleted');
    if (now.length > secretsMax) throw new Error('a third secret was added');
  }
  return now;
}

const roomFor = (have: readonly string[], keep: readonly string[]) =>
  have.filter((one) => keep.includes(one)).length < secretsMax;

describe('secretSteps', () => {
  it('leave what is kept, one new secret where wanted or where none is kept, and nothing else', () => {
    fc.assert(
      fc.property(listed, kept, fc.boolean(), (have, keep, adds) => {
        fc.pre(!adds || roomFor(have, keep));
        const left = carry(have, secretSteps(have, keep, adds));
        const held = have.filter((one) => keep.includes(one));
        expect(left.filter((one) => !one.startsWith('new'))).toEqual(held);
        expect(left.length - held.length).toBe(adds || held.length === 0 ? 1 : 0);
      }),
    );
  });

  it('begun again after a crash lead to the same, also where what a crash added is nobody’s', () => {
    fc.assert(
      fc.property(listed, kept, fc.boolean(), fc.nat(3), (have, keep, adds, crash) => {
        fc.pre(!adds || roomFor(have, keep));
        const half = carry(have, secretSteps(have, keep, adds), crash);
        const left = carry(half, secretSteps(half, keep, adds));
        const held = have.filter((one) => keep.includes(one));
        expect(left.filter((one) => keep.includes(one))).toEqual(held);
        expect(left.length).toBe(Math.max(1, held.length + (adds ? 1 : 0)));
      }),
    );
  });

  it('refuse a third beside two that are kept', () => {
    expect(() => secretSteps(['a', 'b'], ['a', 'b'], true)).toThrow(/at most 2 secrets/);
  });
});
