import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PlainDate } from '../../../shared/kernel/plain-date.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { cut, type Page } from './page.ts';
import type { Store } from './store.ts';

/** Work of the office that waits in the index by deadline, beside the filings themselves. */
export const officeQueues = [
  'review.open',
  'review.error',
  'check.asked',
  'check.answered',
  'appeal.open',
  'appeal.proposed',
  'correction.proposed',
] as const;
export type OfficeQueue = (typeof officeQueues)[number];

const known: readonly string[] = officeQueues;

/** The attributes that put an item into a queue; in any other state than those of the list it stands in none. */
export function queuedAs(queue: string, due: PlainDate, id: string): { queue?: string; due?: string } {
  return known.includes(queue) ? { queue, due: `${due}#${id}` } : {};
}

export type DuePlace = Key & { readonly due: string };

/** 按期限列出: items of a queue, nearest deadline first; the index finds them, then each is read consistently. */
export async function readDue(
  store: Store,
  queue: OfficeQueue,
  limit: number,
  after: DuePlace | undefined,
): Promise<Page<Item, DuePlace>> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      IndexName: 'byDeadline',
      KeyConditionExpression: '#queue = :queue',
      ExpressionAttributeNames: { '#queue': 'queue' },
      ExpressionAttributeValues: { ':queue': queue },
      ...(after && { ExclusiveStartKey: { ...after, queue } }),
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, ({ pk, sk, due }) => ({
    pk: String(pk),
    sk: String(sk),
    due: String(due),
  }));
  const items = await readAll(
    store.client,
    page.items.map(({ pk, sk }) => ({
      table: store.tables.filings,
      key: { pk: String(pk), sk: String(sk) },
    })),
  );
  // What left the queue since the index was written is not shown any more.
  return { items: items.flatMap((item) => (item?.['queue'] === queue ? [item] : [])), last: page.last };
}
