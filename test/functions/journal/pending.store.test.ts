import { randomBytes } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pendingShards } from '../../../functions/_platform/store/records.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { perShard, readWaiting } from '../../../functions/journal/sequencer/pending.ts';
import { sha256Hex } from '../../../shared/kernel/digest.ts';
import { type EntryId, newId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant, instantOf } from '../../../shared/kernel/instant.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { commitEntry, type JournalUnderTest, startStoreWithJournal } from './journal-under-test.ts';

let running: Awaited<ReturnType<typeof startStoreWithJournal>>;
let store: Store;
let journal: JournalUnderTest;

beforeAll(async () => {
  running = await startStoreWithJournal();
  ({ store, journal } = running);
  await journal.run();
}, 60_000);

afterAll(() => running.close());

const shardOf = (id: EntryId) => Number.parseInt(sha256Hex(id).slice(0, 4), 16) % pendingShards;

function idOn(shard: number): EntryId {
  for (;;) {
    const id = newId('ent', Date.now(), randomBytes(10));
    if (shardOf(id) === shard) return id;
  }
}

const commitAt = (instant: Instant, shard: number) => commitEntry(store, { id: idOn(shard), instant });

/** The store as somebody reads it who was at the shard of an entry before that was committed, and at the others after. */
function readBefore(hidden: Entry): Store {
  let looks = 0;
  const send = async (command: unknown) => {
    const answer = await Reflect.apply(store.client.send, store.client, [command]);
    if (!(command instanceof QueryCommand)) return answer;
    looks += 1;
    if (looks > pendingShards) return answer;
    const items: { pending?: unknown }[] = answer.Items ?? [];
    return { ...answer, Items: items.filter(({ pending }) => pending !== hidden.id) };
  };
  return { ...store, client: Object.assign(Object.create(store.client), { send }) };
}

const entriesIn = (found: readonly { entry: EntryId }[]) => found.map((one) => one.entry).sort();

it('nothing is taken that is younger than an entry which the first look missed and the second saw', async () => {
  const now = instantOf(Date.now());
  const older = await commitAt(now, 1);
  const missed = await commitAt(addMillis(now, 1), 2);
  // It may rest on what was missed by a party, of which its pending item says nothing.
  const younger = await commitAt(addMillis(now, 2), 3);
  expect(entriesIn(await readWaiting(readBefore(missed)))).toEqual([older.id]);
  expect(entriesIn(await readWaiting(store))).toEqual([older.id, missed.id, younger.id].sort());
  await journal.run();
});

it('nothing is taken that is younger than what a full shard may still hold back', async () => {
  const now = instantOf(Date.now());
  for (let at = 0; at < perShard + 5; at += 1) await commitAt(addMillis(now, at), 4);
  const younger = await commitAt(addMillis(now, perShard + 1), 5);
  const first = await readWaiting(store);
  expect(first).toHaveLength(perShard);
  expect(first.map((one) => one.entry)).not.toContain(younger.id);
  expect(await journal.run()).toMatchObject({ entries: perShard + 6, more: false });
});

it('more entries of one instant than a look shows of a shard do not stop it', async () => {
  const now = instantOf(Date.now());
  for (let at = 0; at < perShard + 20; at += 1) await commitAt(now, 6);
  expect(await journal.run()).toMatchObject({ entries: perShard + 20, more: false });
});
