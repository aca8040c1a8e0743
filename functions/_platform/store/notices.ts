import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PartyId } from '../../../shared/kernel/id.ts';
import { type Notice, notice, noticeTexts } from '../../../shared/register/notice.ts';
import { type Action, put } from '../transaction.ts';
import type { Store } from './store.ts';
import type { Page } from './titles.ts';

/** Tells a party of something in the same transaction that does it: never told without being so, or unsaid. */
export function putNotice(store: Store, party: PartyId, told: Notice): Action {
  const item = { pk: `PARTY#${party}`, sk: `NOTICE#${told.id}`, notice: told };
  return put(`notice ${party}`, store.tables.filings, item);
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
      Limit: limit,
    }),
  );
  const items = (answer.Items ?? []).map((item) => {
    const told = notice.parse(item['notice']);
    return { ...told, text: noticeTexts[told.code] };
  });
  const last = answer.LastEvaluatedKey?.['sk'];
  return { items, last: typeof last === 'string' ? last : undefined };
}
