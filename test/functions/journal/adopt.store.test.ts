import { randomBytes } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemPorts } from '../../../functions/_platform/clock.ts';
import { openShelf } from '../../../functions/_platform/journal/shelf.ts';
import { readHead, readIndices } from '../../../functions/_platform/store/journal.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { replaceCheckpoint } from '../../../functions/journal/sequencer/publish.ts';
import { sequence } from '../../../functions/journal/sequencer/sequence.ts';
import { parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { edgeTiles } from '../../../shared/journal/grow.ts';
import { parseNote, verifyNote } from '../../../shared/journal/note.ts';
import { tilePath } from '../../../shared/journal/tile.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import {
  commitEntry,
  type JournalUnderTest,
  startStoreWithJournal,
  testSigner,
} from './journal-under-test.ts';

let running: Awaited<ReturnType<typeof startStoreWithJournal>>;
let store: Store;
let journal: JournalUnderTest;

beforeAll(async () => {
  running = await startStoreWithJournal();
  ({ store, journal } = running);
  await journal.run();
}, 60_000);

afterAll(() => running.close());

/** So many rounds of the sequencer, and no more: what a run does whose time is over. */
async function rounds(count: number, signed: string[] = [], now: () => number = systemPorts.now) {
  let left = count;
  const { shelf, log, signer } = journal;
  const sign = (text: string) => {
    signed.push(text);
    return signer.sign(text);
  };
  const deps = { store, shelf, log, signer: { ...signer, sign }, ports: { ...systemPorts, now } };
  return sequence(deps, () => {
    left -= 1;
    return left >= 0;
  });
}

async function loseTable(): Promise<void> {
  const { Items = [] } = await store.client.send(new ScanCommand({ TableName: store.tables.journal }));
  const requests = Items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  for (let at = 0; at < requests.length; at += 25) {
    const batch = requests.slice(at, at + 25);
    await store.client.send(new BatchWriteCommand({ RequestItems: { [store.tables.journal]: batch } }));
  }
}

it('a log too long for one run is taken up in stretches, each of which stands', {
  timeout: 180_000,
}, async () => {
  const ids: EntryId[] = [];
  for (let at = 0; at < 70; at += 1) {
    ids.push((await commitEntry(store)).id);
    await journal.run();
  }
  const before = await readHead(store);
  const indices = await readIndices(store, ids);
  expect(before?.published.size).toBe(140);
  await loseTable();
  const reached: number[] = [];
  for (let run = 0; run < 4 && reached.at(-1) !== 140; run += 1) {
    await rounds(1);
    reached.push((await readHead(store))?.published.size ?? 0);
  }
  expect(reached).toEqual([128, 140]);
  expect((await readHead(store))?.published.note).toBe(before?.published.note);
  expect(await readIndices(store, ids)).toEqual(indices);
});

it('a published log whose tiles do not lead to its checkpoint is not taken up', async () => {
  const size = (await readHead(store))?.published.size ?? 0;
  const [tile] = edgeTiles(size).filter(({ level }) => level === 0);
  if (!tile) throw new Error('no edge');
  const at = { Bucket: journal.bucket, Key: tilePath(tile) };
  const kept = await journal.shelf.get(at.Key);
  if (!kept) throw new Error('no tile');
  await journal.client.send(new PutObjectCommand({ ...at, Body: randomBytes(tile.width * 32) }));
  await loseTable();
  await expect(rounds(5)).rejects.toThrow('do not lead to the published checkpoint');
  expect(await readHead(store)).toBeUndefined();
  await journal.client.send(new PutObjectCommand({ ...at, Body: kept.bytes }));
  await rounds(9);
  expect((await readHead(store))?.published.size).toBe(size);
});

it('a head whose checkpoint was taken away signs nothing, and goes on once it is back', async () => {
  const kept = await journal.shelf.get('checkpoint');
  if (!kept) throw new Error('no checkpoint');
  const at = { Bucket: journal.bucket, Key: 'checkpoint' };
  await journal.client.send(new DeleteObjectCommand(at));
  await commitEntry(store);
  const signed: string[] = [];
  await expect(rounds(5, signed)).rejects.toThrow('no checkpoint of it can be read');
  expect(signed).toEqual([]);
  await journal.client.send(new PutObjectCommand({ ...at, Body: kept.bytes }));
  expect(await journal.run()).toMatchObject({ entries: 1, more: false });
});

it('a clock that jumps back an hour turns no instant of the log back', async () => {
  const before = await readHead(store);
  if (!before) throw new Error('no head');
  await commitEntry(store);
  await rounds(5, [], () => Date.now() - 3_600_000);
  const after = await readHead(store);
  expect(after?.published.size).toBe(before.published.size + 2);
  expect(String(after?.published.instant) > before.published.instant).toBe(true);
});

it('no checkpoint is signed over a tile that is another on the shelf', async () => {
  await commitEntry(store);
  const size = (await readHead(store))?.published.size ?? 0;
  // A batch of one entry and its map leaf: the edge it will have.
  const [tile] = edgeTiles(size + 2).filter(({ level }) => level === 0);
  if (!tile) throw new Error('no edge');
  const at = { Bucket: journal.bucket, Key: tilePath(tile) };
  await journal.client.send(new PutObjectCommand({ ...at, Body: randomBytes(tile.width * 32) }));
  const signed: string[] = [];
  await expect(rounds(5, signed)).rejects.toThrow(`another ${tilePath(tile)} is on the shelf`);
  expect(signed).toEqual([]);
  await journal.client.send(new DeleteObjectCommand(at));
  await journal.run();
  expect((await readHead(store))?.published.size).toBe(size + 2);
});

it('never lets the checkpoint go back: a sequencer that comes late with a smaller one changes nothing', async () => {
  const before = await journal.shelf.get('checkpoint');
  const { size, root } = checkpointIn(before?.bytes);
  await commitEntry(store);
  await journal.run();
  const newest = await journal.shelf.get('checkpoint');
  expect(newest?.etag).not.toBe(before?.etag);
  const { shelf, log, signer } = journal;
  const late = new TextDecoder().decode(before?.bytes);
  await replaceCheckpoint({ store, shelf, log, signer, ports: systemPorts }, { size, root }, late);
  expect((await journal.shelf.get('checkpoint'))?.bytes).toEqual(newest?.bytes);
});

it('after a rotation the log goes on from what the key before signed, if that is named, and not otherwise', async () => {
  const { id } = await commitEntry(store);
  const size = (await readHead(store))?.published.size ?? 0;
  const { shelf, log, signer: former } = journal;
  const signer = await testSigner();
  const run = (formerKeys: readonly string[]) => {
    let left = 5;
    const mayGoOn = () => {
      left -= 1;
      return left >= 0;
    };
    return sequence({ store, shelf, log, signer, formerKeys, ports: systemPorts }, mayGoOn);
  };
  const seal = await testSigner(`${former.name}/seal`);
  await expect(run([seal.verifierKey])).rejects.toThrow('not one of this log and key');
  expect(await run([seal.verifierKey, former.verifierKey])).toMatchObject({ entries: 1, more: false });
  expect((await readIndices(store, [id])).get(id)).toBe(size);
  const note = parseNote(new TextDecoder().decode((await shelf.get('checkpoint'))?.bytes));
  expect(note && (await verifyNote(note, [signer.verifier]))).toEqual([signer.verifier]);
  // Whoever has not heard of the new key stops.
  await expect(journal.run()).rejects.toThrow('not one of this log and key');
});

it('where two write an object at the same moment and S3 decides for neither, it is asked again', async () => {
  let conflicts = 2;
  const send = async (command: unknown) => {
    if (conflicts > 0 && command instanceof PutObjectCommand) {
      conflicts -= 1;
      throw new S3ServiceException({
        ...{ name: 'ConditionalRequestConflict', $fault: 'client' },
        $metadata: { httpStatusCode: 409 },
      });
    }
    return Reflect.apply(journal.client.send, journal.client, [command]);
  };
  const shelf = openShelf(journal.bucket, Object.assign(Object.create(journal.client), { send }));
  const bytes = new TextEncoder().encode('once');
  expect(await shelf.put('staged/once', bytes, 'internal')).toBe(true);
  expect(await shelf.put('staged/once', bytes, 'internal')).toBe(false);
  expect(Buffer.from((await shelf.get('staged/once'))?.bytes ?? []).toString()).toBe('once');
  conflicts = 100;
  await expect(shelf.put('staged/twice', bytes, 'internal')).rejects.toThrow();
});

function checkpointIn(bytes: Uint8Array | undefined) {
  const found = parseCheckpoint(parseNote(new TextDecoder().decode(bytes))?.text ?? '');
  if (!found) throw new Error('no checkpoint');
  return found;
}
