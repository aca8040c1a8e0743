import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type EntryId, type FilingId, newId, type PartyId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import {
  type Announcement,
  type Notice,
  type NoticeCode,
  notice,
  noticeText,
} from '../../../shared/register/notice.ts';
import type { Ports } from '../clock.ts';
import type { Item, Key } from '../dynamodb.ts';
import { type Action, absent, put } from '../transaction.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';
import { inLine, waitingQueues } from './waiting.ts';

export const noticeKey = (party: PartyId, id: Notice['id']): Key => ({
  pk: `PARTY#${party}`,
  sk: `NOTICE#${id}`,
});

/** A notice as it is first stored: in line to be mailed to whoever the party wants to be told so. */
export function noticeItem(party: PartyId, told: Notice): Item {
  return { ...noticeKey(party, told.id), notice: told, ...inLine(waitingQueues.notice, told.at, told.id) };
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

export const announcementKey = (entry: EntryId): Key => ({ pk: `ENTRY#${entry}`, sk: 'ANNOUNCEMENT' });

/**
 * The one write of a registration that tells its parties: a notice each would not fit beside twenty titles. Whoever
 * is woken by it writes the notices afterwards, each once (docs/adr/0015-notices.md).
 */
export function announce(store: Store, of: Announcement): Action {
  const item = {
    ...announcementKey(of.entry),
    announcement: of,
    ...inLine(waitingQueues.announcement, of.at, of.entry),
  };
  return put('announcement', store.tables.filings, item, absent);
}

/** 通知: a party's notices, newest first. */
export async function readNotices(
  store: Store,
  party: PartyId,
  limit: number,
  before: string | undefined,
): Promise<Page<Notice & { text: { zh: string; en: string } }>> {
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
    return { ...told, text: noticeText(told.code) };
  });
  return { items, last: page.last };
}
