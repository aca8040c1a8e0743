import type { PartyId } from '../../shared/kernel/id.ts';
import type { Acting } from '../../shared/register/authority.ts';
import { readMandates } from './store/parties.ts';
import type { Store } from './store/store.ts';

/**
 * The caller with its mandates. They are read only where they can matter: a party to the thing itself needs none.
 */
export async function withMandates(
  store: Store,
  caller: Omit<Acting, 'mandates'>,
  concerned: readonly PartyId[],
): Promise<Acting> {
  const direct = concerned.includes(caller.party);
  return { ...caller, mandates: direct ? [] : await readMandates(store, caller.party) };
}
