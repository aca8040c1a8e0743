import * as z from 'zod';
import { filingId, objectionId, partyId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { type PlainDate, shanghaiDate } from '../kernel/plain-date.ts';
import { paragraph } from '../kernel/plain-text.ts';
import { type Deadline, termEnd } from '../kernel/working-days.ts';
import { staffAccount } from './claim.ts';
import { actor, deadline, type Filing } from './filing.ts';
import { inForce } from './limits.ts';

/** 行政复议 of a decision, and a further appeal against what was decided on it. */
export const objectionLevels = ['objection', 'appeal'] as const;
export type ObjectionLevel = (typeof objectionLevels)[number];
export const objectionStatuses = ['open', 'proposed', 'upheld', 'rejected'] as const;
export const objectionOutcomes = ['upheld', 'rejected'] as const;

type Limit = { readonly days: number; readonly validFrom: string; readonly source: string };

/**
 * Calendar days to object from the decision, dated. Administrative Reconsideration Law 行政复议法 1999 art. 9 and 2023
 * art. 20: sixty days [M-h]. The further appeal is a rule of this project; its days are those to sue after a
 * reconsideration, Administrative Litigation Law 行政诉讼法 art. 45 [M-h].
 */
export const objectionLimits: Readonly<Record<ObjectionLevel, readonly Limit[]>> = {
  objection: [
    { days: 60, validFrom: '1999-10-01', source: '行政复议法（1999）第九条' },
    { days: 60, validFrom: '2024-01-01', source: '行政复议法（2023）第二十条' },
  ],
  appeal: [{ days: 15, validFrom: '1999-10-01', source: '行政诉讼法第四十五条' }],
};

/** Days in which the office decides: Administrative Reconsideration Law 1999 art. 31, 2023 art. 62: sixty [M-h]. */
export const objectionClocks = [
  { days: 60, validFrom: '1999-10-01', source: '行政复议法（1999）第三十一条' },
  { days: 60, validFrom: '2024-01-01', source: '行政复议法（2023）第六十二条' },
] as const;

export function lastDayToObject(level: ObjectionLevel, decided: Instant): Deadline {
  const day = shanghaiDate(decided);
  return termEnd(day, { days: inForce(objectionLimits[level], day).days });
}

export function lastDayToDecide(today: PlainDate): Deadline {
  return termEnd(today, { days: inForce(objectionClocks, today).days });
}

const judged = { account: staffAccount, at: instant, reason: paragraph(4000) };

/** 复议申请: what one party objects to, and what became of it. */
export const objection = z.strictObject({
  id: objectionId,
  version: z.int().min(1),
  level: z.enum(objectionLevels),
  status: z.enum(objectionStatuses),
  filing: filingId,
  /** When the decision was made that it is against. */
  against: instant,
  party: partyId,
  by: actor,
  reason: paragraph(4000),
  filedAt: instant,
  deadline,
  /** Of an appeal, which two examiners decide. */
  proposal: z.strictObject({ ...judged, outcome: z.enum(objectionOutcomes) }).optional(),
  sentBack: z.strictObject(judged).optional(),
  outcome: z.strictObject({ ...judged, second: staffAccount.optional() }).optional(),
});
export type Objection = z.output<typeof objection>;

/** Against what a party may object now, or why it may not. */
export function objectionOpen(
  filing: Pick<Filing, 'status' | 'decisions' | 'objections'>,
  level: ObjectionLevel,
  today: PlainDate,
): { readonly against: Instant } | 'not-now' | 'too-late' {
  const decided = filing.decisions.at(-1);
  const ended = ['refused', 'returned', 'registered'].includes(filing.status);
  const all = filing.objections ?? [];
  if (!ended || !decided || all.some((one) => one.decidedAt === undefined)) return 'not-now';
  const same = all.filter((one) => one.against === decided.at);
  const first = same.find((one) => one.level === 'objection');
  const against = level === 'objection' ? decided.at : first?.decidedAt;
  if (same.some((one) => one.level === level) || against === undefined) return 'not-now';
  if (level === 'appeal' && first?.status !== 'rejected') return 'not-now';
  return today <= lastDayToObject(level, against).date ? { against: decided.at } : 'too-late';
}
