import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type Acting, authorityFor, principalsIn } from '../../shared/register/authority.ts';
import type { Actor, Filing } from '../../shared/register/filing.ts';
import { type FilingAct, mayFollow } from '../../shared/register/lifecycle.ts';
import { withMandates } from './caller.ts';
import { Problem } from './problem.ts';
import type { Store } from './store/store.ts';

/**
 * The filing for one of its parties or their agents. To anyone else an existing filing and a made-up number look
 * the same.
 */
export async function demandOwn(
  store: Store,
  filing: Filing | undefined,
  caller: Omit<Acting, 'mandates'>,
  today: PlainDate,
): Promise<{ filing: Filing; acting: Acting }> {
  if (!filing || (caller.candidate && !asksFor(filing, caller))) throw new Problem('not-found');
  // A party of the filing is nobody's agent in it: it would deal with itself (Civil Code art. 168).
  const acting = await withMandates(store, caller, filing.parties);
  if (principalsIn(acting, filing, today).length === 0) throw new Problem('not-found');
  return { filing, acting };
}

/** Whether this is the filing in which the candidate asks to be enrolled; it may touch no other, even one that names it. */
export function asksFor(filing: Filing, caller: Omit<Acting, 'mandates'>): boolean {
  return procedureOf(filing).byCandidate && filing.applicant === caller.party;
}

/** Stops an act that the filing's state does not allow; the commit's condition stops it again when two race. */
export function demandState(filing: Filing, act: FilingAct): void {
  if (!mayFollow(filing.status, act)) throw new Problem('wrong-state');
}

/**
 * Stops an answer that comes after its limit: the filing has ended by then, whether or not the schedule that says
 * so has run (A2.4). The limit of an examination binds the office, and nobody else.
 */
export function demandInTime(filing: Filing, today: PlainDate): void {
  const answering = mayFollow(filing.status, 'lapse');
  if (answering && filing.deadline && filing.deadline.date < today) throw new Problem('deadline-passed');
}

/** Preparing, submitting and withdrawing ask for the power to file for at least one party of the filing. */
export function demandFilingPower(acting: Acting, filing: Filing, today: PlainDate): void {
  const told = toldOnly(filing);
  const principals = principalsIn(acting, filing, today).filter((one) => !told.includes(one));
  const granted = principals.some((one) => authorityFor(acting, one, 'file', today).kind === 'granted');
  if (!granted) throw new Problem('forbidden');
}

/**
 * Papers are for those who ask and those who consent. A party that is only told reads the form, and not the identity
 * paper of whoever asks against it.
 */
export function demandMoreThanTold(acting: Acting, filing: Filing, today: PlainDate): void {
  const told = toldOnly(filing);
  if (principalsIn(acting, filing, today).every((one) => told.includes(one))) throw new Problem('forbidden');
}

/** Parties that may read the filing and object to it, and do nothing else: it is asked for without them. */
export function toldOnly(filing: Filing): readonly PartyId[] {
  const procedure = procedureOf(filing);
  if (!procedure.tells) return [];
  const { told, consenting } = procedure.openDraft(filing.form, filing);
  return told.filter((one) => one !== filing.applicant && !consenting.includes(one));
}

/** The party of the filing for which the caller acts, the caller's own where none is named, and who it then is. */
export function demandPowerFor(
  acting: Acting,
  filing: Filing,
  named: PartyId | undefined,
  today: PlainDate,
): { principal: PartyId; actor: Actor } {
  const candidates = principalsIn(acting, filing, today);
  const principal = named ?? candidates[0];
  if (!principal || !candidates.includes(principal)) throw new Problem('forbidden');
  const authority = authorityFor(acting, principal, 'file', today);
  if (authority.kind !== 'granted') throw new Problem('forbidden');
  return { principal, actor: authority.actor };
}
