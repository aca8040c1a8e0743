import type { Ports } from './clock.ts';
import { Problem } from './problem.ts';

/**
 * How often an act begins again from what stands when somebody else was quicker. Of twenty signers in one instant
 * one wins each round, and the pauses spread the others out.
 */
const roundsMax = 24;
/** No new round begins after so long: the gateway gives up at 30 seconds. */
const roundsMillisMax = 20_000;

/**
 * Repeats an act until it has an answer. `undefined` says that it lost a race to somebody else's change and may
 * begin again. A problem ends it, and so does the last round, with a 503 that may be retried.
 */
export async function inRounds<T>(ports: Ports, act: (round: number) => Promise<T | undefined>): Promise<T> {
  const begunMs = ports.now();
  for (let round = 1; round <= roundsMax; round += 1) {
    const answer = await act(round);
    if (answer !== undefined) return answer;
    if (ports.now() - begunMs > roundsMillisMax) break;
    await ports.pause(pauseMillis(round, ports));
  }
  throw new Problem('busy');
}

/** Full jitter: up to 10 ms after the first round, doubling to 640 ms, so that twenty leave each other room. */
function pauseMillis(round: number, ports: Pick<Ports, 'random'>): number {
  const fraction = (ports.random(1)[0] ?? 0) / 255;
  return fraction * 10 * 2 ** Math.min(round - 1, 6);
}
