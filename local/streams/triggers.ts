import type { LambdaFunction } from '../lambda/function.ts';
import { Refusal } from '../refusal.ts';
import { pause } from './bell.ts';
import type { DeliveryPlan } from './delivery.ts';
import type { StreamMapping } from './mapping.ts';
import { type Pace, usualPace } from './pace.ts';
import { startTrigger } from './trigger.ts';
import type { Writes } from './writes.ts';

export type TriggersOptions = {
  readonly mappings: readonly StreamMapping[];
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Address of the proxy. */
  readonly endpoint: string;
  /** Where checkpoints are kept: beside the tables, for they are worth nothing without each other. */
  readonly folder: string;
  readonly writes: Writes;
  /** A failed attempt, or a stream that cannot be read: for the log. */
  readonly note: (line: string) => void;
  /** Records that were given up: for the log and the operator. */
  readonly gaveUp: (line: string) => void;
  readonly plan?: DeliveryPlan;
  readonly pace?: Partial<Pace>;
};

export type Triggers = {
  /** Waits a moment for running deliveries; what does not end by then is delivered again at the next start. */
  close(): Promise<void>;
};

/** Lets the streams trigger their functions: each record at least once, in order within a shard. */
export function startTriggers(options: TriggersOptions): Triggers {
  const pace = { ...usualPace, ...options.pace };
  const stop = new AbortController();
  const triggers = options.mappings.map((mapping) => {
    const target = options.functions.get(mapping.functionArn);
    if (!target)
      throw new Refusal(`${mapping.name} invokes ${mapping.functionArn}, which does not run here.`);
    return { mapping, target };
  });
  const started = triggers.map(({ mapping, target }) => {
    const { endpoint, folder, note, gaveUp, plan = 'none' } = options;
    const trigger = startTrigger({
      mapping,
      target,
      endpoint,
      folder,
      plan,
      pace,
      signal: stop.signal,
      note,
      gaveUp,
    });
    options.writes.listen(mapping.tableName, trigger.ring);
    return trigger;
  });
  return {
    close: async () => {
      stop.abort();
      const patience = new AbortController();
      const ended = Promise.all(started.map((trigger) => trigger.ended));
      await Promise.race([ended, pause(pace.graceMs, patience.signal)]);
      patience.abort();
      await Promise.all(started.map((trigger) => trigger.close()));
    },
  };
}
