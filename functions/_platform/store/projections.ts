import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { FunctionName } from '../../../shared/contracts/operation.ts';
import { type Instant, instant } from '../../../shared/kernel/instant.ts';
import type { Ports } from '../clock.ts';
import type { Item, Key } from '../dynamodb.ts';
import { type Action, absent, type Condition, commit, put, remove } from '../transaction.ts';
import type { Store } from './store.ts';

/** Where a projection reads: with the journal's end, or beside it from the beginning, on an operator's word. */
export const tracks = ['CURSOR', 'REBUILD'] as const;
export type Track = (typeof tracks)[number];

const cursor = z.object({
  /** The index of the first leaf whose effect is not certainly there yet. */
  next: z.int().min(0),
  /** Of a rebuild: where it ends, and when it was ordered, which tells it from another. */
  until: z.int().min(0).optional(),
  ordered: instant.optional(),
});
export type Cursor = z.output<typeof cursor>;

const aside = z.object({
  index: z.int().min(0),
  /** The name of the error. */
  fault: z.string(),
  attempts: z.int().min(1),
  since: instant,
  again: z.boolean(),
});
/** 搁置: an entry whose effect could not be brought about while those behind it could. */
export type Aside = z.output<typeof aside>;

const cursorKey = (name: FunctionName, track: Track): Key => ({ pk: `PROJECTION#${name}`, sk: track });
const asideKey = (name: FunctionName, index: number): Key => ({
  pk: `PROJECTION#${name}`,
  sk: `ASIDE#${String(index).padStart(16, '0')}`,
});

export async function readCursor(
  store: Store,
  name: FunctionName,
  track: Track,
): Promise<Cursor | undefined> {
  const input = { TableName: store.tables.journal, Key: { ...cursorKey(name, track) }, ConsistentRead: true };
  const { Item } = await store.client.send(new GetCommand(input));
  return Item && cursor.parse(Item);
}

type Writer = { readonly store: Store; readonly ports: Pick<Ports, 'pause' | 'random'> };

/**
 * Moves a cursor on from where it was read, together with what is set aside in between. False where somebody else
 * moved it.
 */
export async function moveCursor(
  { store, ports }: Writer,
  name: FunctionName,
  track: Track,
  from: Cursor | undefined,
  next: number,
  asides: readonly Aside[],
): Promise<boolean> {
  const moved = { ...cursorKey(name, track), ...from, next };
  const done = await commit(store.client, ports, [
    put('cursor', store.tables.journal, moved, from ? unmoved(from) : absent),
    ...asides.map((one) => putAside(store, name, one)),
  ]);
  if (done.kind === 'busy') throw new Error('the cursor could not be moved: the table is busy');
  return done.kind === 'done';
}

const unmoved = ({ next, ordered }: Cursor): Condition => ({
  expression: ordered ? '#next = :next AND ordered = :ordered' : '#next = :next',
  names: { '#next': 'next' },
  values: { ':next': next, ...(ordered && { ':ordered': ordered }) },
});

/** Orders a rebuild of all before `until`, in the place of one that may be under way. */
export async function orderRebuild(
  { store, ports }: Writer,
  name: FunctionName,
  until: number,
  ordered: Instant,
): Promise<void> {
  const item = { ...cursorKey(name, 'REBUILD'), next: 0, until, ordered };
  const done = await commit(store.client, ports, [put('cursor', store.tables.journal, item)]);
  if (done.kind !== 'done') throw new Error('the rebuild could not be ordered: the table is busy');
}

function putAside(store: Store, name: FunctionName, one: Aside, ...on: readonly Condition[]): Action {
  return put('aside', store.tables.journal, { ...asideKey(name, one.index), ...one }, ...on);
}

/** What a projection has set aside, in the journal's order, from behind an index on. */
export async function readAsides(
  store: Store,
  name: FunctionName,
  limit: number,
  after: number | undefined,
): Promise<Aside[]> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.journal,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :asides)',
      ExpressionAttributeValues: { ':pk': `PROJECTION#${name}`, ':asides': 'ASIDE#' },
      ...(after !== undefined && { ExclusiveStartKey: { ...asideKey(name, after) } }),
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return (answer.Items ?? []).map((item: Item) => aside.parse(item));
}

/** Takes back what was set aside, its effect being there now; unless somebody has tried it meanwhile. */
export function closeAside(writer: Writer, name: FunctionName, one: Aside): Promise<void> {
  const { tables } = writer.store;
  return alter(writer, remove('aside', tables.journal, asideKey(name, one.index), triedAs(one)));
}

/** Notes that it was tried once more, in vain. */
export function failAside(writer: Writer, name: FunctionName, one: Aside, fault: string): Promise<void> {
  const tried = { ...one, attempts: one.attempts + 1, fault };
  return alter(writer, putAside(writer.store, name, tried, triedAs(one)));
}

/** Another run may be at the same one: whoever comes second leaves it as it is. */
async function alter({ store, ports }: Writer, action: Action): Promise<void> {
  const done = await commit(store.client, ports, [action]);
  if (done.kind === 'busy') throw new Error('what was set aside could not be changed: the table is busy');
}

const triedAs = ({ attempts, since }: Aside): Condition => ({
  expression: 'attempts = :attempts AND since = :since',
  values: { ':attempts': attempts, ':since': since },
});
