import * as z from 'zod';
import { filingId } from '../kernel/id.ts';
import { type PlainDate, plainDate } from '../kernel/plain-date.ts';
import { workingDaysBetween } from '../kernel/working-days.ts';

/**
 * 办理期限的计算: the working days that the office has had a filing, without those in which it waited on the party.
 * `since` is there while the clock runs: from the day on which a person was first needed, or needed again (A5.1).
 */
export const clock = z.strictObject({
  used: z.int().min(0),
  since: plainDate.optional(),
  /** Whether a day of it lies in a year whose working days are not published (J7). */
  estimated: z.boolean(),
});
export type Clock = z.output<typeof clock>;

export function startedClock(before: Clock | undefined, today: PlainDate): Clock {
  return { used: before?.used ?? 0, since: today, estimated: before?.estimated ?? false };
}

/** The clock stopped, and what its last run took: a completed correction starts the legal one anew (A2.4). */
export function stoppedClock(
  running: Clock | undefined,
  today: PlainDate,
): { readonly clock: Clock; readonly lastRun: number } {
  if (running?.since === undefined) {
    return { clock: running ?? { used: 0, estimated: false }, lastRun: 0 };
  }
  const { count, estimated } = workingDaysBetween(running.since, today);
  const used = running.used + count;
  return { clock: { used, estimated: running.estimated || estimated }, lastRun: count };
}

/** What is counted of a decision that ends an examination. It names no examiner. */
export const decidedLine = z.strictObject({
  filing: filingId,
  outcome: z.enum(['accepted', 'refused']),
  by: z.enum(['machine', 'examiner']),
  decided: plainDate,
  /** Working days of the office in all, and in the last run of the clock. */
  used: z.int().min(0),
  lastRun: z.int().min(0),
  limit: z.int().min(0),
  estimated: z.boolean(),
  /** Whether it was decided in the act that received it: it then counts as received, too. */
  atOnce: z.boolean(),
});
export type DecidedLine = z.output<typeof decidedLine>;

const figures = z.strictObject({
  decided: z.int(),
  accepted: z.int(),
  refused: z.int(),
  /** Nearest rank, so that both are days that a filing really took. */
  medianWorkingDays: z.int().optional(),
  p90WorkingDays: z.int().optional(),
  withinLimit: z.int(),
  estimated: z.int(),
});

/** 期限统计 of one procedure and month: counts and whole days, from which any share is exact. */
export const clockStatistics = z.strictObject({
  received: z.int(),
  all: figures,
  byExaminers: figures,
});
export type ClockStatistics = z.output<typeof clockStatistics>;

export function clockStatisticsOf(receivedOnly: number, lines: readonly DecidedLine[]): ClockStatistics {
  return {
    received: receivedOnly + lines.filter((one) => one.atOnce).length,
    all: figuresOf(lines),
    byExaminers: figuresOf(lines.filter((one) => one.by === 'examiner')),
  };
}

function figuresOf(lines: readonly DecidedLine[]): z.output<typeof figures> {
  const days = lines.map((one) => one.used).sort((a, b) => a - b);
  const [median, p90] = [rank(days, 50), rank(days, 90)];
  return {
    decided: lines.length,
    accepted: lines.filter((one) => one.outcome === 'accepted').length,
    refused: lines.filter((one) => one.outcome === 'refused').length,
    ...(median !== undefined && { medianWorkingDays: median }),
    ...(p90 !== undefined && { p90WorkingDays: p90 }),
    withinLimit: lines.filter((one) => one.lastRun <= one.limit).length,
    estimated: lines.filter((one) => one.estimated).length,
  };
}

/** The smallest value that at least this percentage of the sorted ones do not exceed; in whole numbers throughout. */
function rank(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}
