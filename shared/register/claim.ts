import * as z from 'zod';
import { type Instant, instant } from '../kernel/instant.ts';
import { type PlainDate, plainDate, shanghaiDate } from '../kernel/plain-date.ts';
import { addWorkingDays } from '../kernel/working-days.ts';
import { inForce } from './limits.ts';

/** The account of a member of staff, as the staff pool names it. It never leaves the office. */
export const staffAccount = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/** 领取: an examiner works on the filing. It stands through the day `until` and then lapses by itself. */
export const claim = z.strictObject({
  account: staffAccount,
  at: instant,
  until: plainDate,
  /** Whether `until` rests on a year whose working days are not published yet (J7). */
  estimated: z.boolean(),
});
export type Claim = z.output<typeof claim>;

/**
 * How many working days a claim stands without an act of its examiner. A rule of this project, dated like the law:
 * one day less than the clock of the decision (A5.1), so that whoever takes over still has a day.
 */
export const claimLimits = [{ workingDays: 1, validFrom: '2021-11-15', source: 'A5.1' }] as const;

/** The claim of an act done now. */
export function claimOf(account: string, at: Instant): Claim {
  const today = shanghaiDate(at);
  const { date, estimated } = addWorkingDays(today, inForce(claimLimits, today).workingDays);
  return { account, at, until: date, estimated };
}

/** The claim, as far as its days have not run out. */
export function standingClaim(given: Claim | undefined, today: PlainDate): Claim | undefined {
  return given && today <= given.until ? given : undefined;
}
