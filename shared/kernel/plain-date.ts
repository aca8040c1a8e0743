import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';
import { epochMsOf, type Instant } from './instant.ts';

/**
 * A calendar date `YYYY-MM-DD` of Asia/Shanghai, without time of day. Dates sort and compare as text.
 *
 * Plain arithmetic on UTC days serves instead of Temporal: its polyfill weighs more than the whole kernel, and
 * every function would pay for it at cold start.
 */
export type PlainDate = Branded<'PlainDate'>;

const DAY_MS = 86_400_000;

// Asia/Shanghai has kept UTC+8 without daylight saving since September 1991, long before the first instant that
// the register stamps, so a fixed offset is exact and needs no time zone data in the runtime.
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

type Parts = { readonly year: number; readonly month: number; readonly day: number };

function partsOf(text: string): Parts {
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8, 10)) };
}

function daysInMonth(year: number, month: number): number {
  // The day before the first of the next month; months of Date.UTC count from zero.
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function exists(text: string): boolean {
  const { year, month, day } = partsOf(text);
  return (
    year >= 1900 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  );
}

/** Refuses dates that do not exist and years outside 1900 to 2999. */
export const plainDate = branded<PlainDate>(
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: fault('date.format'), abort: true })
    .refine(exists, fault('date.impossible')),
);

function dateOfUtc(epochMs: number): PlainDate {
  const text = Number.isFinite(epochMs) ? new Date(epochMs).toISOString() : '';
  // Sums may leave the years that input may have, since a term may end after 2999. Beyond four digits text no
  // longer sorts by time, and before the year 100 Date.UTC means another century: both are bugs.
  if (!/^[1-9]\d{3}-/.test(text)) throw new RangeError('date outside the years 1000 to 9999');
  return text.slice(0, 10) as PlainDate;
}

function utcOf(date: PlainDate): number {
  return Date.parse(date);
}

function whole(count: number): number {
  if (!Number.isInteger(count)) throw new RangeError(`not a whole number: ${count}`);
  return count;
}

/** @throws RangeError when `days` is not whole or the sum leaves the years 1000 to 9999; so do the two below. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return dateOfUtc(utcOf(date) + whole(days) * DAY_MS);
}

/** The corresponding day of a later (or earlier) month, or that month's last day (A5.2, Impl. Rules art. 5). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + (month - 1) + whole(months);
  const targetYear = Math.floor(count / 12);
  const targetMonth = count - targetYear * 12 + 1;
  if (targetYear < 1000) throw new RangeError('date outside the years 1000 to 9999');
  const clamped = Math.min(day, daysInMonth(targetYear, targetMonth));
  return dateOfUtc(Date.UTC(targetYear, targetMonth - 1, clamped));
}

/** As `addMonths`: 29 February becomes 28 February in a year that has no 29th. */
export function addYears(date: PlainDate, years: number): PlainDate {
  return addMonths(date, whole(years) * 12);
}

export function compareDates(a: PlainDate, b: PlainDate): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((utcOf(to) - utcOf(from)) / DAY_MS);
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function weekday(date: PlainDate): number {
  return new Date(utcOf(date)).getUTCDay() || 7;
}

/** The date on the wall in Asia/Shanghai at an instant or an epoch time in milliseconds (J7). */
export function shanghaiDate(at: Instant | number): PlainDate {
  return dateOfUtc((typeof at === 'number' ? at : epochMsOf(at)) + SHANGHAI_OFFSET_MS);
}
