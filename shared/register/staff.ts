import * as z from 'zod';
import { type PartyId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { type PlainDate, plainDate } from '../kernel/plain-date.ts';
import { staffAccount } from './claim.ts';
import type { Filing } from './filing.ts';

export const absencesMax = 50;
export const interestsMax = 200;

/** 请假: days on which an examiner neither claims nor decides; what it had claimed is free meanwhile. */
export const absence = z.strictObject({ from: plainDate, until: plainDate });

/** 回避: a party in which the examiner has an interest, as it declared itself. */
export const interest = z.strictObject({ party: partyId, declaredAt: instant });

/** What the office knows of a member of its staff. Names and roles are the staff pool's. */
export const staffFacts = z.strictObject({
  account: staffAccount,
  absences: z.array(absence).max(absencesMax),
  interests: z.array(interest).max(interestsMax),
});
export type StaffFacts = z.output<typeof staffFacts>;

/** Of an examiner who never declared anything. */
export function noFacts(account: string): StaffFacts {
  return { account, absences: [], interests: [] };
}

export function isAbsent(facts: Pick<StaffFacts, 'absences'>, today: PlainDate): boolean {
  return facts.absences.some(({ from, until }) => from <= today && today <= until);
}

type Concerned = Pick<Filing, 'parties' | 'filedBy' | 'consents'>;

/** Everyone whom the filing concerns, agents included: whoever has an interest in one of them keeps out of it. */
export function concernedBy({ parties, filedBy, consents }: Concerned): PartyId[] {
  return [...new Set([...parties, filedBy.party, ...consents.map((given) => given.by.party)])];
}

/** Whether the examiner declared an interest in one of the parties (回避). */
export function isConflicted(facts: Pick<StaffFacts, 'interests'>, parties: readonly PartyId[]): boolean {
  return facts.interests.some(({ party }) => parties.includes(party));
}
