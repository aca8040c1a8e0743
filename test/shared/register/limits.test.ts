import { describe, expect, it } from 'vitest';
import {
  commitmentBars,
  consentTerms,
  inForce,
  responseLimits,
  reviewLimits,
  samplingShares,
  spotCheckLimits,
} from '../../../shared/register/limits.ts';

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
    expect(() => inForce(rules, '2010-09-30')).toThrow(/no rule in force on 2010-09-30/);
    expect(() => inForce([], '2026-01-01')).toThrow(RangeError);
  });

  it('A2.4: a party has ten working days to answer the machine', () => {
    expect(inForce(responseLimits, '2026-11-23').workingDays).toBe(10);
  });

  const dated: [string, readonly { readonly validFrom: string }[], object][] = [
    ['A2.4', responseLimits, { workingDays: 10 }],
    ['A9.2', consentTerms, { days: 90, daysMax: 180 }],
    ['A9.1', samplingShares, { perTenThousand: 200 }],
    ['A9.1', reviewLimits, { workingDays: 20 }],
    ['A9.1', spotCheckLimits, { workingDays: 15 }],
    ['A9.1', commitmentBars, { years: 3 }],
  ];
  it.each(dated)('%s: a rule holds from the day of the Measures on, and names it', (source, rules, rule) => {
    expect(inForce(rules, '2026-11-23')).toEqual({ ...rule, validFrom: '2021-11-15', source });
    expect(inForce(rules, '2021-11-15')).toMatchObject(rule);
  });
});
