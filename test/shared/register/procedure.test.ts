import { describe, expect, it } from 'vitest';
import { nothingKnown } from '../../../shared/register/procedure.ts';

describe('what is known before the register is asked', () => {
  it('is nothing: no mandate, no identifier, no namesake, no account', () => {
    const { mandates, identified, namesakes, accounts } = nothingKnown;
    expect([mandates, [...identified], namesakes, [...accounts]]).toEqual([[], [], [], []]);
  });
});
