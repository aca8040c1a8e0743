import { randomUUID } from 'node:crypto';
import type { LambdaFunction } from '../lambda/function.ts';
import { place } from '../template/names.ts';
import { matches } from './pattern.ts';
import type { EventRule } from './rules.ts';

/** An event as a service hands it to the bus, which adds the rest. */
export type BusEvent = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export type Bus = {
  /** Takes an event; whoever has a rule for it is run soon after. Never throws, never waits. */
  put(event: BusEvent): void;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type BusOptions = {
  readonly rules: readonly EventRule[];
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Hears of what no attempt could deliver; it stands for the dead-letter queue. */
  readonly gaveUp: (line: string) => void;
  /** Milliseconds before the next attempt. */
  readonly pause?: (attempt: number) => number;
};

/** The account's default bus. Lambda tries an event twice more by itself, as the cloud does where nothing else is said. */
export function openBus({ rules, functions, gaveUp, pause = pauseAfter }: BusOptions): Bus {
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  async function deliver(rule: EventRule, event: object): Promise<void> {
    const target = functions.get(rule.functionArn);
    if (!target) return gaveUp(`${rule.name} names ${rule.functionArn}, which is not a function here`);
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      const outcome = await target.invoke(event);
      if (outcome.ok || closing.signal.aborted) return;
      if (attempt >= Math.min(rule.retriesMax, retriesHere))
        return gaveUp(`${rule.name} failed: ${outcome.errorType} ${outcome.errorMessage}`);
      await sleep(pause(attempt), closing.signal);
    }
  }

  return {
    put: (event) => {
      const now = new Date();
      const whole = {
        ...{ version: '0', id: randomUUID(), account: place.account, region: place.region },
        ...{ time: `${now.toISOString().slice(0, 19)}Z`, ...event },
      };
      for (const rule of rules.filter(({ pattern }) => matches(pattern, whole))) {
        const delivery = deliver(rule, whole).finally(() => underWay.delete(delivery));
        underWay.add(delivery);
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

/** More would only keep a broken function busy on one machine. */
const retriesHere = 3;

const pauseAfter = (attempt: number) => 200 * 2 ** attempt;

function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
