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
