import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { openLog, pagePath } from '../functions/_platform/journal/log.ts';
import { openShelf, type Shelf } from '../functions/_platform/journal/shelf.ts';
import {
  type Checkpointed,
  checkpointItem,
  headItem,
  indexKey,
  sizeItem,
} from '../functions/_platform/store/journal.ts';
import type { Store } from '../functions/_platform/store/store.ts';
import { firstVersionItem } from '../functions/_platform/store/titles.ts';
import { startS3 } from '../local/s3/server.ts';
import { checkpointText } from '../shared/journal/checkpoint.ts';
import { grow } from '../shared/journal/grow.ts';
import { mapRootHash, nameOf, type Pages } from '../shared/journal/map/map.ts';
import { mapKeyOf, mapLeafOf } from '../shared/journal/map/map-leaf.ts';
import { proveInMap } from '../shared/journal/map/map-proof.ts';
import { encodePage } from '../shared/journal/map/page-bytes.ts';
import { formatNote } from '../shared/journal/note.ts';
import type { Instant } from '../shared/kernel/instant.ts';
import { type Title, title } from '../shared/register/title.ts';
import { tables } from '../shared/tables.ts';
import { logKey, origin, signatureOf } from '../test/shared/certificates/searched-log.ts';
import { startStore } from '../test/store.ts';
import { type EncumberedMap, encumberedMap, holdsNumbered, rightNumbered } from './encumbered-map.ts';
import { documentClient, rawClient } from './register-under-test.ts';

const bucket = 'journal-here';
const credentials = { accessKeyId: 'BENCH', secretAccessKey: 'bench' };
const at = '2026-11-22T06:00:00.000Z' as Instant;
const together = 32;
const utf8 = new TextEncoder();

export type PublishedMap = Awaited<ReturnType<typeof publishedMap>>;

/**
 * A published log of as many entries as titles are encumbered, its tiles in the local S3 server. Of the map's pages and
 * of the titles those are kept that the numbers asked for lead to, since nothing reads the others: to put all pages
 * would take minutes, and measure the server.
 */
export async function publishedMap(count: number, titled: readonly number[]) {
  const running = await startStore(tables);
  const raw = rawClient(running.engine);
  const store: Store = { client: documentClient(raw), tables: running.names };
  const folder = mkdtempSync(join(tmpdir(), 'bench-journal-'));
  const s3 = await startS3({
    folder: join(folder, 's3'),
    region: 'cn-north-1',
    buckets: [{ name: bucket, versioned: true, cors: [] }],
    secretOf: () => credentials.secretAccessKey,
    authorise: () => true,
  });
  const client = new S3Client({ endpoint: s3.url, region: 'cn-north-1', credentials, forcePathStyle: true });
  const shelf = openShelf(bucket, client);
  const map = encumberedMap(count);
  const key = await logKey();
  const { size, root, objects } = grow(0, leavesOf(count, map), () => new Uint8Array());
  await shelve(shelf, [
    ...(await pagesTo(map, titled)),
    ...[...objects].filter(([path]) => !path.startsWith('tile/entries/')),
  ]);
  const text = checkpointText({ origin, size, root });
  const note = formatNote({ text, signatures: [signatureOf(key, text)] });
  await publish(store, { size, instant: at, note, map: map.root }, count, titled);
  return {
    ...{ store, map, size, verifier: key.verifier, log: openLog(shelf) },
    close: async () => {
      client.destroy();
      raw.destroy();
      await Promise.all([s3.close(), running.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Made = [path: string, bytes: Uint8Array];

/** The pages on the ways to these rights. */
async function pagesTo(map: EncumberedMap, serials: readonly number[]): Promise<Made[]> {
  const met = new Map<string, Uint8Array>();
  const read: Pages = async (hash) => {
    const page = await map.read(hash);
    met.set(pagePath(nameOf(hash)), encodePage(page));
    return page;
  };
  for (const serial of serials) await proveInMap(map.root, mapKeyOf(rightNumbered(serial)), read);
  return [...met];
}

function leavesOf(count: number, map: EncumberedMap): Uint8Array[] {
  const entries = Array.from({ length: count }, (_, serial) => utf8.encode(`entry ${serial}`));
  return [...entries, mapLeafOf(count, at, mapRootHash(map.root))];
}

async function shelve(shelf: Shelf, objects: readonly Made[]): Promise<void> {
  const left = objects.values();
  const worker = async () => {
    for (const [path, bytes] of left) await shelf.put(path, bytes, 'tile');
  };
  await Promise.all(Array.from({ length: together }, worker));
}

async function publish(
  store: Store,
  published: Checkpointed,
  encumbered: number,
  titled: readonly number[],
): Promise<void> {
  const put = (TableName: string, Item: Record<string, unknown>) =>
    store.client.send(new PutCommand({ TableName, Item }));
  const { journal, register } = store.tables;
  for (const item of [checkpointItem(published), sizeItem(published), headItem({ version: 1, published })]) {
    await put(journal, item);
  }
  for (const serial of titled) {
    const made = titleNumbered(serial, serial < encumbered);
    await put(register, firstVersionItem({ title: made, act: 'patent.import' }));
    await put(journal, { ...indexKey(made.entry), index: Math.min(serial, published.size - 2) });
  }
}

function titleNumbered(serial: number, encumbered: boolean): Title {
  const holds = encumbered ? holdsNumbered(serial) : [];
  const [first] = holdsNumbered(serial);
  return title.parse({
    ...{ right: rightNumbered(serial), version: 1, instant: at, entry: first?.entry },
    particulars: {
      ...{ kind: 'invention', name: '一种测试装置', language: 'zh', mainClassification: 'H04L 9/32' },
      ...{ filingDate: '2018-03-01', grantDate: '2020-05-01', compensationDays: 0 },
    },
    owners: [{ name: '东海精密仪器有限公司' }],
    facts: {
      status: { value: 'granted', basis: 'source' },
      annuity: { value: 'paid', basis: 'source' },
      invalidation: { started: false, public: true, basis: 'source' },
    },
    holds: holds.map((held) => ({ ...held, holders: [], public: true })),
    source: 'bench',
  });
}
