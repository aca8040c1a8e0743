import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { MapRoot } from '../../../shared/journal/map/map.ts';
import { hashIn, hashTextOf } from '../../../shared/journal/map/map-leaf.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import { type Instant, instant } from '../../../shared/kernel/instant.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import type { Store } from './store.ts';

const hash = z.string().transform((text, context) => {
  const found = hashIn(text);
  if (found) return found;
  context.addIssue({ code: 'custom', message: 'not a hash' });
  return z.NEVER;
});

const leafText = z.strictObject({ key: hash, value: hash });

/** Where a map begins, as it is kept: a page, its only leaf, or null for the empty map. */
const mapRoot = z
  .union([z.strictObject({ page: hash }), z.strictObject({ leaf: leafText }), z.null()])
  .transform((root): MapRoot => root ?? undefined);

const size = z.int().min(0);

const checkpointed = z.strictObject({ size, instant, note: z.string(), map: mapRoot });

/** A published size of the log: its checkpoint as a signed note, and where the map of that size begins. */
export type Checkpointed = z.output<typeof checkpointed>;

const staged = z.strictObject({ size, instant, root: hash, map: mapRoot, bundle: z.string() });

/** A batch that is decided but not yet published: its objects lie under `bundle`. */
export type Staged = z.output<typeof staged>;

const head = z.strictObject({ version: z.int().min(1), published: checkpointed, staged: staged.optional() });

/**
 * The lock checkpoint (`HEAD`): the one item whose compare-and-swap decides what the log is. Nothing of a batch is public
 * before `staged` names it, and its checkpoint is signed only then.
 */
export type Head = z.output<typeof head>;

export const headKey: Key = { pk: 'HEAD', sk: 'HEAD' };
export const indexKey = (id: EntryId): Key => ({ pk: `ENTRY#${id}`, sk: 'INDEX' });
export const checkpointKey = (at: Instant): Key => ({ pk: 'CHECKPOINTS', sk: at });

/** The log's head as it is now, consistently; undefined before the log has begun. */
export async function readHead(store: Store): Promise<Head | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.journal, Key: headKey, ConsistentRead: true }),
  );
  return answer.Item && head.parse(answer.Item['head']);
}

export function headItem(value: Head): Item {
  const { published, staged: next } = value;
  return {
    ...headKey,
    version: value.version,
    head: {
      version: value.version,
      published: writtenCheckpoint(published),
      ...(next && { staged: { ...next, root: hashTextOf(next.root), map: writtenMap(next.map) } }),
    },
  };
}

export function checkpointItem(value: Checkpointed): Item {
  return { ...checkpointKey(value.instant), checkpoint: writtenCheckpoint(value) };
}

const writtenCheckpoint = (value: Checkpointed) => ({ ...value, map: writtenMap(value.map) });

function writtenMap(map: MapRoot) {
  if (!map) return null;
  if ('page' in map) return { page: hashTextOf(map.page) };
  return { leaf: { key: hashTextOf(map.leaf.key), value: hashTextOf(map.leaf.value) } };
}

/** 最新检查点: what is published. Its instant is how far an answer `asOf` an instant can reach. */
export async function readPublished(store: Store): Promise<Checkpointed | undefined> {
  return (await readHead(store))?.published;
}

/**
 * 时点检查点: the newest published size no later than the instant, by its first checkpoint; undefined before the log
 * began. Whether the instant is reached at all (`readPublished`) is the asker's to see first.
 */
export async function readCheckpointAt(store: Store, at: Instant): Promise<Checkpointed | undefined> {
  const found = await queryOne(store, { pk: 'CHECKPOINTS', sk: at }, 'sk <= :sk', false);
  return found && checkpointed.parse(found['checkpoint']);
}

const sizeKey = (of: number): Key => ({ pk: 'SIZES', sk: String(of).padStart(16, '0') });

/** A published size with the instant under which its checkpoint is kept. */
export function sizeItem(value: Checkpointed): Item {
  return { ...sizeKey(value.size), instant: value.instant };
}

/** The first published checkpoint that holds as many leaves, or more; undefined where none does yet. */
export async function readCheckpointOf(store: Store, of: number): Promise<Checkpointed | undefined> {
  const found = await queryOne(store, sizeKey(of), 'sk >= :sk', true);
  return found && readCheckpointAt(store, instant.parse(found['instant']));
}

async function queryOne(
  store: Store,
  { pk, sk }: Key,
  condition: string,
  forward: boolean,
): Promise<Item | undefined> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.journal,
      KeyConditionExpression: `pk = :pk AND ${condition}`,
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
      ScanIndexForward: forward,
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return answer.Items?.[0];
}

/** 条目序号: where in the log the entries stand; those that have no index yet are left out. */
export async function readIndices(
  store: Store,
  ids: readonly EntryId[],
): Promise<ReadonlyMap<EntryId, number>> {
  const items = await readAll(
    store.client,
    ids.map((id) => ({ table: store.tables.journal, key: indexKey(id) })),
  );
  return new Map(
    ids.flatMap((id, at) => {
      const item = items[at];
      return item ? [[id, size.parse(item['index'])] as const] : [];
    }),
  );
}
