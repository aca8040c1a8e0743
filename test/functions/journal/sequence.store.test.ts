import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPorts } from '../../../functions/_platform/clock.ts';
import { readHead, readIndices, readPublished } from '../../../functions/_platform/store/journal.ts';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { parseNote, verifyNote } from '../../../shared/journal/note.ts';
import { verifyInclusion } from '../../../shared/journal/proof.ts';
import { type EntryId, newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { type Entry, entry } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { tables } from '../../../shared/tables.ts';
import { startStore } from '../../store.ts';
import { type JournalUnderTest, startJournal } from './journal-under-test.ts';

let running: Awaited<ReturnType<typeof startStore>>;
let store: Store;
let journal: JournalUnderTest;

beforeAll(async () => {
  running = await startStore(tables);
  store = { client: running.client, tables: running.names };
  journal = await startJournal(store);
}, 60_000);

afterAll(async () => {
  await journal.close();
  await running.close();
});

async function commitEntry(): Promise<Entry> {
  const now = Date.now();
  const made = entry.parse({
    ...{ schema: 'entry-1', id: newId('ent', now, randomBytes(10)), instant: instantOf(now) },
    ...{ act: 'test.act', decidedBy: 'office', public: {}, commitments: [], demonstration: true },
  });
  await commit(store.client, systemPorts, writeEntry(store, made, []));
  return made;
}

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
    for (let at = 0; at < 40; at += 1) made.push(await commitEntry());
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
    const made = await Promise.all(Array.from({ length: 300 }, commitEntry));
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
