import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHead, readIndices, readPublished } from '../../../functions/_platform/store/journal.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { parseNote, verifyNote } from '../../../shared/journal/note.ts';
import { verifyInclusion } from '../../../shared/journal/proof.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { commitEntry, type JournalUnderTest, startStoreWithJournal } from './journal-under-test.ts';

let running: Awaited<ReturnType<typeof startStoreWithJournal>>;
let store: Store;
let journal: JournalUnderTest;

beforeAll(async () => {
  running = await startStoreWithJournal();
  ({ store, journal } = running);
}, 60_000);

afterAll(() => running.close());

async function checkpoint() {
  const kept = await journal.shelf.get('checkpoint');
  const note = kept && parseNote(new TextDecoder().decode(kept.bytes));
  if (!note) throw new Error('no checkpoint');
  expect(await verifyNote(note, [journal.signer.verifier])).toEqual([journal.signer.verifier]);
  const found = parseCheckpoint(note.text);
  if (!found) throw new Error('no checkpoint');
  return found;
}

async function proved(made: Entry, index: number): Promise<boolean> {
  const { size, root } = await checkpoint();
  return verifyInclusion(leafOf(made), index, size, await journal.log.inclusion(index, size), root);
}

describe('the sequencer', () => {
  it('begins an empty log with a signed checkpoint', async () => {
    expect(await journal.run()).toMatchObject({ entries: 0, more: false });
    expect((await checkpoint()).size).toBe(0);
  });

  it('gives each entry one index, by instant, and proves it under the signed checkpoint', async () => {
    const made: Entry[] = [];
    for (let at = 0; at < 40; at += 1) made.push(await commitEntry(store));
    expect(await journal.run()).toMatchObject({ entries: 40, more: false });
    const indices = await readIndices(store, made.map(({ id }) => id) as EntryId[]);
    const order = made.toSorted((a, b) =>
      a.instant < b.instant ? -1 : a.instant > b.instant ? 1 : a.id < b.id ? -1 : 1,
    );
    expect(order.map(({ id }) => indices.get(id))).toEqual(order.map((_, at) => at));
    for (const one of order.slice(0, 5)) expect(await proved(one, indices.get(one.id) ?? -1)).toBe(true);
    const head = await readHead(store);
    expect(head?.staged).toBeUndefined();
    expect(head?.published.size).toBe(41);
  });

  it('grows over the edge of a tile', async () => {
    const made = await Promise.all(Array.from({ length: 300 }, () => commitEntry(store)));
    const ran = await journal.run();
    expect(ran.entries).toBe(300);
    const indices = await readIndices(
      store,
      made.map(({ id }) => id),
    );
    expect(new Set(indices.values()).size).toBe(300);
    for (const one of made.slice(0, 20)) expect(await proved(one, indices.get(one.id) ?? -1)).toBe(true);
    const published = await readPublished(store);
    expect(published?.size).toBe(341 + ran.batches);
    const leaves = await journal.log.leaves(0, published?.size ?? 0, published?.size ?? 0);
    expect(leaves).toHaveLength(published?.size ?? 0);
  });
});
