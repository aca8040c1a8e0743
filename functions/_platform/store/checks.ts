import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CheckId, FilingId } from '../../../shared/kernel/id.ts';
import { type SpotCheck, spotCheck } from '../../../shared/register/spot-check.ts';
import type { Item, Key } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { queuedAs } from './due.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';

export const checkKey = (filing: FilingId, id: CheckId): Key => ({
  pk: `FILING#${filing}`,
  sk: `CHECK#${id}`,
});

export function checkOf(item: Item): SpotCheck {
  return spotCheck.parse(item['check']);
}

function checkItem(value: SpotCheck): Item {
  const queue = queuedAs(`check.${value.status}`, value.deadline.date, value.id);
  return { ...checkKey(value.filing, value.id), version: value.version, check: value, ...queue };
}

export function openCheck(store: Store, value: SpotCheck): Action {
  return put('check', store.tables.filings, checkItem(value), absent);
}

/** The write of a check's next version, on condition of the one before. */
export function changeCheck(store: Store, to: SpotCheck): Action {
  return put('check', store.tables.filings, checkItem(to), atVersion(to.version - 1));
}

/** 抽查: one check, consistent. */
export async function readCheck(store: Store, filing: FilingId, id: CheckId): Promise<SpotCheck | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.filings, Key: checkKey(filing, id), ConsistentRead: true }),
  );
  return answer.Item && checkOf(answer.Item);
}

/** 抽查: those of one filing, newest first. */
export async function readChecks(
  store: Store,
  filing: FilingId,
  limit: number,
  before: string | undefined,
): Promise<Page<SpotCheck>> {
  const pk = `FILING#${filing}`;
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :checks)',
      ExpressionAttributeValues: { ':pk': pk, ':checks': 'CHECK#' },
      ...(before && { ExclusiveStartKey: { pk, sk: before } }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, sortKeyOf);
  return { items: page.items.map(checkOf), last: page.last };
}
