import { randomBytes } from 'node:crypto';
import { systemPorts } from '../functions/_platform/clock.ts';
import { openLog } from '../functions/_platform/journal/log.ts';
import { openShelf, type Shelf } from '../functions/_platform/journal/shelf.ts';
import { readIndices } from '../functions/_platform/store/journal.ts';
import { writeEntry } from '../functions/_platform/store/records.ts';
import type { Store } from '../functions/_platform/store/store.ts';
import { firstVersionItem } from '../functions/_platform/store/titles.ts';
import { commit, put } from '../functions/_platform/transaction.ts';
import { sequence } from '../functions/journal/sequencer/sequence.ts';
import { parseCheckpoint } from '../shared/journal/checkpoint.ts';
import { parseNote } from '../shared/journal/note.ts';
import { type EntryId, newId } from '../shared/kernel/id.ts';
import { instantOf } from '../shared/kernel/instant.ts';
import { rightOf } from '../shared/kernel/right.ts';
import { advancedTo } from '../shared/register/encumbrance.ts';
import { entry } from '../shared/register/entry.ts';
import { tables } from '../shared/tables.ts';
import { type JournalUnderTest, startJournal } from '../test/functions/journal/journal-under-test.ts';
import { nextPatent } from '../test/functions/world.ts';
import { titleOf } from '../test/shared/register/sample.ts';
import { startStore } from '../test/store.ts';
import { type Tail, tailOf } from './percentile.ts';

/** What it takes to give entries their places, each of which encumbers one title anew. */
export type SequencingTime = {
  /** All waiting when the sequencer comes, as after an outage. */
  readonly backlog: { readonly entries: number; readonly batches: number; readonly perSecond: number };
  /** For each entry of the backlog: calls of DynamoDB, objects put and their bytes. */
  readonly perEntry: { readonly calls: number; readonly objects: number; readonly bytes: number };
  /** Coming one by one at this rate, until a published checkpoint holds them, in milliseconds. */
  readonly steady: { readonly rate: number; readonly delay: Tail; readonly batches: number };
};

export type SequencingPlan = { readonly backlog: number; readonly rate: number; readonly seconds: number };

export async function timeSequencing(plan: SequencingPlan): Promise<SequencingTime> {
  const running = await startStore(tables);
  const store: Store = { client: running.client, tables: running.names };
  const journal = await startJournal(store);
  try {
    await journal.run();
    const { perEntry, ...backlog } = await timeBacklog(store, journal, plan.backlog);
    return { backlog, perEntry, steady: await timeSteady(store, journal, plan) };
  } finally {
    await journal.close();
    await running.close();
  }
}

/** An entry that encumbers a title, with what the sequencer reads of both: committed as the registrar commits. */
async function commitEntry(store: Store): Promise<EntryId> {
  const number = nextPatent();
  const at = instantOf(Date.now());
  const id = newId('ent', Date.now(), randomBytes(10));
  const hold = {
    kind: 'pledge' as const,
    record: 'Y2026980000001',
    holders: [],
    since: at,
    entry: id,
    public: true,
  };
  const title = { ...titleOf(number), right: rightOf(number), instant: at, entry: id, holds: [hold] };
  const made = entry.parse({
    ...{ schema: 'entry-1', id, instant: at, act: 'bench.act', decidedBy: 'office' },
    ...{ advanced: [advancedTo(title)], public: {}, commitments: [], demonstration: true },
  });
  const written = put('title', store.tables.register, firstVersionItem({ title, act: made.act }));
  await commit(store.client, systemPorts, [written, ...writeEntry(store, made, [])]);
  return id;
}

async function timeBacklog(store: Store, journal: JournalUnderTest, entries: number) {
  for (let at = 0; at < entries; at += 20) {
    await Promise.all(Array.from({ length: Math.min(20, entries - at) }, () => commitEntry(store)));
  }
  const counted = counting(store, journal);
  const begun = performance.now();
  const ran = await counted.run();
  const seconds = (performance.now() - begun) / 1000;
  if (ran.entries !== entries) throw new Error(`${ran.entries} of ${entries} were sequenced`);
  const { calls, objects, bytes } = counted.told();
  return {
    ...{ entries, batches: ran.batches, perSecond: entries / seconds },
    perEntry: { calls: calls / entries, objects: objects / entries, bytes: bytes / entries },
  };
}

/** The sequencer with its calls counted, and the moment of each checkpoint that it published. */
function counting(store: Store, journal: JournalUnderTest) {
  const told = { calls: 0, objects: 0, bytes: 0 };
  const published: { readonly size: number; readonly at: number }[] = [];
  const send = (...given: Parameters<typeof store.client.send>) => {
    told.calls += 1;
    return Reflect.apply(store.client.send, store.client, given);
  };
  const client = Object.assign(Object.create(store.client), { send });
  const shelf = openShelf(journal.bucket, journal.client);
  const counted: Shelf = {
    ...shelf,
    put: (key, bytes, kind) => {
      told.objects += 1;
      told.bytes += bytes.length;
      return shelf.put(key, bytes, kind);
    },
    replace: async (key, bytes, over) => {
      const done = await shelf.replace(key, bytes, over);
      const note = parseNote(new TextDecoder().decode(bytes));
      const size = parseCheckpoint(note?.text ?? '')?.size;
      if (done && size !== undefined) published.push({ size, at: performance.now() });
      return done;
    },
  };
  const deps = { store: { ...store, client }, shelf: counted, log: openLog(counted) };
  const more = { signer: journal.signer, ports: systemPorts };
  const until = performance.now() + patienceMs;
  return {
    run: () => sequence({ ...deps, ...more }, () => performance.now() < until),
    told: () => told,
    published,
  };
}

const patienceMs = 120_000;

/** Entries come at a steady rate; each rings, and a bell that rings while the sequencer runs makes it run once more. */
async function timeSteady(store: Store, journal: JournalUnderTest, { rate, seconds }: SequencingPlan) {
  const counted = counting(store, journal);
  const committed = new Map<EntryId, number>();
  let batches = 0;
  let rung = false;
  let working: Promise<void> | undefined;
  const ring = () => {
    rung = true;
    working ??= (async () => {
      while (rung) {
        rung = false;
        batches += (await counted.run()).batches;
      }
      working = undefined;
    })();
  };
  const begun = performance.now();
  const all = Array.from({ length: rate * seconds }, async (_, at) => {
    await systemPorts.pause(Math.max(0, begun + (at * 1000) / rate - performance.now()));
    const id = await commitEntry(store);
    committed.set(id, performance.now());
    ring();
  });
  await Promise.all(all);
  await working;
  const indices = await readIndices(store, [...committed.keys()]);
  const delays = [...committed].map(([id, at]) => {
    const index = indices.get(id) ?? Number.POSITIVE_INFINITY;
    const first = counted.published.find(({ size }) => size > index);
    if (!first) throw new Error(`${id} was never published`);
    return Math.max(0, first.at - at);
  });
  return { rate, delay: tailOf(delays), batches };
}
