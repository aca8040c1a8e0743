import { ownPartyViewOf } from '../../shared/contracts/views/party-view.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { readGiven, readMandates, readNamesakes, readParties } from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';

type Parties = Handlers<'parties'>;

/** 本账户代表的主体: whom the account acts as, whether it may sign, and for whom they act as agents. */
export function myParties(store: Store): Parties['parties.mine'] {
  return async ({ account }) => {
    const enrolled = await readParties(
      store,
      account.parties.map((one) => one.party),
    );
    const parties = await Promise.all(
      account.parties.flatMap(({ party: id, signer, administrator }) => {
        const party = enrolled.get(id);
        if (!party) return [];
        const shown = { party: ownPartyViewOf(party), signer, administrator };
        const all = { ...shown, ...(administrator && { accounts: party.accounts }) };
        return [mandatesOf(store, id).then((both) => ({ ...all, ...both }))];
      }),
    );
    return { body: { parties } };
  };
}

async function mandatesOf(store: Store, id: PartyId) {
  const [mandates, given] = await Promise.all([readMandates(store, id), readGiven(store, id)]);
  return { mandates, given };
}

/** 本账户: its own id, so that an administrator can appoint it, and for whom it acts or asks to act. */
export function ownAccount(): Parties['account.get'] {
  return async ({ account }) => ({ body: account });
}

/** 按名称查找: organisations whose normalised name is the one asked for. Natural persons are never found here. */
export function findParties(store: Store): Parties['parties.find'] {
  return async ({ query }) => {
    const parties = await readNamesakes(store, query.name);
    const items = parties.map(({ id, name, identifier, institution, residence }) => ({
      ...{ id, name, residence },
      ...(identifier && { identifier }),
      ...(institution && { institution }),
    }));
    return { body: { items } };
  };
}
