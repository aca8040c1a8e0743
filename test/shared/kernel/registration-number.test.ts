import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pledgeRegistrationNumber,
  pledgeRegistrationNumberOf,
} from '../../../shared/kernel/registration-number.ts';

describe('pledge registration number 质押登记号 (A3)', () => {
  it('is Y, year, office and serial', () => {
    expect(pledgeRegistrationNumberOf(2021, '98', 1234)).toBe('Y2021980001234');
    expect(pledgeRegistrationNumberOf(2026, '98', 9_999_999)).toBe('Y2026989999999');
  });

  it('always fits the schema, is unique, and sorts by year and serial', () => {
    const year = fc.integer({ min: 2000, max: 2999 });
    const serial = fc.integer({ min: 1, max: 9_999_999 });
    fc.assert(
      fc.property(year, serial, year, serial, (y, s, otherY, otherS) => {
        const a = pledgeRegistrationNumberOf(y, '98', s);
        const b = pledgeRegistrationNumberOf(otherY, '98', otherS);
        expect(pledgeRegistrationNumber.parse(a)).toBe(a);
        expect(a < b).toBe(y < otherY || (y === otherY && s < otherS));
        expect(a === b).toBe(y === otherY && s === otherS);
      }),
    );
  });

  it('throws when a part does not fit, rather than give out a number twice', () => {
    for (const serial of [0, -1, 1.5, 10_000_000, Number.NaN]) {
      expect(() => pledgeRegistrationNumberOf(2026, '98', serial)).toThrow(RangeError);
    }
    for (const year of [1999, 3000, 26, 2026.5]) {
      expect(() => pledgeRegistrationNumberOf(year, '98', 1)).toThrow(RangeError);
    }
  });

  it('the schema refuses other forms', () => {
    for (const text of [
      '',
      '2021980001234',
      'y2021980001234',
      'Y202198000123',
      'Y20219800012345',
      'Y２０21980001234',
      'Y2021980001234\n',
    ]) {
      expect(pledgeRegistrationNumber.safeParse(text).success, text).toBe(false);
    }
  });
});
