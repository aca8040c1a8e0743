import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type Claim, standingClaim } from '../../shared/register/claim.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { concernedBy, isAbsent, isConflicted } from '../../shared/register/staff.ts';
import { Problem } from './problem.ts';
import { readStaff, type StaffMember } from './store/staff.ts';
import type { Store } from './store/store.ts';

type Concerned = Parameters<typeof concernedBy>[0];

/** 回避: whoever declared an interest in a party of the filing neither decides on it nor sees what is in it. */
export function demandNoInterest(member: StaffMember, filing: Concerned): void {
  if (isConflicted(member.facts, concernedBy(filing))) throw new Problem('conflict-of-interest');
}

/** 回避: the lines of a list without those that concern a party in which its reader declared an interest. */
export function withoutInterest<Line>(
  member: StaffMember,
  lines: readonly Line[],
  concerned: (line: Line) => readonly PartyId[],
): Line[] {
  return lines.filter((line) => !isConflicted(member.facts, concerned(line)));
}

/** An examiner who is there and has no interest in one of the parties. */
export function demandReviewer(member: StaffMember, parties: readonly PartyId[], today: PlainDate): void {
  if (isAbsent(member.facts, today)) throw new Problem('examiner-absent');
  if (isConflicted(member.facts, parties)) throw new Problem('conflict-of-interest');
}

/** An examiner who is there and has no interest in a party of the filing. */
export function demandFit(member: StaffMember, filing: Concerned, today: PlainDate): void {
  demandReviewer(member, concernedBy(filing), today);
}

/**
 * Whose the filing is today: a claim lapses with its days, and while its examiner is absent it is as if there were
 * none. The claimer's absences are read only where there is one.
 */
export async function claimNow(
  store: Store,
  filing: Pick<Filing, 'claim'>,
  today: PlainDate,
): Promise<Claim | undefined> {
  const claim = standingClaim(filing.claim, today);
  if (!claim) return undefined;
  const claimer = (await readStaff(store, [claim.account])).get(claim.account);
  return claimer && isAbsent(claimer.facts, today) ? undefined : claim;
}

/** Stops whoever comes to a filing that another examiner has claimed. */
export async function demandFree(
  store: Store,
  filing: Pick<Filing, 'claim'>,
  account: string,
  today: PlainDate,
): Promise<void> {
  if (filing.claim === undefined || filing.claim.account === account) return;
  if (await claimNow(store, filing, today)) throw new Problem('claimed-by-another');
}
