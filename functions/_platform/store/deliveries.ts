import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type NoticeId, noticeId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant } from '../../../shared/kernel/instant.ts';
import { type Delivery, delivery } from '../../../shared/register/delivery.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, check, put } from '../transaction.ts';
import type { Store } from './store.ts';
import { inLine, type WaitingQueue, waitingQueues } from './waiting.ts';

export const deliveryKey = (id: string): Key => ({ pk: `DELIVERY#${id}`, sk: 'DELIVERY' });

/** What is done with is kept for half a year, in case somebody asks whether a mail left. */
const keptMillis = 180 * 24 * 60 * 60 * 1000;

export const deliveryOf = (item: Item): Delivery => delivery.parse(item['delivery']);

function queueOf({ kind, state }: Delivery): WaitingQueue | undefined {
  if (state === 'gathering' || state === 'waiting') return waitingQueues.delivery;
  // Nobody repeats a code by hand: whoever still wants one asks for a new one.
  if (kind === 'code') return undefined;
  if (state === 'claimed') return waitingQueues.uncertain;
  return state === 'failed' ? waitingQueues.failed : undefined;
}

function deliveryItem(value: Delivery): Item {
  const queue = queueOf(value);
  const since = value.state === 'gathering' || value.state === 'waiting' ? value.due : value.claimedAt;
  return {
    ...deliveryKey(value.id),
    version: value.version,
    delivery: value,
    ...(queue ? inLine(queue, since ?? value.due, value.id) : { expiresAt: lastSecond(value.at) }),
  };
}

const lastSecond = (at: Instant) => Math.floor(Date.parse(addMillis(at, keptMillis)) / 1000);

/** The write of a new delivery; one that is there already stays as it is. */
export function planDelivery(store: Store, value: Delivery): Action {
  return put('delivery', store.tables.filings, deliveryItem(value), absent);
}

/** The write of a changed delivery: of two who set out to send it, one goes on. */
export function changeDelivery(store: Store, from: Delivery, to: Delivery): Action {
  return put('delivery', store.tables.filings, deliveryItem(to), atVersion(from.version));
}

export async function readDelivery(store: Store, id: string): Promise<Delivery | undefined> {
  const [item] = await readAll(store.client, [{ table: store.tables.filings, key: deliveryKey(id) }]);
  return item && deliveryOf(item);
}

export async function readDeliveries(store: Store, keys: readonly Key[]): Promise<Delivery[]> {
  const wanted = keys.map(({ pk, sk }) => ({ table: store.tables.filings, key: { pk, sk } }));
  const items = await readAll(store.client, wanted);
  return items.flatMap((item) => (item ? [deliveryOf(item)] : []));
}

/** 汇总行: adds a notice to a digest that still takes notices, opening the digest with its first one. */
export function gather(
  store: Store,
  open: Delivery | undefined,
  digest: Delivery,
  notice: NoticeId,
): Action[] {
  const { filings } = store.tables;
  const line = { pk: `DELIVERY#${digest.id}`, sk: `LINE#${notice}`, expiresAt: lastSecond(digest.at) };
  const header = open
    ? check('delivery', filings, deliveryKey(open.id), atVersion(open.version))
    : planDelivery(store, digest);
  return [header, put('line', filings, line)];
}

/** 汇总内容: the notices of a digest, newest first, so many at most; and whether there are more. */
export async function readLines(
  store: Store,
  id: string,
  max: number,
): Promise<{ readonly notices: NoticeId[]; readonly more: boolean }> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :lines)',
      ExpressionAttributeValues: { ':pk': `DELIVERY#${id}`, ':lines': 'LINE#' },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: max + 1,
    }),
  );
  const lines = (answer.Items ?? []).map((item) => noticeId.parse(String(item['sk']).slice('LINE#'.length)));
  return { notices: lines.slice(0, max), more: lines.length > max };
}

/** 唤醒: an item whose only use is that the stream tells of it, so that a delivery leaves at once. */
export function wake(store: Store, id: string, at: Instant, by?: string): Action {
  const item = { pk: `DELIVERY#${id}`, sk: `WAKE#${at}`, expiresAt: lastSecond(at), ...(by && { by }) };
  return put('wake', store.tables.filings, item);
}
