import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { atOnce } from '../at-once.ts';
import type { Ports } from '../clock.ts';
import type { Item, Key } from '../dynamodb.ts';
import type { Store } from './store.ts';

/** DynamoDB takes at most this many writes in one batch. */
const batchMax = 25;
const togetherMax = 4;
const roundsMax = 8;

type Requests = NonNullable<NonNullable<BatchWriteCommandInput['RequestItems']>[string]>;

/**
 * Puts and removes items one by one, without conditions and in no order: for what is the same whoever writes it and
 * how often. What the table did not take is sent again, and a table that goes on refusing is an error.
 */
export async function putAndRemove(
  store: Store,
  ports: Pick<Ports, 'pause'>,
  table: string,
  { put = [], remove = [] }: { readonly put?: readonly Item[]; readonly remove?: readonly Key[] },
): Promise<void> {
  const requests: Requests = [
    ...put.map((item) => ({ PutRequest: { Item: item } })),
    ...remove.map((key) => ({ DeleteRequest: { Key: { ...key } } })),
  ];
  const batches = Array.from({ length: Math.ceil(requests.length / batchMax) }, (_, at) =>
    requests.slice(at * batchMax, (at + 1) * batchMax),
  );
  await atOnce(batches, togetherMax, (batch) => write(store, ports, table, batch));
}

async function write(
  store: Store,
  ports: Pick<Ports, 'pause'>,
  table: string,
  batch: Requests,
): Promise<void> {
  let left = batch;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === roundsMax) throw new Error(`${left.length} writes were not taken`);
    if (round > 0) await ports.pause(10 * 2 ** round);
    const answer = await store.client.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = answer.UnprocessedItems?.[table] ?? [];
  }
}
