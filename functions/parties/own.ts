import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ownPartyViewOf } from '../../shared/contracts/views/party-view.ts';
import { partyId } from '../../shared/kernel/id.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { nameKeyOf, readMandates, readParties } from '../_platform/store/parties.ts';
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
        return [readMandates(store, id).then((mandates) => ({ ...all, mandates }))];
      }),
    );
    return { body: { parties } };
  };
}

const foundMax = 20;

/** 按名称查找: organisations whose normalised name is the one asked for. Natural persons are never found here. */
export function findParties(store: Store): Parties['parties.find'] {
  return async ({ query }) => {
    const nameKey = nameKeyOf(query.name);
    if (!nameKey) return { body: { items: [] } };
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.parties,
        IndexName: 'byName',
        KeyConditionExpression: 'nameKey = :name',
        ExpressionAttributeValues: { ':name': nameKey },
        Limit: foundMax,
      }),
    );
    const ids = (answer.Items ?? []).flatMap((item) => {
      const id = partyId.safeParse(String(item['pk']).slice('PARTY#'.length));
      return id.success ? [id.data] : [];
    });
    const parties = [...(await readParties(store, ids)).values()];
    const items = parties
      .filter((one) => one.kind === 'organisation')
      .map(({ id, name, identifier, institution, residence }) => ({
        ...{ id, name, residence },
        ...(identifier && { identifier }),
        ...(institution && { institution }),
      }));
    return { body: { items } };
  };
}
