import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type Acting, authorityFor } from '../../shared/register/authority.ts';
import { Problem } from './problem.ts';
import { readMandates } from './store/parties.ts';
import type { Store } from './store/store.ts';

/** For so many principals their mandates are read one by one; for more, all that the agent has, in one go. */
const principalsMax = 4;

/**
 * The caller with its mandates. They are read only where they can matter: a party to the thing itself needs none, and an
 * agent none but those of the parties concerned.
 */
export async function withMandates(
  store: Store,
  caller: Omit<Acting, 'mandates'>,
  concerned: readonly PartyId[],
): Promise<Acting> {
  if (concerned.includes(caller.party)) return { ...caller, mandates: [] };
  const principals = concerned.length > principalsMax ? [undefined] : concerned;
  const read = principals.map((principal) => readMandates(store, caller.party, principal));
  return { ...caller, mandates: (await Promise.all(read)).flat() };
}

/** Whose list is asked for: the caller's own, or that of a principal it acts for under a running mandate. */
export async function listedParty(
  store: Store,
  caller: Omit<Acting, 'mandates'>,
  named: PartyId | undefined,
  today: PlainDate,
): Promise<PartyId> {
  const party = named ?? caller.party;
  const acting = await withMandates(store, caller, [party]);
  if (authorityFor(acting, party, 'file', today).kind === 'stranger') throw new Problem('forbidden');
  return party;
}
