import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { sha256Hex } from '../../../shared/kernel/digest.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import { type Entry, entry, type Opening, opening } from '../../../shared/register/entry.ts';
import { type RegisterRecord, registerRecord } from '../../../shared/register/record.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, put } from '../transaction.ts';
import { cut, type Page } from './page.ts';
import type { Store } from './store.ts';

export const recordKey = (number: string): Key => ({ pk: `RECORD#${number}`, sk: 'RECORD' });
export const entryKey = (id: EntryId): Key => ({ pk: `ENTRY#${id}`, sk: 'ENTRY' });
export const openingsKey = (id: EntryId, kind: 'public' | 'private'): Key => ({
  pk: `ENTRY#${id}`,
  sk: `OPENINGS#${kind}`,
});

/** Registration numbers of one kind and year share a group, so that a number's beginning can be listed. */
export const numberGroup = (number: string) => `${number.slice(0, 5)}`;

export function recordOf(item: Item): RegisterRecord {
  return registerRecord.parse(item['record']);
}

export function entryOf(item: Item): Entry {
  return entry.parse(item['entry']);
}

export function openingsOf(item: Item | undefined): Opening[] {
  return item ? z.array(opening).parse(item['openings']) : [];
}

/** Sequencers share the pending items among this many partitions. */
export const pendingShards = 8;

/**
 * The writes of an entry: the immutable line, its openings kept apart by who may see them, and the pending item
 * that the journal's sequencer will find. Pending items are the truth of what is not yet sequenced.
 */
export function writeEntry(store: Store, made: Entry, openings: readonly Opening[]): Action[] {
  const table = store.tables.register;
  const shard = Number.parseInt(sha256Hex(made.id).slice(0, 4), 16) % pendingShards;
  const apart = (['public', 'private'] as const).flatMap((kind) => {
    const those = openings.filter((one) => one.public === (kind === 'public'));
    return those.length === 0
      ? []
      : [put(`openings ${kind}`, table, { ...openingsKey(made.id, kind), openings: those }, absent)];
  });
  return [
    put('entry', table, { ...entryKey(made.id), entry: made }, absent),
    ...apart,
    put('pending', table, {
      pk: `PENDING#${shard}`,
      sk: `${made.instant}#${made.id}`,
      pending: made.id,
      // For the order of entries; the sequencer reads the rest of the entry itself.
      advanced: (made.advanced ?? []).map(({ right, version }) => ({ right, version })),
    }),
  ];
}

/** 按登记号读取: records by number, consistent, in the order asked. */
export async function readRecords(
  store: Store,
  numbers: readonly string[],
): Promise<(RegisterRecord | undefined)[]> {
  const items = await readAll(
    store.client,
    numbers.map((number) => ({ table: store.tables.register, key: recordKey(number) })),
  );
  return items.map((item) => item && recordOf(item));
}

/** The openings that may be shown to anyone, of several entries at once. */
export async function readPublicOpenings(
  store: Store,
  entries: readonly EntryId[],
): Promise<Map<EntryId, Opening[]>> {
  const items = await readAll(
    store.client,
    entries.map((id) => ({ table: store.tables.register, key: openingsKey(id, 'public') })),
  );
  return new Map(entries.map((id, index) => [id, openingsOf(items[index])]));
}

/** 登记条目: an entry with its public openings. */
export async function readEntry(
  store: Store,
  id: EntryId,
): Promise<{ entry: Entry; openings: Opening[] } | undefined> {
  const table = store.tables.register;
  const [found, openings] = await readAll(store.client, [
    { table, key: entryKey(id) },
    { table, key: openingsKey(id, 'public') },
  ]);
  return found && { entry: entryOf(found), openings: openingsOf(openings) };
}

/**
 * 按登记号列出: numbers that begin with the text, ascending; the index only finds them. `after` is the last
 * number of the page before.
 */
export async function readNumbers(
  store: Store,
  prefix: string,
  limit: number,
  after: string | undefined,
): Promise<Page<string>> {
  const group = numberGroup(prefix);
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.register,
      IndexName: 'byNumber',
      KeyConditionExpression: 'numberGroup = :group AND begins_with(#number, :prefix)',
      ExpressionAttributeNames: { '#number': 'number' },
      ExpressionAttributeValues: { ':group': group, ':prefix': prefix },
      ...(after && { ExclusiveStartKey: { numberGroup: group, number: after, ...recordKey(after) } }),
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, (item) => String(item['number']));
  return { items: page.items.map((item) => String(item['number'])), last: page.last };
}
