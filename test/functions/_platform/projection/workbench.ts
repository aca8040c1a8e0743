import { randomBytes } from 'node:crypto';
import { BatchWriteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type {
  Placed,
  Projection,
  ProjectionDeps,
} from '../../../../functions/_platform/projection/projection.ts';
import type { Store } from '../../../../functions/_platform/store/store.ts';
import { absent, commit, put } from '../../../../functions/_platform/transaction.ts';
import { mapLeafOf } from '../../../../shared/journal/map/map-leaf.ts';
import { newId } from '../../../../shared/kernel/id.ts';
import { instantOf } from '../../../../shared/kernel/instant.ts';
import type { Entry } from '../../../../shared/register/entry.ts';
import { leafOf } from '../../../../shared/register/leaf.ts';
import { tables } from '../../../../shared/tables.ts';
import { startStore } from '../../../store.ts';

const utf8 = new TextEncoder();

export type Workbench = Awaited<ReturnType<typeof startWorkbench>>;

/**
 * The mechanism of projections over the real engine. The journal is a list of leaves, of which a part is published; the
 * projection writes one item an entry, on condition that there is none.
 */
export async function startWorkbench() {
  const running = await startStore({ journal: tables.journal, search: tables.search });
  const faults: { each?: ((call: string, send: () => Promise<unknown>) => Promise<unknown>) | undefined } =
    {};
  /** How often the database took the effect of an entry, whatever the projection was told of it. */
  const taken = new Map<string, number>();
  const send = (command: { input: object }) => {
    const call = `${command.constructor.name} ${JSON.stringify(command.input)}`;
    const pass = async () => {
      const answer: unknown = await running.client.send(command as Parameters<typeof running.client.send>[0]);
      const [, entry] = /^TransactWrite.*"EFFECT#(\w+)"/.exec(call) ?? [];
      if (entry) taken.set(entry, (taken.get(entry) ?? 0) + 1);
      return answer;
    };
    return faults.each ? faults.each(call, pass) : pass();
  };
  const names = { register: 'none', filings: 'none', parties: 'none', ...running.names };
  const store: Store = { client: Object.assign(Object.create(running.client), { send }), tables: names };
  const leaves: Uint8Array[] = [];
  const state = { published: 0, poisoned: new Set<number>(), handled: 0 };
  const deps: ProjectionDeps = {
    store,
    ports: {
      now: Date.now,
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    },
    journal: {
      size: () => Promise.resolve(state.published),
      leaves: (begin, end, size) => {
        if (end > size || size > state.published) throw new RangeError('beyond what is published');
        return Promise.resolve(leaves.slice(begin, end));
      },
    },
  };
  const projection: Projection = {
    ...{ name: 'search', together: 4 },
    concerns: ({ act }) => act === 'pledge.registration',
    handle: async (entries, { again }) => {
      for (const { index, entry } of entries) {
        if (state.poisoned.has(index)) throw new TypeError(`poison at ${index}`);
        state.handled += 1;
        await effect({ index, entry }, again);
      }
    },
  };
  const effect = async ({ index, entry }: Placed, again: boolean) => {
    const item = { pk: `EFFECT#${entry.id}`, sk: 'EFFECT', index };
    const on = again ? [] : [absent];
    const done = await commit(store.client, deps.ports, [put('effect', names.search, item, ...on)]);
    if (done.kind === 'busy') throw new Error('busy');
  };
  /** A batch as the sequencer publishes it: entries, of which some concern the projection, and the leaf of the map. */
  const publish = (acts: readonly string[]) => {
    for (const act of acts) leaves.push(leafOf(entryOf(act)));
    leaves.push(mapLeafOf(leaves.length, instantOf(Date.now()), new Uint8Array(32)));
    state.published = leaves.length;
  };
  const publishLeaf = (text: string) => {
    leaves.push(utf8.encode(text));
    state.published = leaves.length;
  };
  const itemsOf = async (table: 'journal' | 'search') => {
    const page = await running.client.send(
      new ScanCommand({ TableName: running.names[table], ConsistentRead: true }),
    );
    return (page.Items ?? []).sort((a, b) => (`${a['pk']}|${a['sk']}` < `${b['pk']}|${b['sk']}` ? -1 : 1));
  };
  const empty = async (table: 'journal' | 'search') => {
    const items = await itemsOf(table);
    for (let at = 0; at < items.length; at += 25) {
      const some = items.slice(at, at + 25);
      const gone = some.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      await running.client.send(new BatchWriteCommand({ RequestItems: { [running.names[table]]: gone } }));
    }
  };
  const reset = async () => {
    faults.each = undefined;
    leaves.length = 0;
    taken.clear();
    Object.assign(state, { published: 0, poisoned: new Set(), handled: 0 });
    await Promise.all([empty('journal'), empty('search')]);
  };
  const putItem = (table: 'journal' | 'search', item: Record<string, unknown>) =>
    running.client.send(new PutCommand({ TableName: running.names[table], Item: item }));
  return {
    ...{
      deps,
      projection,
      state,
      faults,
      taken,
      leaves,
      publish,
      publishLeaf,
      itemsOf,
      empty,
      reset,
      putItem,
    },
    close: running.close,
  };
}

function entryOf(act: string): Entry {
  const id = newId('ent', Date.now(), new Uint8Array(randomBytes(10)));
  return {
    ...{ schema: 'entry-1', id, instant: instantOf(Date.now()), act, decidedBy: 'machine' },
    ...{ public: {}, commitments: [], demonstration: true },
  };
}

/** Chance that a seed repeats (mulberry32). */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
