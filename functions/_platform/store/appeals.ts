import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AppealId, FilingId } from '../../../shared/kernel/id.ts';
import { type Appeal, appeal } from '../../../shared/register/appeal.ts';
import { settledExpiry } from '../../../shared/register/retention.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { queuedAs } from './due.ts';
import type { Store } from './store.ts';

export const appealKey = (filing: FilingId, id: AppealId): Key => ({
  pk: `FILING#${filing}`,
  sk: `APPEAL#${id}`,
});

export function appealOf(item: Item): Appeal {
  return appeal.parse(item['appeal']);
}

function appealItem(value: Appeal): Item {
  const queue = queuedAs(`appeal.${value.status}`, value.deadline.date, value.id);
  const expiry = value.outcome && { expiresAt: settledExpiry(value.outcome.at) };
  return { ...appealKey(value.filing, value.id), version: value.version, appeal: value, ...queue, ...expiry };
}

export function openAppeal(store: Store, value: Appeal): Action {
  return put('appeal', store.tables.filings, appealItem(value), absent);
}

/** The write of an appeal's next version, on condition of the one before. */
export function changeAppeal(store: Store, to: Appeal): Action {
  return put('appeal', store.tables.filings, appealItem(to), atVersion(to.version - 1));
}

/** 复议申请: one appeal, consistent. */
export async function readAppeal(store: Store, filing: FilingId, id: AppealId): Promise<Appeal | undefined> {
  const answer = await store.client.send(
    new GetCommand({
      TableName: store.tables.filings,
      Key: appealKey(filing, id),
      ConsistentRead: true,
    }),
  );
  return answer.Item && appealOf(answer.Item);
}

/** 复议申请: those that a filing names, in its order. */
export async function readAppeals(
  store: Store,
  filing: FilingId,
  ids: readonly AppealId[],
): Promise<Appeal[]> {
  const items = await readAll(
    store.client,
    ids.map((id) => ({ table: store.tables.filings, key: appealKey(filing, id) })),
  );
  return items.flatMap((item) => (item ? [appealOf(item)] : []));
}
