import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/**
 * A moment in UTC to the millisecond, always written `2026-11-22T06:00:00.123Z` (RFC 3339). One spelling only,
 * so that instants sort and compare as text.
 */
export type Instant = Branded<'Instant'>;

const PATTERN = /^(?:19|2\d)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function isInstant(text: string): boolean {
  const epochMs = Date.parse(text);
  // A round trip refuses what Date.parse forgives, such as 24:00.
  return PATTERN.test(text) && Number.isFinite(epochMs) && new Date(epochMs).toISOString() === text;
}

/** Years 1900 to 2999. */
export const instant = branded<Instant>(
  z
    .string()
    .regex(PATTERN, { error: fault('instant.format'), abort: true })
    .refine(isInstant, fault('instant.format')),
);

/**
 * The instant of an epoch time in milliseconds.
 *
 * @throws RangeError when it is not a whole number or lies outside the years 1900 to 2999.
 */
export function instantOf(epochMs: number): Instant {
  const text = Number.isInteger(epochMs) ? new Date(epochMs).toISOString() : '';
  if (!PATTERN.test(text)) throw new RangeError(`not an instant: ${epochMs}`);
  return text as Instant;
}

export function epochMsOf(at: Instant): number {
  return Date.parse(at);
}

export function laterOf(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}

/** Moves an instant by milliseconds; throws as `instantOf` does. */
export function addMillis(at: Instant, millis: number): Instant {
  return instantOf(epochMsOf(at) + millis);
}

const TIME =
  /^((?:19|2\d|30)\d{2}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+\- ])(\d{2}):(\d{2}))$/i;

/**
 * The instant that a time of RFC 3339 names: with any offset, with none to nine digits of a second's fraction, of
 * which the first three count. An offset's plus may come as the blank that an address makes of it. Undefined where
 * there is no such time, a leap second included, or where it lies outside the years of instants.
 */
export function instantIn(text: string): Instant | undefined {
  const [, day, time, fraction = '', sign, hours = '00', minutes = '00'] = TIME.exec(text) ?? [];
  if (!day || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  // Read without its offset first, since a round trip must refuse what Date.parse forgives.
  const local = `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const localMs = Date.parse(local);
  if (!Number.isFinite(localMs) || new Date(localMs).toISOString() !== local) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = new Date(sign === '-' ? localMs + offsetMs : localMs - offsetMs).toISOString();
  return isInstant(utc) ? (utc as Instant) : undefined;
}
