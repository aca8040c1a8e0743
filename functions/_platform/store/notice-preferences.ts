import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { sha256Hex } from '../../../shared/kernel/digest.ts';
import type { AddressId, PartyId } from '../../../shared/kernel/id.ts';
import {
  type NoticePreferences,
  noticePreferences,
  unsaid,
} from '../../../shared/register/notice-preferences.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import type { Store } from './store.ts';

type Whose = Pick<NoticePreferences, 'party' | 'account'>;

/** Accounts stand in no key, so this one carries a hash of its own. */
export const preferencesKey = ({ party, account }: Whose): Key => ({
  pk: `PARTY#${party}`,
  sk: `PREFERENCES#${sha256Hex(account)}`,
});

const preferencesOf = (item: Item): NoticePreferences => noticePreferences.parse(item['preferences']);

/** 通知设置: what the account asked for, or what holds of one that never asked. */
export async function readPreferences(store: Store, whose: Whose): Promise<NoticePreferences> {
  const wanted = { table: store.tables.filings, key: preferencesKey(whose) };
  const [item] = await readAll(store.client, [wanted]);
  return item ? preferencesOf(item) : unsaid({ party: whose.party, account: whose.account });
}

/** 本方全部账户的通知设置: of every account that ever asked to be told of the party. */
export async function readPreferencesOf(store: Store, party: PartyId): Promise<NoticePreferences[]> {
  const found: NoticePreferences[] = [];
  let from: Item | undefined;
  do {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.filings,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :preferences)',
        ExpressionAttributeValues: { ':pk': `PARTY#${party}`, ':preferences': 'PREFERENCES#' },
        ...(from && { ExclusiveStartKey: from }),
        ConsistentRead: true,
      }),
    );
    found.push(...(answer.Items ?? []).map(preferencesOf));
    from = answer.LastEvaluatedKey;
  } while (from);
  return found;
}

/** The write of changed preferences, on condition that nobody changed them since they were read. */
export function changePreferences(store: Store, from: NoticePreferences, to: NoticePreferences): Action {
  const item = { ...preferencesKey(to), version: to.version, preferences: to };
  // Version 1 is what holds of who never asked, and is never stored.
  const unchanged = from.version === 1 ? absent : atVersion(from.version);
  return put('preferences', store.tables.filings, item, unchanged);
}

/** What an unsubscribe link leads to; the token itself stands in no key. */
export type Unsubscribing = Whose & { readonly address: AddressId };

export const unsubscribeKey = (token: string): Key => ({
  pk: `UNSUBSCRIBE#${sha256Hex(token)}`,
  sk: 'UNSUBSCRIBE',
});

export function linkUnsubscribing(store: Store, token: string, to: Unsubscribing): Action {
  return put('unsubscribing', store.tables.filings, { ...unsubscribeKey(token), unsubscribing: to });
}
