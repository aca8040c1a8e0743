import { randomBytes } from 'node:crypto';
import { BatchWriteCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPorts } from '../../../functions/_platform/clock.ts';
import { openLog } from '../../../functions/_platform/journal/log.ts';
import { openShelf } from '../../../functions/_platform/journal/shelf.ts';
import { readHead, readIndices } from '../../../functions/_platform/store/journal.ts';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import {
  advanceTitle,
  firstVersionItem,
  type TitleVersion,
} from '../../../functions/_platform/store/titles.ts';
import { type Action, commit, put } from '../../../functions/_platform/transaction.ts';
import { readWaiting } from '../../../functions/journal/sequencer/pending.ts';
import { sequence } from '../../../functions/journal/sequencer/sequence.ts';
import { parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { mapFromLeaves } from '../../../shared/journal/map/map-from-leaves.ts';
import { formatNote, parseNote, verifyNote } from '../../../shared/journal/note.ts';
import { leafHash, nodeHash, rangeHash } from '../../../shared/journal/tree.ts';
import { newId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant, instantOf, laterOf } from '../../../shared/kernel/instant.ts';
import { advancedTo } from '../../../shared/register/encumbrance.ts';
import { type Entry, entry } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { patentNo, titleOf } from '../../shared/register/sample.ts';
import { Breaker, Broken, type Fault, throughBreaker } from './faulty.ts';
import { type JournalUnderTest, startStoreWithJournal, testSigner } from './journal-under-test.ts';

let running: Awaited<ReturnType<typeof startStoreWithJournal>>;
let store: Store;
let journal: JournalUnderTest;
const titles = new Map<number, TitleVersion>();
const committed: Entry[] = [];

beforeAll(async () => {
  running = await startStoreWithJournal();
  ({ store, journal } = running);
  await journal.run();
}, 60_000);

afterAll(() => running.close());

/** An act on one of a few titles, so that most rest on another: now and then it encumbers, now and then it frees. */
async function act(random: () => number): Promise<void> {
  const place = Math.floor(random() * 3);
  const before = titles.get(place);
  const now = instantOf(Date.now());
  const at: Instant = before ? laterOf(now, addMillis(before.title.instant, 1)) : now;
  const id = newId('ent', Date.now(), randomBytes(10));
  const holds =
    random() < 0.5
      ? []
      : [
          {
            kind: 'pledge' as const,
            record: 'Y2026980000001',
            holders: [],
            since: at,
            entry: id,
            public: true,
          },
        ];
  const version = (before?.title.version ?? 0) + 1;
  const title = { ...titleOf(patentNo(place), { version }), instant: at, entry: id, holds };
  const made = entry.parse({
    ...{ schema: 'entry-1', id, instant: at, act: 'test.act', decidedBy: 'office' },
    ...{ advanced: [advancedTo(title)], public: {}, commitments: [], demonstration: true },
  });
  const next: TitleVersion = { title, act: made.act };
  const advance: Action[] = before
    ? advanceTitle(store, before, next)
    : [put('title', store.tables.register, firstVersionItem(next))];
  const done = await commit(store.client, systemPorts, [...advance, ...writeEntry(store, made, [])]);
  expect(done.kind).toBe('done');
  titles.set(place, next);
  committed.push(made);
}

/** One run of the sequencer that breaks as told; answers how many calls it made. */
async function run(fault?: Fault): Promise<Breaker> {
  const breaker = new Breaker(fault);
  const shelf = openShelf(journal.bucket, throughBreaker(journal.client, breaker));
  const deps = {
    ...{ shelf, log: openLog(shelf), ports: systemPorts },
    store: { ...store, client: throughBreaker(store.client, breaker) },
    signer: { ...journal.signer, sign: (text: string) => breaker.pass(() => journal.signer.sign(text)) },
  };
  let rounds = 0;
  const mayGoOn = () => {
    rounds += 1;
    return rounds <= 100;
  };
  await sequence(deps, mayGoOn).catch((error: unknown) => {
    if (!(error instanceof Broken)) throw error;
  });
  return breaker;
}

/** The log as everyone sees it, against everything that was committed. */
async function expectSound(): Promise<void> {
  const head = await readHead(store);
  if (!head) throw new Error('no head');
  expect(head.staged).toBeUndefined();
  expect(await readWaiting(store)).toEqual([]);
  const { size, note } = head.published;
  const kept = await journal.shelf.get('checkpoint');
  expect(new TextDecoder().decode(kept?.bytes)).toBe(note);
  const leaves = await journal.log.leaves(0, size, size);
  const hashes = leaves.map(leafHash);
  const known = new Map<string, Uint8Array>();
  const subtree = (level: number, index: number): Uint8Array => {
    const name = `${level} ${index}`;
    const found =
      known.get(name) ??
      (level === 0
        ? (hashes[index] ?? new Uint8Array())
        : nodeHash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1)));
    known.set(name, found);
    return found;
  };
  const rootAt = (end: number) => rangeHash({ begin: 0, end }, subtree);
  for (const one of await checkpoints()) {
    const parsed = parseNote(one.note);
    if (!parsed) throw new Error('no note');
    expect(await verifyNote(parsed, [journal.signer.verifier])).toHaveLength(1);
    const found = parseCheckpoint(parsed.text);
    expect(found?.size).toBe(one.size);
    expect(found?.root).toEqual(rootAt(one.size));
  }
  // What is encumbered follows from the leaves alone, and each batch has committed exactly that.
  expect(mapFromLeaves(leaves).fault).toBeUndefined();
  const texts = leaves.map((leaf) => new TextDecoder().decode(leaf));
  const entries = texts.flatMap((text, index) =>
    text.includes('"schema":"entry-1"') ? [{ index, entry: entry.parse(JSON.parse(text)) }] : [],
  );
  expect(entries.map((one) => one.entry.id).sort()).toEqual(committed.map(({ id }) => id).sort());
  const indices = await readIndices(
    store,
    committed.map(({ id }) => id),
  );
  for (const { index, entry: one } of entries) expect(indices.get(one.id)).toBe(index);
  for (const made of committed) expect(leaves[indices.get(made.id) ?? -1]).toEqual(leafOf(made));
  const versions = new Map<string, number>();
  for (const { entry: one } of entries) {
    for (const { right, version } of one.advanced ?? []) {
      expect(version).toBe((versions.get(right) ?? 0) + 1);
      versions.set(right, version);
    }
  }
}

async function checkpoints(): Promise<{ size: number; note: string }[]> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.journal,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'CHECKPOINTS' },
    }),
  );
  return (answer.Items ?? []).map((item) => item['checkpoint']);
}

/** A small generator by seed (mulberry32), so that a failure can be played again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the sequencer, broken', () => {
  let steps = 0;

  it('makes so many calls for a batch of two', async () => {
    const random = generator(1);
    await act(random);
    await act(random);
    steps = (await run()).calls;
    expect(steps).toBeGreaterThan(30);
    await expectSound();
  });

  it.each([
    ['before the call', false],
    ['after the call', true],
  ])('at any one call, %s: nothing is lost, doubled or forked', { timeout: 180_000 }, async (_what, done) => {
    const random = generator(done ? 2 : 3);
    let fired = 0;
    for (let at = 1; at <= steps; at += 1) {
      await act(random);
      if ((await run({ at, done, dies: true })).fired) fired += 1;
      await run();
    }
    await expectSound();
    expect(fired).toBeGreaterThan(steps - 6);
  });

  it('by pairs, each a death or a mere failure: nothing is lost, doubled or forked', {
    timeout: 180_000,
  }, async () => {
    const random = generator(4);
    const fault = (): Fault => ({
      at: 1 + Math.floor(random() * steps),
      done: random() < 0.5,
      dies: random() < 0.5,
    });
    let fired = 0;
    for (let round = 0; round < 60; round += 1) {
      await act(random);
      if (random() < 0.5) await act(random);
      const first = await run(fault());
      if (random() < 0.5) await act(random);
      const second = await run(fault());
      if (first.fired && second.fired) fired += 1;
      await run();
      if (round % 20 === 19) await expectSound();
    }
    await expectSound();
    expect(fired).toBeGreaterThan(40);
  });

  it('by three at once, some of them dying: nothing is lost, doubled or forked', {
    timeout: 180_000,
  }, async () => {
    const random = generator(5);
    for (let round = 0; round < 25; round += 1) {
      await act(random);
      await act(random);
      const late = act(random);
      const dying: Fault = { at: 1 + Math.floor(random() * steps), done: random() < 0.5, dies: true };
      await Promise.all([run(), run(), run(dying), late]);
      await run();
    }
    await expectSound();
  });

  it('for two days: what waited is sequenced in order when it is back', { timeout: 180_000 }, async () => {
    const random = generator(6);
    for (let round = 0; round < 700; round += 1) await act(random);
    await run();
    await expectSound();
  });
});

describe('a journal table that is older than the log', () => {
  const all = () => store.client.send(new ScanCommand({ TableName: store.tables.journal }));
  const keysOf = (items: Record<string, unknown>[] = []) =>
    items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));

  async function take(requests: object[]): Promise<void> {
    for (let at = 0; at < requests.length; at += 25) {
      const batch = requests.slice(at, at + 25);
      await store.client.send(new BatchWriteCommand({ RequestItems: { [store.tables.journal]: batch } }));
    }
  }

  it('takes up what is published, gives nothing a second place, and goes on', {
    timeout: 120_000,
  }, async () => {
    const random = generator(7);
    await act(random);
    await run();
    const saved = (await all()).Items ?? [];
    await act(random);
    await act(random);
    await run();
    // The restore: what was written since is gone, and an entry that has its place waits again.
    await take(keysOf((await all()).Items));
    await take(saved.map((Item) => ({ PutRequest: { Item } })));
    const again = committed.at(-1);
    const pending = { pk: 'PENDING#3', sk: `${again?.instant}#${again?.id}`, pending: again?.id };
    await store.client.send(
      new PutCommand({ TableName: store.tables.register, Item: { ...pending, advanced: again?.advanced } }),
    );
    await act(random);
    await run();
    await expectSound();
  });

  it('is made again where nothing of it is left', { timeout: 120_000 }, async () => {
    const before = await all();
    await take(keysOf(before.Items));
    await run();
    await act(generator(8));
    await run();
    await expectSound();
    const now = new Map(((await all()).Items ?? []).map((item) => [`${item['pk']} ${item['sk']}`, item]));
    for (const item of before.Items ?? []) {
      if (item['pk'] === 'HEAD' || item['pk'] === 'CHECKPOINTS') continue;
      expect(now.get(`${item['pk']} ${item['sk']}`)).toEqual(item);
    }
  });

  it('signs nothing beside a published checkpoint that another key signed', async () => {
    const kept = await journal.shelf.get('checkpoint');
    const foreign = await testSigner();
    const parsed = parseNote(new TextDecoder().decode(kept?.bytes));
    if (!kept || !parsed) throw new Error('no checkpoint');
    const forged = formatNote({ text: parsed.text, signatures: [await foreign.sign(parsed.text)] });
    await journal.shelf.replace('checkpoint', new TextEncoder().encode(forged), kept.etag);
    await act(generator(9));
    await expect(run()).rejects.toThrow('not one of this log');
    const standing = await journal.shelf.get('checkpoint');
    await journal.shelf.replace('checkpoint', kept.bytes, standing?.etag);
    await run();
    await expectSound();
  });
});
