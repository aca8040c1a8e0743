import type { Handlers } from '../_platform/handlers.ts';
import type { Store } from '../_platform/store/store.ts';
import { findParties, myParties, ownAccount } from './own.ts';

/** Every operation that reads parties and mandates. What changes them is a filing. */
export function partiesHandlers(store: Store): Handlers<'parties'> {
  return {
    'account.get': ownAccount(),
    'parties.mine': myParties(store),
    'parties.find': findParties(store),
  };
}
