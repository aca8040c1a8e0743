import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type FilingId, newId, type PartyId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { type Notice, type NoticeCode, notice, noticeTexts } from '../../../shared/register/notice.ts';
import type { Ports } from '../clock.ts';
import { type Action, put } from '../transaction.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';

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
    const item = { pk: `PARTY#${party}`, sk: `NOTICE#${id}`, notice: told };
    return put(`notice ${party}`, deps.store.tables.filings, item);
  });
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
    return { ...told, text: noticeTexts[told.code] };
  });
  return { items, last: page.last };
}
