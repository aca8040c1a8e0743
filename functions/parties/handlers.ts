import type { Handlers } from '../_platform/handlers.ts';
import { enrol, type PartiesDeps, recordMandate, revokeMandate } from './enrolment.ts';
import { findParties, myParties, ownAccount } from './own.ts';

/** Every operation on parties and mandates. */
export function partiesHandlers(deps: PartiesDeps): Handlers<'parties'> {
  return {
    'account.get': ownAccount(),
    'parties.mine': myParties(deps.store),
    'parties.find': findParties(deps.store),
    'office.parties.enrol': enrol(deps),
    'office.mandates.record': recordMandate(deps),
    'office.mandates.revoke': revokeMandate(deps),
  };
}
