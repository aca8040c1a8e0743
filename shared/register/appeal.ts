import * as z from 'zod';
import { appealId, filingId, partyId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { type PlainDate, shanghaiDate } from '../kernel/plain-date.ts';
import { paragraph } from '../kernel/plain-text.ts';
import { type Deadline, termEnd } from '../kernel/working-days.ts';
import { staffAccount } from './claim.ts';
import { actor, deadline, type Filing } from './filing.ts';
import { inForce } from './limits.ts';

/** 行政复议 of a decision, and a further appeal against what was decided on it. */
export const appealLevels = ['reconsideration', 'further'] as const;
export type AppealLevel = (typeof appealLevels)[number];
export const appealStatuses = ['open', 'proposed', 'upheld', 'rejected'] as const;
export const appealOutcomes = ['upheld', 'rejected'] as const;

type Limit = { readonly days: number; readonly validFrom: string; readonly source: string };

/**
 * Calendar days to object from the decision, dated. Administrative Reconsideration Law 行政复议法 1999 art. 9 and 2023
 * art. 20: sixty days [M-h]. The further appeal is a rule of this project; its days are those to sue after a
 * reconsideration, Administrative Litigation Law 行政诉讼法 art. 45 [M-h].
 */
export const appealLimits: Readonly<Record<AppealLevel, readonly Limit[]>> = {
  reconsideration: [
    { days: 60, validFrom: '1999-10-01', source: '行政复议法（1999）第九条' },
    { days: 60, validFrom: '2024-01-01', source: '行政复议法（2023）第二十条' },
  ],
  further: [{ days: 15, validFrom: '1999-10-01', source: '行政诉讼法第四十五条' }],
};

/** Days in which the office decides: Administrative Reconsideration Law 1999 art. 31, 2023 art. 62: sixty [M-h]. */
export const appealClocks = [
  { days: 60, validFrom: '1999-10-01', source: '行政复议法（1999）第三十一条' },
  { days: 60, validFrom: '2024-01-01', source: '行政复议法（2023）第六十二条' },
] as const;

export function lastDayToObject(level: AppealLevel, decided: Instant): Deadline {
  const day = shanghaiDate(decided);
  return termEnd(day, { days: inForce(appealLimits[level], day).days });
}

export function lastDayToDecide(today: PlainDate): Deadline {
  return termEnd(today, { days: inForce(appealClocks, today).days });
}

const judged = { account: staffAccount, at: instant, reason: paragraph(4000) };

/** 复议申请: what one party objects to, and what became of it. */
export const appeal = z.strictObject({
  id: appealId,
  version: z.int().min(1),
  level: z.enum(appealLevels),
  status: z.enum(appealStatuses),
  filing: filingId,
  /** When the decision was made that it is against. */
  against: instant,
  party: partyId,
  by: actor,
  reason: paragraph(4000),
  filedAt: instant,
  deadline,
  /** Of an appeal, which two examiners decide. */
  proposal: z.strictObject({ ...judged, outcome: z.enum(appealOutcomes) }).optional(),
  sentBack: z.strictObject(judged).optional(),
  outcome: z.strictObject({ ...judged, second: staffAccount.optional() }).optional(),
});
export type Appeal = z.output<typeof appeal>;

/** Against what a party may object now, or why it may not. */
export function appealOpen(
  filing: Pick<Filing, 'status' | 'decisions' | 'appeals'>,
  level: AppealLevel,
  today: PlainDate,
): { readonly against: Instant } | 'not-now' | 'too-late' {
  const decided = filing.decisions.at(-1);
  const ended = ['refused', 'returned', 'registered'].includes(filing.status);
  const all = filing.appeals ?? [];
  if (!ended || !decided || all.some((one) => one.decidedAt === undefined)) return 'not-now';
  const same = all.filter((one) => one.against === decided.at);
  if (same.some((one) => one.level === level)) return 'not-now';
  // Before a further appeal, no appeal against the decision but a reconsideration can have been rejected.
  const rejected = same.find((one) => one.status === 'rejected')?.decidedAt;
  const from = level === 'reconsideration' ? decided.at : rejected;
  if (from === undefined) return 'not-now';
  return today <= lastDayToObject(level, from).date ? { against: decided.at } : 'too-late';
}
