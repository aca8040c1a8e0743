import { describe, expect, it } from 'vitest';
import { pledgeRegistrationNumber } from '../../../shared/kernel/registration-number.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import { requestKinds } from '../../../shared/register/hold.ts';

describe('the list of procedures', () => {
  it('names each by the id it carries', () => {
    expect(procedures.size).toBeGreaterThan(0);
    for (const [id, procedure] of procedures) {
      expect(procedure.id).toBe(id);
      expect(id).toMatch(/^[a-z-]+\.[a-z-]+$/);
      if (procedure.asks) expect(requestKinds).toContain(procedure.asks);
    }
  });

  it('A4: every ground has an id of its own, and shows no code to the outside', () => {
    for (const { grounds } of procedures.values()) {
      expect(new Set(grounds.map(({ id }) => id)).size).toBe(grounds.length);
      for (const ground of grounds) expect(Object.hasOwn(ground, 'check')).toBe(false);
    }
  });
});

describe('pledge.registration', () => {
  const procedure = procedures.get('pledge.registration');

  it('A5.1: is decided in two working days online, five on paper', () => {
    expect(procedure?.clocks.map(({ channel, workingDays }) => [channel, workingDays])).toEqual([
      ['online', 2],
      ['paper', 5],
    ]);
  });

  it('A3: its records are numbered Y, year, 98 for the online office, serial', () => {
    expect(procedure?.number?.(2026, 1234)).toBe('Y2026980001234');
    expect(pledgeRegistrationNumber.safeParse(procedure?.number?.(2026, 9_999_999)).success).toBe(true);
    expect(() => procedure?.number?.(2026, 0)).toThrow(RangeError);
    expect(() => procedure?.number?.(2026, 10_000_000)).toThrow(RangeError);
  });
});
