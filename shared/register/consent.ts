import * as z from 'zod';
import { type PartyId, partyId } from '../kernel/id.ts';
import type { Money } from '../kernel/money.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Actor, Consent, Declaration, VoidReason } from './filing.ts';
import { consentTerms, inForce } from './limits.ts';
import {
  type ConsentCapacity,
  covers,
  hasCapacity,
  type Mandate,
  type Party,
  signaturesNeeded,
} from './party.ts';
import type { Fallen } from './voided.ts';

/** What is to be agreed to, and by whom. */
export type Asked = {
  readonly consenting: readonly PartyId[];
  /** Absent while the form is incomplete: then nothing can be agreed to. */
  readonly digest: string | undefined;
  readonly amount: Money | undefined;
  readonly as: ConsentCapacity;
  /** A party that is not enrolled yet and asks for just that. */
  readonly candidate: PartyId | undefined;
};

/** The parties and mandates that signers act for and under, read consistently, and the day of judging. */
export type SigningFacts = {
  readonly parties: ReadonlyMap<PartyId, Party>;
  readonly mandates: ReadonlyMap<string, Mandate>;
  readonly today: PlainDate;
};

/** How many different accounts have agreed for a party, how many must, and by which version of it that was judged. */
export const partySignatures = z.strictObject({
  party: partyId,
  version: z.int().min(0),
  given: z.int().min(0),
  needed: z.int().min(1),
});
export type PartySignatures = z.output<typeof partySignatures>;

export type Judged = {
  readonly standing: Consent[];
  readonly fallen: readonly Fallen[];
  /** Party by party, in the order of the form. */
  readonly signatures: readonly PartySignatures[];
  readonly missing: readonly PartyId[];
};

/** Judges every consent on what is known now: nothing that was true when it was given is taken as still true. */
export function judgeConsents(consents: readonly Consent[], asked: Asked, facts: SigningFacts): Judged {
  const judged = consents.map((one) => ({ consent: one, reason: reasonAgainst(one, asked, facts) }));
  const standing = judged.filter((one) => one.reason === undefined).map((one) => one.consent);
  const fallen = judged.flatMap(({ consent: one, reason }) => (reason ? [{ consent: one, reason }] : []));
  const signatures = asked.consenting.map((party) => signaturesOf(party, standing, asked, facts));
  const missing = signatures.filter((one) => one.given < one.needed).map((one) => one.party);
  return { standing, fallen, signatures, missing };
}

/** Why the consent does not count; `undefined` where it does. */
export function reasonAgainst(given: Consent, asked: Asked, facts: SigningFacts): VoidReason | undefined {
  if (given.digest !== asked.digest) return 'changed';
  if (given.until < facts.today) return 'expired';
  return powerEnded(given, asked, facts);
}

/** Why the signer has not, or no longer, the power to sign for the party; `undefined` where it has. */
export function powerEnded(
  { party, by }: { readonly party: PartyId; readonly by: Actor },
  asked: Asked,
  facts: SigningFacts,
): VoidReason | undefined {
  const acting = facts.parties.get(by.party);
  if (!acting) return by.party === asked.candidate ? undefined : 'partyEnded';
  if (acting.status !== 'enrolled') return 'partyEnded';
  if (!hasCapacity(acting, by.account, asked.as)) return 'signerEnded';
  if (by.party === party) return undefined;
  const under = by.mandate && facts.mandates.get(by.mandate);
  const covered =
    under && under.principal === party && under.agent === by.party && covers(under, 'consent', facts.today);
  return covered && asked.as === 'signer' ? undefined : 'mandateEnded';
}

/**
 * 双人签署: different accounts count, whether the party's own or an agent's, and one account counts once. A mandate
 * gives its agent no more than one signer has, so it does not lift the principal's rule; and an agent's own rule binds
 * it here too, or one of its people could do for a client what they cannot do for the house. An agent whose rule asks
 * for more than has signed is left out and not waited for: a signature more never takes an agreement away.
 */
function signaturesOf(
  party: PartyId,
  all: readonly { readonly party: PartyId; readonly by: Actor }[],
  asked: Asked,
  { parties }: SigningFacts,
): PartySignatures {
  // A party that was absorbed has no people of its own left: its successor's rule decides.
  const needOf = (id: PartyId) => {
    const known = parties.get(id);
    return known?.status === 'enrolled' ? signaturesNeeded(known, asked.amount, asked.as) : 1;
  };
  const own = needOf(party);
  const given = all.filter((one) => one.party === party);
  const under = given.map(({ by }) => ({ account: by.account, need: Math.max(own, needOf(by.party)) }));
  const counted = [own, ...under.map(({ need }) => need)].map((needed) => ({
    given: new Set(under.filter(({ need }) => need <= needed).map(({ account }) => account)).size,
    needed,
  }));
  const missing = (one: { given: number; needed: number }) => Math.max(0, one.needed - one.given);
  const [nearest = { given: 0, needed: own }] = counted.sort(
    (one, other) => missing(one) - missing(other) || other.given - one.given,
  );
  return { party, version: parties.get(party)?.version ?? 0, ...nearest };
}

/** Grounds that every party has declared to continue despite, each by as many signers as bind it, with power still. */
export function groundsDeclared(
  declarations: readonly Declaration[],
  asked: Asked,
  facts: SigningFacts,
): string[] {
  const standing = declarations.filter((one) => powerEnded(one, asked, facts) === undefined);
  const grounds = [...new Set(standing.map((one) => one.ground))];
  return grounds.filter((ground) => {
    const those = standing.filter((one) => one.ground === ground);
    const signatures = asked.consenting.map((party) => signaturesOf(party, those, asked, facts));
    return signatures.every((one) => one.given >= one.needed);
  });
}

/**
 * 同意的期限: the last day of a consent given today. It may be shortened, and one under a mandate ends with it.
 * `undefined` where the wish lies before today or after the longest that is allowed.
 */
export function consentUntil(
  today: PlainDate,
  wish: PlainDate | undefined,
  under: Pick<Mandate, 'until'> | undefined,
): PlainDate | undefined {
  const term = inForce(consentTerms, today);
  if (wish && (wish < today || wish > addDays(today, term.daysMax))) return undefined;
  const until = wish ?? addDays(today, term.days);
  return under?.until && under.until < until ? under.until : until;
}
