import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Waiting } from '../../../shared/journal/sequence.ts';
import { entryId } from '../../../shared/kernel/id.ts';
import { type Instant, instant } from '../../../shared/kernel/instant.ts';
import { rightId } from '../../../shared/kernel/right.ts';
import type { Item, Key } from '../../_platform/dynamodb.ts';
import { pendingShards } from '../../_platform/store/records.ts';
import type { Store } from '../../_platform/store/store.ts';

const pendingItem = z.object({
  pk: z.string(),
  sk: z.string(),
  pending: entryId,
  advanced: z.array(z.object({ right: rightId, version: z.int() })),
});

/** An entry that waits, with the key of its pending item. */
export type Pending = Waiting & { readonly key: Key };

/** A shard gives at most this many a round: the oldest, since its items are sorted by instant. */
export const perShard = 100;

type Round = { readonly found: readonly Pending[]; readonly seenUntil: Instant | undefined };

/**
 * 待排序条目: entries that wait for an index, so chosen that whatever any of them rests on is among them or sequenced.
 *
 * The shards cannot be read in one moment, so an entry may be seen whose predecessor, committed before it, was looked
 * for too early. Everything is therefore read twice, consistently: a predecessor of what the first round saw is there
 * for the second. Time never runs back from an entry to what rests on it, so only entries older than anything the second
 * round saw anew are taken; the others wait for the next run.
 */
export async function readWaiting(store: Store): Promise<Pending[]> {
  const first = await readRound(store);
  if (first.found.length === 0) return [];
  const second = await readRound(store);
  const known = new Set(first.found.map(({ entry }) => entry));
  const late = second.found.filter(({ entry }) => !known.has(entry)).map((one) => one.instant);
  const cuts = [first.seenUntil, second.seenUntil].filter((cut) => cut !== undefined);
  const still = new Set(second.found.map(({ entry }) => entry));
  // What an entry rests on is older than it, so all that one of the cut's own instant rests on was seen.
  const isWhole = ({ instant }: Pending) =>
    late.every((bound) => instant < bound) && cuts.every((cut) => instant <= cut);
  return first.found.filter((one) => still.has(one.entry) && isWhole(one));
}

/** One look at every shard. `seenUntil`: where a shard had more, what is later than this was not all seen. */
async function readRound(store: Store): Promise<Round> {
  const shards = await Promise.all(
    Array.from({ length: pendingShards }, async (_, shard) => {
      const answer = await store.client.send(
        new QueryCommand({
          TableName: store.tables.register,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `PENDING#${shard}` },
          ConsistentRead: true,
          Limit: perShard,
        }),
      );
      const found = (answer.Items ?? []).map(pendingOf);
      return { found, more: answer.LastEvaluatedKey !== undefined };
    }),
  );
  const cut = shards.filter(({ more }) => more).flatMap(({ found }) => found.at(-1)?.instant ?? []);
  return { found: shards.flatMap(({ found }) => found), seenUntil: cut.toSorted()[0] };
}

function pendingOf(item: Item): Pending {
  const { pk, sk, pending, advanced } = pendingItem.parse(item);
  return { entry: pending, instant: instant.parse(sk.slice(0, sk.indexOf('#'))), advanced, key: { pk, sk } };
}
