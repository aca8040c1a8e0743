import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { keyOf, type Met, type Place } from '../../../shared/audit/place.ts';
import type { Sources } from '../../../shared/audit/sources.ts';
import { checkpointPath } from '../../../shared/journal/checkpoint.ts';
import type { Verifier } from '../../../shared/journal/note.ts';
import { type EntryId, entryId } from '../../../shared/kernel/id.ts';
import { type Opening, opening } from '../../../shared/register/entry.ts';
import { type Party, party } from '../../../shared/register/party.ts';
import type { TableName } from '../../../shared/tables.ts';
import { bodyKey } from '../../_platform/bodies.ts';
import { type Item, type Key, readAll } from '../../_platform/dynamodb.ts';
import type { Shelf } from '../../_platform/journal/shelf.ts';
import { readIndices } from '../../_platform/store/journal.ts';
import { mandateKey, partyKey } from '../../_platform/store/parties.ts';
import { recordLineKey } from '../../_platform/store/record-versions.ts';
import { entryKey, openingsKey, pendingShards, recordKey } from '../../_platform/store/records.ts';
import type { Store } from '../../_platform/store/store.ts';
import { titleKey, titleLineKey } from '../../_platform/store/titles.ts';
import { metIn } from './meet.ts';

export type AuditDeps = {
  readonly store: Store;
  readonly shelf: Shelf;
  /** The bucket of bodies, and how it is reached. */
  readonly bodies: { readonly bucket: string; readonly client: S3Client };
  readonly origin: string;
  readonly verifiers: readonly Verifier[];
  /** Parties without an entry are taken as they stand in a demonstration alone. */
  readonly demonstration: boolean;
  readonly now: () => number;
};

/** What an audit reads from the tables and buckets. All of it is read consistently; scans are no request's path. */
export function tableSources(deps: AuditDeps): Sources {
  const { store, shelf, origin, verifiers, demonstration, now } = deps;
  return {
    ...{ origin, verifiers, now },
    objects: async (path) => (await shelf.get(path))?.bytes,
    checkpoint: async () => {
      const kept = await shelf.get(checkpointPath);
      return kept && new TextDecoder().decode(kept.bytes);
    },
    openings: (ids) => readOpenings(store, ids),
    body: (digest) => readBytes(deps.bodies, bodyKey(digest)),
    read: (place) => readPlace(store, place),
    all: () => everything(store),
    indices: (ids) => readIndices(store, ids),
    waiting: () => waiting(store),
    given: () => (demonstration ? given(store) : nobody()),
  };
}

async function readBytes(
  { bucket, client }: AuditDeps['bodies'],
  key: string,
): Promise<Uint8Array | undefined> {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 403) return undefined;
    throw error;
  }
}

const kinds = ['public', 'private'] as const;

async function readOpenings(
  store: Store,
  ids: readonly EntryId[],
): Promise<ReadonlyMap<EntryId, readonly Opening[]>> {
  const table = store.tables.register;
  const keys = ids.flatMap((id) => kinds.map((kind) => ({ table, key: openingsKey(id, kind) })));
  const items = await readAll(store.client, keys);
  return new Map(
    ids.map((id, at) => [id, items.slice(2 * at, 2 * at + 2).flatMap((item) => openingsIn(item))]),
  );
}

/** What is no opening is handed on as one that opens nothing, so that the audit names it. */
function openingsIn(item: Item | undefined): Opening[] {
  const parsed = z.array(opening).safeParse(item?.['openings'] ?? []);
  return parsed.success ? parsed.data : [{ name: 'openings', salt: '', value: null, public: false }];
}

/** The keys under which a place may lie: as the newest version, or as a line of its history. */
function keysOf(store: Store, place: Place): { readonly table: string; readonly key: Key }[] {
  const { register, parties } = store.tables;
  const inRegister = (...keys: Key[]) => keys.map((key) => ({ table: register, key }));
  switch (place.kind) {
    case 'title':
      return inRegister(titleKey(place.right), titleLineKey(place.right, place.version));
    case 'record':
      return inRegister(recordKey(place.number), recordLineKey(place.number, place.version));
    case 'entry':
      return inRegister(entryKey(place.id));
    case 'party':
      return [{ table: parties, key: partyKey(place.id) }];
    case 'mandate':
      return [{ table: parties, key: mandateKey(place) }];
  }
}

async function readPlace(store: Store, place: Place): Promise<unknown> {
  for (const { table, key } of keysOf(store, place)) {
    const answer = await store.client.send(
      new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }),
    );
    const met = answer.Item && metIn(answer.Item);
    if (met && 'place' in met && keyOf(met.place) === keyOf(place)) return met.value;
  }
  return undefined;
}

async function* everything(store: Store): AsyncGenerator<Met> {
  for (const name of ['register', 'parties'] as const) {
    for await (const item of scan(store, name)) {
      const met = metIn(item);
      if (met) yield met;
    }
  }
  for await (const item of scan(store, 'journal')) {
    const met = item['sk'] === 'INDEX' ? metIn(item) : undefined;
    if (met) yield met;
  }
}

async function* scan(store: Store, table: TableName): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const answer = await store.client.send(
      new ScanCommand({
        TableName: store.tables[table],
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield* answer.Items ?? [];
    from = answer.LastEvaluatedKey;
  } while (from);
}

/** Entries that have no index yet, from all their shards. */
async function* waiting(store: Store): AsyncGenerator<{ entry: EntryId; since: string }> {
  for (let shard = 0; shard < pendingShards; shard += 1) {
    let from: Item | undefined;
    do {
      const answer = await store.client.send(
        new QueryCommand({
          TableName: store.tables.register,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `PENDING#${shard}` },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      for (const item of answer.Items ?? []) {
        const [since = ''] = String(item['sk']).split('#');
        yield { entry: entryId.parse(item['pending']), since };
      }
      from = answer.LastEvaluatedKey;
    } while (from);
  }
}

async function* given(store: Store): AsyncGenerator<Party> {
  for await (const item of scan(store, 'parties')) {
    const found = item['sk'] === 'PARTY' ? party.safeParse(item['party']) : undefined;
    if (found?.success && found.data.entry === undefined) yield found.data;
  }
}

async function* nobody(): AsyncGenerator<Party> {}
