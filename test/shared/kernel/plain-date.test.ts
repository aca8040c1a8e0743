import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../shared/kernel/instant.ts';
import {
  addDays,
  addMonths,
  addYears,
  compareDates,
  daysBetween,
  plainDate,
  shanghaiDate,
  weekday,
} from '../../../shared/kernel/plain-date.ts';

const date = (text: string) => plainDate.parse(text);

/** Every date of 1900 to 2999 in order, counted out with the school rule for leap years and no Date at all. */
function countOut(): readonly string[] {
  const days: string[] = [];
  for (let year = 1900; year <= 2999; year += 1) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    lengths.forEach((length, month) => {
      for (let day = 1; day <= length; day += 1) {
        days.push(`${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
      }
    });
  }
  return days;
}

const calendar = countOut();
const index = fc.integer({ min: 0, max: calendar.length - 1 });
const at = (position: number) => date(calendar[position] ?? '');

describe('plainDate', () => {
  it('accepts every date of 1900 to 2999 and no other combination of month and day', () => {
    const real = new Set(calendar);
    for (const year of [1900, 2000, 2023, 2024, 2100, 2999]) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          expect(plainDate.safeParse(text).success, text).toBe(real.has(text));
        }
      }
    }
  });

  it('refuses other spellings and other years', () => {
    const bad = [
      '1899-12-31',
      '3000-01-01',
      '2026-1-1',
      '20260101',
      '2026/01/01',
      '2026-01-01T00:00:00Z',
      '',
      ' 2026-01-01',
      '2026-01-01\n',
      '２０２６-01-01',
      '+002026-01-01',
    ];
    for (const text of bad) expect(plainDate.safeParse(text).success, text).toBe(false);
  });
});

describe('date arithmetic against a calendar counted out by hand', () => {
  it('addDays, daysBetween and compareDates agree with positions in the calendar', () => {
    fc.assert(
      fc.property(index, index, (a, b) => {
        expect(addDays(at(a), b - a)).toBe(calendar[b]);
        expect(daysBetween(at(a), at(b))).toBe(b - a);
        expect(compareDates(at(a), at(b))).toBe(Math.sign(a - b));
      }),
      { numRuns: 1000 },
    );
  });

  it('weekday runs Monday 1 to Sunday 7; 1900-01-01 was a Monday', () => {
    fc.assert(
      fc.property(index, (a) => {
        expect(weekday(at(a))).toBe((a % 7) + 1);
      }),
    );
  });

  it('addMonths gives the corresponding day, or the last day of the month (A5.2)', () => {
    fc.assert(
      fc.property(index, fc.integer({ min: -600, max: 600 }), (a, months) => {
        const from = at(a);
        const count = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months;
        const month = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
        fc.pre(count >= 1900 * 12 && count < 3000 * 12);
        const wanted = calendar
          .filter((day) => day.startsWith(month) && day.slice(8) <= from.slice(8))
          .at(-1);
        expect(addMonths(from, months)).toBe(wanted);
      }),
      { numRuns: 60 },
    );
  });
});

describe('terms by the corresponding day (A5.2, A4.3)', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(date(from), months)).toBe(to);
  });

  it.each([
    ['2004-02-29', 20, '2024-02-29'],
    ['2004-02-29', 15, '2019-02-28'],
    ['2017-07-21', 20, '2037-07-21'],
    ['2999-12-31', 20, '3019-12-31'],
  ])('%s and %i years is %s', (from, years, to) => {
    expect(addYears(date(from), years)).toBe(to);
  });

  it('throws rather than leave the years 1000 to 9999, or on fractions', () => {
    expect(() => addYears(date('2026-01-01'), 7974)).toThrow(RangeError);
    expect(() => addYears(date('2026-01-01'), -1027)).toThrow(RangeError);
    expect(() => addYears(date('2026-01-01'), -1976)).toThrow(RangeError);
    expect(() => addDays(date('2026-01-01'), 1e9)).toThrow(RangeError);
    expect(() => addDays(date('2026-01-01'), 1e300)).toThrow(RangeError);
    for (const add of [addDays, addMonths, addYears]) {
      expect(() => add(date('2026-01-01'), 0.5)).toThrow(RangeError);
      expect(() => add(date('2026-01-01'), Number.NaN)).toThrow(RangeError);
    }
  });
});

describe('shanghaiDate (J7: fixed Asia/Shanghai)', () => {
  it('turns at 16:00 UTC', () => {
    expect(shanghaiDate(instantOf(Date.UTC(2026, 10, 22, 15, 59, 59, 999)))).toBe('2026-11-22');
    expect(shanghaiDate(instantOf(Date.UTC(2026, 10, 22, 16)))).toBe('2026-11-23');
    expect(shanghaiDate(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01');
  });

  it('agrees with the time zone database from 1992 on', () => {
    const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2999, 0, 1) }), (ms) => {
        expect(shanghaiDate(ms)).toBe(zone.format(ms));
      }),
      { numRuns: 300 },
    );
  });
});
