import { describe, expect, it } from 'vitest';
import { inForce, responseLimits } from '../../../shared/register/limits.ts';

describe('inForce', () => {
  const rules = [
    { name: 'old', validFrom: '2010-10-01' },
    { name: 'new', validFrom: '2021-11-15' },
  ];

  it('gives the newest rule that has begun, from its first day on', () => {
    expect(inForce(rules, '2010-10-01').name).toBe('old');
    expect(inForce(rules, '2021-11-14').name).toBe('old');
    expect(inForce(rules, '2021-11-15').name).toBe('new');
    expect(inForce(rules, '2999-12-31').name).toBe('new');
  });

  it('stops as a bug where no rule has begun: no limit must not become a limit of nothing', () => {
    expect(() => inForce(rules, '2010-09-30')).toThrow(RangeError);
    expect(() => inForce([], '2026-01-01')).toThrow(RangeError);
  });

  it('A2.4: a party has ten working days to answer the machine', () => {
    expect(inForce(responseLimits, '2026-11-23').workingDays).toBe(10);
  });
});
