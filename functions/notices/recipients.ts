import { sameMailbox } from '../../shared/kernel/email-address.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import type { NoticeCode } from '../../shared/register/notice.ts';
import { type MailAddress, type NoticePreferences, wants } from '../../shared/register/notice-preferences.ts';
import { readAll } from '../_platform/dynamodb.ts';
import { readPreferencesOf } from '../_platform/store/notice-preferences.ts';
import { accountKey, accountOf } from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';

export type Recipient = { readonly preferences: NoticePreferences; readonly address: MailAddress };

/** Accounts read at once; DynamoDB takes a hundred keys. */
const accountsMax = 100;

/**
 * 收件人: the confirmed addresses at which the party's accounts want to be told so, each mailbox once. Where two
 * accounts name one mailbox, at once goes before daily.
 */
export async function recipientsOf(store: Store, party: PartyId, code: NoticeCode): Promise<Recipient[]> {
  const asked = (await readPreferencesOf(store, party)).filter((one) => wants(one, code));
  const acting = await actingAccounts(store, party, asked);
  const all = asked
    .filter(({ account }) => acting.has(account))
    .sort((a, b) => Number(a.pace === 'daily') - Number(b.pace === 'daily'))
    .flatMap((preferences) => confirmed(preferences).map((address) => ({ preferences, address })));
  return uniquely(all, ({ address }) => sameMailbox(address.address));
}

function confirmed({ addresses }: NoticePreferences): MailAddress[] {
  return addresses.filter(({ state }) => state === 'confirmed');
}

function uniquely<T>(all: readonly T[], key: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}

/** Whoever no longer acts for the party is told nothing more of it, whatever it once asked for. */
async function actingAccounts(
  store: Store,
  party: PartyId,
  asked: readonly NoticePreferences[],
): Promise<Set<string>> {
  const acting = new Set<string>();
  for (let from = 0; from < asked.length; from += accountsMax) {
    const some = asked.slice(from, from + accountsMax);
    const keys = some.map(({ account }) => ({ table: store.tables.parties, key: accountKey(account) }));
    for (const item of await readAll(store.client, keys)) {
      const account = accountOf(item);
      if (account?.parties.some((one) => one.party === party)) acting.add(account.subject);
    }
  }
  return acting;
}

/** Whether the account acts for the party today. */
export async function actsFor(store: Store, account: string, party: PartyId): Promise<boolean> {
  const [item] = await readAll(store.client, [{ table: store.tables.parties, key: accountKey(account) }]);
  return accountOf(item)?.parties.some((one) => one.party === party) ?? false;
}
