import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { startLagging } from '../../../local/dynamodb/lagging.ts';
import { startProxy } from '../../../local/dynamodb/proxy.ts';
import { createTables } from '../../../local/dynamodb/tables.ts';
import type { S3Before } from '../../../local/s3/faults.ts';
import { type S3ObjectEvent, startS3 } from '../../../local/s3/server.ts';
import { type TableName, tables } from '../../../shared/tables.ts';
import { templateTable } from '../../store.ts';
import { credentials } from './clients.ts';
import { buckets } from './functions.ts';
import type { Passage } from './passage.ts';

type Item = Record<string, unknown>;

/** Everything that a run begins with: the tables' items, and a folder of the buckets' objects. */
export type Snapshot = {
  readonly items: Readonly<Record<TableName, readonly Item[]>>;
  readonly folder: string;
};

const tableNames = Object.keys(tables) as TableName[];
const region = 'cn-north-1';
/** In memory where the machine has a place for that: what a run leaves is nothing that must survive it. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export type Engines = Awaited<ReturnType<typeof startEngines>>;

/** Tables and buckets of one run, behind the proxy and the server that ask the passage what goes wrong. */
export async function startEngines(
  engineUrl: string,
  passage: Pick<Passage, 'before' | 'after'>,
  given: { readonly now: () => number; readonly snapshot: Snapshot | undefined; readonly lags: boolean },
) {
  const wanted = tableNames.map((name) => templateTable(name, tables[name]));
  const standing = await createTables(engineUrl, wanted);
  // One run after the other, so that names, and what is thrown by them, are the same in each.
  const names = Object.fromEntries(tableNames.map((name) => [name, name])) as Record<TableName, string>;
  const direct = new DynamoDBClient({ endpoint: engineUrl, region: 'us-east-1', credentials });
  const document = DynamoDBDocumentClient.from(direct, { marshallOptions: { removeUndefinedValues: true } });
  const folder = mkdtempSync(join(scratch, 'faults-'));
  if (given.snapshot) {
    await putAll(document, names, given.snapshot.items);
    cpSync(given.snapshot.folder, join(folder, 's3'), { recursive: true });
  }
  const proxied = standing.map((table) => ({
    ...table,
    arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${table.name}`,
  }));
  const lagging = given.lags ? await startLagging(engineUrl, proxied) : undefined;
  await lagging?.copyAll();
  const proxy = await startProxy({
    target: engineUrl,
    tables: proxied,
    ...(lagging && { lagging }),
    authorise: () => ({ kind: 'allowed' }),
    faults: {
      before: async (call) => {
        const met = await passage.before(call.mark);
        return met === 'slowDown' ? 'through' : met;
      },
      after: (call) => passage.after(call.mark),
    },
  });
  const arrivals: S3ObjectEvent[] = [];
  const s3 = await startS3({
    ...{ folder: join(folder, 's3'), region, now: given.now },
    buckets: Object.values(buckets).map((name) => ({ name, versioned: true, cors: [] })),
    secretOf: () => credentials.secretAccessKey,
    authorise: () => true,
    onObjectCreated: (event) => arrivals.push(event),
    faults: {
      before: async (call) => {
        const met = await passage.before(call.mark);
        return isOfBuckets(met) ? met : 'through';
      },
      after: (call) => passage.after(call.mark),
    },
  });
  const objects = new S3Client({ endpoint: s3.url, region, credentials, forcePathStyle: true });
  /** The keys of everything in a bucket; of what a run leaves, one page holds all. */
  const keysIn = async (Bucket: string): Promise<string[]> => {
    objects.config.systemClockOffset = given.now() - Date.now();
    const { Contents = [], IsTruncated } = await objects.send(new ListObjectsV2Command({ Bucket }));
    if (IsTruncated) throw new Error(`more than a page of objects in ${Bucket}`);
    return Contents.map(({ Key = '' }) => Key);
  };
  /** What an object says now, asked behind every fault. */
  const textOf = async (Bucket: string, Key: string): Promise<string | undefined> => {
    objects.config.systemClockOffset = given.now() - Date.now();
    const answer = await objects.send(new GetObjectCommand({ Bucket, Key })).catch(() => undefined);
    return answer?.Body?.transformToString();
  };
  const items = async (): Promise<Snapshot['items']> => {
    const read = await Promise.all(
      tableNames.map(async (name) => [name, await allOf(document, names[name])] as const),
    );
    return Object.fromEntries(read) as Record<TableName, Item[]>;
  };
  const close = async () => {
    await Promise.all([proxy.close(), s3.close()]);
    const made = lagging ? tableNames.flatMap((name) => [name, `${name}.older`]) : tableNames;
    await Promise.all(made.map((TableName) => direct.send(new DeleteTableCommand({ TableName }))));
    lagging?.close();
    direct.destroy();
    objects.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  /** Keeps what stands now, to begin other runs with; the objects stay until their folder is removed. */
  const snapshot = async (): Promise<Snapshot> => {
    const kept = mkdtempSync(join(scratch, 'faults-begun-'));
    await s3.close();
    cpSync(join(folder, 's3'), kept, { recursive: true });
    return { items: await items(), folder: kept };
  };
  return {
    names,
    arrivals,
    url: proxy.url,
    s3: s3.url,
    catchUp: proxy.catchUp,
    keysIn,
    textOf,
    items,
    snapshot,
    close,
  };
}

async function allOf(client: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    found.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

const isOfBuckets = (met: string): met is S3Before => ['cut', 'slowDown', 'conflict', 'failed'].includes(met);

const batchMax = 25;

async function putAll(
  client: DynamoDBDocumentClient,
  names: Readonly<Record<TableName, string>>,
  items: Snapshot['items'],
): Promise<void> {
  for (const name of tableNames) {
    const all = items[name];
    for (let at = 0; at < all.length; at += batchMax) {
      const asked = all.slice(at, at + batchMax).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [names[name]]: asked } }));
    }
  }
}
