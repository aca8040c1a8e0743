import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type FilingId, type NoticeId, newId, type PartyId } from '../../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../../shared/kernel/instant.ts';
import type { Localised } from '../../../shared/kernel/localised.ts';
import type { Filing } from '../../../shared/register/filing.ts';
import { type Notice, type NoticeCode, notice, noticeText } from '../../../shared/register/notice.ts';
import type { Fallen } from '../../../shared/register/voided.ts';
import type { Ports } from '../clock.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, put, update } from '../transaction.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';
import { inLine, waitingQueues } from './waiting.ts';

export const noticeKey = (party: PartyId, id: Notice['id']): Key => ({
  pk: `PARTY#${party}`,
  sk: `NOTICE#${id}`,
});

/** A notice as it is first stored: in line to be mailed to whoever the party wants to be told so. */
export function noticeItem(party: PartyId, told: Notice): Item {
  return { ...toldItem(party, told), ...inLine(waitingQueues.notice, told.at, told.id) };
}

/** A notice that was told already: in the inbox, and in no line. */
export function toldItem(party: PartyId, told: Notice): Item {
  return { ...noticeKey(party, told.id), notice: told };
}

/**
 * The writes that tell the parties of a filing something, for the same transaction that does it: never told
 * without being so, and never so without being told.
 */
export function tell(
  deps: { readonly store: Store; readonly ports: Ports },
  filing: FilingId,
  parties: readonly PartyId[],
  code: NoticeCode,
): Action[] {
  const now = deps.ports.now();
  return parties.map((party) => {
    const id = newId('ntc', now, deps.ports.random(10));
    const told: Notice = { id, at: instantOf(now), filing, code };
    return put(`notice ${party}`, deps.store.tables.filings, noticeItem(party, told));
  });
}

/**
 * Tells of consents that were found to count no longer: everyone of the filing where a day has passed, since all may
 * have to begin again; the party concerned where its own signer or mandate has ended.
 */
export function tellOfVoided(
  deps: { readonly store: Store; readonly ports: Ports },
  filing: Pick<Filing, 'id' | 'parties'>,
  fallen: readonly Fallen[],
): Action[] {
  const lapsed = fallen.some((one) => one.reason === 'expired');
  const ended = new Set(fallen.filter((one) => one.reason !== 'expired').map((one) => one.consent.party));
  // Nobody is told twice: with twenty titles there is room in the transaction for one notice a party.
  const others = lapsed ? filing.parties.filter((one) => !ended.has(one)) : [];
  return [
    ...tell(deps, filing.id, others, 'consent-lapsed'),
    ...tell(deps, filing.id, [...ended], 'consent-ended'),
  ];
}

export type InboxLine = Notice & { readonly text: Localised; readonly read: boolean };

/** 通知: a party's notices, newest first. */
export async function readNotices(
  store: Store,
  party: PartyId,
  limit: number,
  before: string | undefined,
): Promise<Page<InboxLine>> {
  const pk = `PARTY#${party}`;
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notices)',
      ExpressionAttributeValues: { ':pk': pk, ':notices': 'NOTICE#' },
      ...(before && { ExclusiveStartKey: { pk, sk: before } }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, sortKeyOf);
  const items = page.items.map((item) => {
    const told = notice.parse(item['notice']);
    return { ...told, text: noticeText(told.code), read: item['readAt'] !== undefined };
  });
  return { items, last: page.last };
}

/** A notice that still waits to be mailed; nothing where it was taken care of already. */
export async function readWaitingNotice(
  store: Store,
  party: PartyId,
  id: NoticeId,
): Promise<Notice | undefined> {
  const [item] = await readAll(store.client, [{ table: store.tables.filings, key: noticeKey(party, id) }]);
  return item?.['queue'] === undefined ? undefined : notice.parse(item['notice']);
}

/** Several notices of a party; those that are not there are left out. */
export async function readNoticesById(
  store: Store,
  party: PartyId,
  ids: readonly NoticeId[],
): Promise<Notice[]> {
  const wanted = ids.map((id) => ({ table: store.tables.filings, key: noticeKey(party, id) }));
  const items = await readAll(store.client, wanted);
  return items.flatMap((item) => (item ? [notice.parse(item['notice'])] : []));
}

/** Takes a notice out of line: whatever mails it leads to have been planned. */
export async function releaseNotice(store: Store, party: PartyId, id: NoticeId): Promise<void> {
  await store.client.send(
    new UpdateCommand({
      TableName: store.tables.filings,
      Key: noticeKey(party, id),
      UpdateExpression: 'REMOVE #queue, due',
      ExpressionAttributeNames: { '#queue': 'queue' },
      ConditionExpression: 'attribute_exists(pk)',
    }),
  );
}

/** 未读数: how many of a party's newest notices are unread, and among how many was looked. */
export async function countUnread(
  store: Store,
  party: PartyId,
  among: number,
): Promise<{ readonly unread: number; readonly among: number }> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notices)',
      FilterExpression: 'attribute_not_exists(readAt)',
      ExpressionAttributeValues: { ':pk': `PARTY#${party}`, ':notices': 'NOTICE#' },
      ScanIndexForward: false,
      Select: 'COUNT',
      Limit: among,
    }),
  );
  return { unread: answer.Count ?? 0, among: answer.ScannedCount ?? 0 };
}

/** 标为已读: the first mark stays; of a notice that is not there the condition fails. */
export function markRead(store: Store, party: PartyId, id: NoticeId, at: Instant): Action {
  const change = { expression: 'SET readAt = if_not_exists(readAt, :at)', values: { ':at': at } };
  const there = { expression: 'attribute_exists(pk)' };
  return update(`notice ${id}`, store.tables.filings, noticeKey(party, id), change, there);
}
