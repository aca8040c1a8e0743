import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../../../shared/kernel/instant.ts';
import type { Item, Key } from '../dynamodb.ts';
import { cut, type Page } from './page.ts';
import type { Store } from './store.ts';

/** Work of the notices, and of the documents, that waits in the index by deadline until it is done: lost bells are found again through it. */
export const waitingQueues = {
  notice: 'notice',
  delivery: 'delivery',
  uncertain: 'delivery-claimed',
  failed: 'delivery-failed',
  document: 'document',
  documentReview: 'document-review',
} as const;
export type WaitingQueue = (typeof waitingQueues)[keyof typeof waitingQueues];

/** The attributes that put an item in line; whoever writes the item without them takes it out. */
export function inLine(queue: WaitingQueue, due: Instant, id: string): { queue: string; due: string } {
  return { queue, due: `${due}#${id}` };
}

export type WaitingPlace = Key & { readonly due: string };

/** 待办: keys of what waits in line and was due before the instant, oldest first. The index only finds. */
export async function readWaiting(
  store: Store,
  queue: WaitingQueue,
  limit: number,
  range: { readonly before: Instant; readonly after?: WaitingPlace | undefined },
): Promise<Page<WaitingPlace, WaitingPlace>> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      IndexName: 'byDeadline',
      KeyConditionExpression: '#queue = :queue AND due < :before',
      ExpressionAttributeNames: { '#queue': 'queue' },
      ExpressionAttributeValues: { ':queue': queue, ':before': range.before },
      ...(range.after && { ExclusiveStartKey: { ...range.after, queue } }),
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, placeOf);
  return { items: page.items.map(placeOf), last: page.last };
}

const placeOf = (item: Item): WaitingPlace => ({
  pk: String(item['pk']),
  sk: String(item['sk']),
  due: String(item['due']),
});
