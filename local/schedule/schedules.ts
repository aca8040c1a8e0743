import type { LambdaFunction } from '../lambda/function.ts';
import type { ScheduledTarget } from './targets.ts';

export type Schedules = {
  /** Runs every target once, now. Resolves when all have ended. */
  runAll(): Promise<void>;
  /** Stops the clocks. What runs is left to the functions' own end. */
  close(): void;
};

/**
 * Starts the clocks. A function that is still busy with the last event of a rule is not asked again: the next event
 * finds all the work. Failures are told to `onFailure`, which stands for the dead-letter queue.
 */
export function startSchedules(
  targets: readonly ScheduledTarget[],
  functions: ReadonlyMap<string, LambdaFunction>,
  onFailure: (line: string) => void,
): Schedules {
  let closed = false;
  const busy = new Map<ScheduledTarget, Promise<void>>();

  async function run(one: ScheduledTarget): Promise<void> {
    const found = functions.get(one.functionArn);
    if (!found) return onFailure(`${one.name} names ${one.functionArn}, which is not a function here`);
    const outcome = await found.invoke(one.event(new Date()));
    if (!outcome.ok && !closed) onFailure(`${one.name} failed: ${outcome.errorType} ${outcome.errorMessage}`);
  }

  function start(one: ScheduledTarget): Promise<void> {
    const running = busy.get(one) ?? run(one).finally(() => busy.delete(one));
    busy.set(one, running);
    return running;
  }

  const timers = targets.map((one) => setInterval(() => void start(one), one.everyMs));
  return {
    runAll: async () => {
      await Promise.all(targets.map(start));
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearInterval(timer);
    },
  };
}
