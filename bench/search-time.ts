import type { Context } from 'aws-lambda';
import { serve } from '../functions/_platform/serve.ts';
import { searchHandlers } from '../functions/search/handlers.ts';
import { operations } from '../shared/contracts/operations/index.ts';
import { tables } from '../shared/tables.ts';
import { startStore } from '../test/store.ts';
import { engineUnits } from './call-units.ts';
import { gatewayEvent } from './gateway-event.ts';
import { cities, partyNumbered, putParties } from './many-parties.ts';
import { type Tail, tailOf } from './percentile.ts';
import { discardLogs, documentClient, rawClient } from './register-under-test.ts';
import { interleave, type Rounds } from './rounds.ts';
import { listen } from './wiretap.ts';

/** One way of searching, over the few and over the many. */
export type SearchTime = {
  readonly what: string;
  readonly few: Tail;
  readonly many: Tail;
  /** The slowest of a hundred over the many, by that over the few. */
  readonly p99Ratio: number;
  readonly medianRatio: number;
  readonly units: { readonly few: number; readonly many: number };
};

export type SearchPlan = { readonly few: number; readonly many: number; readonly rounds: Rounds };

/** What is asked: names that are in both registers, and beginnings with more than a page of hits in both. */
const questions = {
  'a name, exactly': (at: number) => ({ name: partyNumbered(at).name }),
  'an identifier': (at: number) => ({ identifier: `BENCH-${at}` }),
  'a beginning, a page of 20': (at: number) => ({ name: cities[at % cities.length] ?? '' }),
} as const;

/** Searches a register of few parties and one of many, in turn, by the engine itself. */
export async function timeSearching(plan: SearchPlan): Promise<SearchTime[]> {
  discardLogs();
  const few = await registerOf(plan.few);
  const many = await registerOf(plan.many);
  try {
    const found: SearchTime[] = [];
    for (const [what, query] of Object.entries(questions)) {
      let asked = 0;
      const lane = (register: Register) => async () => {
        asked += 1;
        return register.prepare(query(Math.floor(asked / 2) % plan.few));
      };
      const times = await interleave({ few: lane(few), many: lane(many) }, plan.rounds);
      const [ofFew, ofMany] = [tailOf(times.few), tailOf(times.many)];
      found.push({
        what,
        ...{ few: ofFew, many: ofMany },
        ...{ p99Ratio: ofMany.p99 / ofFew.p99, medianRatio: ofMany.median / ofFew.median },
        units: { few: await few.units(query(7)), many: await many.units(query(7)) },
      });
    }
    return found;
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
}

type Register = Awaited<ReturnType<typeof registerOf>>;

async function registerOf(count: number) {
  const running = await startStore(tables);
  const raw = rawClient(running.engine);
  const store = { client: documentClient(raw), tables: running.names };
  await putParties(store, store.client, count);
  const deps = {
    ...{ store, demonstration: true },
    ports: { now: Date.now, random: (bytes: number) => new Uint8Array(bytes), pause: async () => {} },
  };
  const handler = serve('search', operations, deps, searchHandlers(store));
  const prepare = (query: Record<string, string>) => {
    const event = gatewayEvent('search.parties', { query });
    return async () => {
      const answer = await handler(event, {} as Context);
      const { items = [] }: { items?: unknown[] } = JSON.parse(answer.body ?? '{}');
      if (answer.statusCode !== 200 || items.length === 0) throw new Error(`search: ${answer.body}`);
    };
  };
  const units = async (query: Record<string, string>) => {
    const heard = rawClient(running.engine);
    const calls = listen(heard);
    const listening = { client: documentClient(heard), tables: running.names };
    const counted = serve('search', operations, { ...deps, store: listening }, searchHandlers(listening));
    await counted(gatewayEvent('search.parties', { query }), {} as Context);
    heard.destroy();
    return calls.reduce((sum, call) => sum + engineUnits(call), 0);
  };
  const close = async () => {
    raw.destroy();
    await running.close();
  };
  return { prepare, units, close };
}
