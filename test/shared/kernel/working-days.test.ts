import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate, weekday } from '../../../shared/kernel/plain-date.ts';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  termEnd,
} from '../../../shared/kernel/working-days.ts';

const date = (text: string) => plainDate.parse(text);

function range(from: string, to: string): readonly PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = date(from); day <= date(to); day = addDays(day, 1)) days.push(day);
  return days;
}

describe('isWorkingDay (J7)', () => {
  it('holds the published year 2026 day by day', () => {
    const off = [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ].flatMap(([from = '', to = '']) => range(from, to));
    const work = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    for (const day of range('2026-01-01', '2026-12-31')) {
      const wanted = work.includes(day) || (weekday(day) <= 5 && !off.includes(day));
      expect(isWorkingDay(day), day).toBe(wanted);
    }
  });

  it.each([
    ['2020', 249],
    ['2021', 250],
    ['2022', 249],
    ['2023', 249],
    ['2024', 251],
    ['2025', 248],
    ['2026', 248],
  ])('%s has %i working days', (year, count) => {
    expect(range(`${year}-01-01`, `${year}-12-31`).filter(isWorkingDay)).toHaveLength(count);
  });

  it('knows only weekends in a year that is not published', () => {
    expect(isWorkingDay(date('2027-10-01'))).toBe(true);
    expect(isWorkingDay(date('2027-10-02'))).toBe(false);
    expect(isWorkingDay(date('2019-10-01'))).toBe(true);
  });
});

describe('addWorkingDays (A5.2, J7)', () => {
  it('two working days from Friday 2026-02-13 end on 2026-02-24, across a working Saturday and the holiday', () => {
    expect(addWorkingDays(date('2026-02-13'), 2)).toEqual({ date: '2026-02-24', estimated: false });
    expect(addWorkingDays(date('2026-02-13'), 1)).toEqual({ date: '2026-02-14', estimated: false });
  });

  it('does not count the day of the event, working or not', () => {
    expect(addWorkingDays(date('2026-11-20'), 5).date).toBe('2026-11-27');
    expect(addWorkingDays(date('2026-11-21'), 5).date).toBe('2026-11-27');
    expect(addWorkingDays(date('2026-11-22'), 0)).toEqual({ date: '2026-11-22', estimated: false });
  });

  it('is estimated as soon as it touches a year that is not published', () => {
    expect(addWorkingDays(date('2026-12-30'), 1)).toEqual({ date: '2026-12-31', estimated: false });
    expect(addWorkingDays(date('2026-12-31'), 1)).toEqual({ date: '2027-01-01', estimated: true });
    expect(addWorkingDays(date('2027-03-01'), 2)).toEqual({ date: '2027-03-03', estimated: true });
    expect(addWorkingDays(date('2019-12-31'), 2)).toEqual({ date: '2020-01-03', estimated: true });
    expect(addWorkingDays(date('2027-01-01'), 0).estimated).toBe(true);
  });

  it('ends on the day up to which exactly that many working days passed', () => {
    const start = fc.integer({ min: 0, max: 2200 }).map((days) => addDays(date('2020-01-01'), days));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const { date: end } = addWorkingDays(from, count);
        expect(isWorkingDay(end)).toBe(true);
        expect(range(addDays(from, 1), end).filter(isWorkingDay)).toHaveLength(count);
      }),
      { numRuns: 200 },
    );
  });

  it('throws on counts that are no counts', () => {
    for (const bad of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => addWorkingDays(date('2026-01-01'), bad)).toThrow(RangeError);
    }
  });
});

describe('nextWorkingDay', () => {
  it('is never the day itself', () => {
    expect(nextWorkingDay(date('2026-11-23')).date).toBe('2026-11-24');
    expect(nextWorkingDay(date('2026-09-30')).date).toBe('2026-10-08');
    expect(nextWorkingDay(date('2026-12-31'))).toEqual({ date: '2027-01-01', estimated: true });
  });
});

describe('termEnd (A5.2, Impl. Rules art. 5)', () => {
  it('ends on the corresponding day, or the last day of the month', () => {
    expect(termEnd(date('2026-07-22'), { months: 1 })).toEqual({ date: '2026-08-24', estimated: false });
    expect(termEnd(date('2026-10-20'), { months: 1 }).date).toBe('2026-11-20');
    expect(termEnd(date('2025-01-31'), { months: 1 }).date).toBe('2025-02-28');
    expect(termEnd(date('2024-02-29'), { years: 1 }).date).toBe('2025-02-28');
    expect(termEnd(date('2026-11-22'), { days: 15 }).date).toBe('2026-12-07');
  });

  it('rolls over a legal holiday and a weekend, but not over a working weekend day', () => {
    expect(termEnd(date('2026-09-01'), { months: 1 }).date).toBe('2026-10-08');
    expect(termEnd(date('2026-01-14'), { months: 1 }).date).toBe('2026-02-14');
    expect(termEnd(date('2026-02-01'), { days: 15 }).date).toBe('2026-02-24');
  });

  it('is estimated when its end rests on a year that is not published', () => {
    expect(termEnd(date('2026-12-31'), { months: 2 })).toEqual({ date: '2027-03-01', estimated: true });
    expect(termEnd(date('2026-10-31'), { months: 2 }).estimated).toBe(false);
  });
});
