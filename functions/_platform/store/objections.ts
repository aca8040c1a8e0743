import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { FilingId, ObjectionId } from '../../../shared/kernel/id.ts';
import { type Objection, objection } from '../../../shared/register/objection.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { queuedAs } from './due.ts';
import type { Store } from './store.ts';

export const objectionKey = (filing: FilingId, id: ObjectionId): Key => ({
  pk: `FILING#${filing}`,
  sk: `OBJECTION#${id}`,
});

export function objectionOf(item: Item): Objection {
  return objection.parse(item['objection']);
}

function objectionItem(value: Objection): Item {
  const queue = queuedAs(`objection.${value.status}`, value.deadline.date, value.id);
  return { ...objectionKey(value.filing, value.id), version: value.version, objection: value, ...queue };
}

export function openObjection(store: Store, value: Objection): Action {
  return put('objection', store.tables.filings, objectionItem(value), absent);
}

/** The write of an objection's next version, on condition of the one before. */
export function changeObjection(store: Store, to: Objection): Action {
  return put('objection', store.tables.filings, objectionItem(to), atVersion(to.version - 1));
}

/** 复议申请: one objection, consistent. */
export async function readObjection(
  store: Store,
  filing: FilingId,
  id: ObjectionId,
): Promise<Objection | undefined> {
  const answer = await store.client.send(
    new GetCommand({
      TableName: store.tables.filings,
      Key: objectionKey(filing, id),
      ConsistentRead: true,
    }),
  );
  return answer.Item && objectionOf(answer.Item);
}

/** 复议申请: those that a filing names, in its order. */
export async function readObjections(
  store: Store,
  filing: FilingId,
  ids: readonly ObjectionId[],
): Promise<Objection[]> {
  const items = await readAll(
    store.client,
    ids.map((id) => ({ table: store.tables.filings, key: objectionKey(filing, id) })),
  );
  return items.flatMap((item) => (item ? [objectionOf(item)] : []));
}
