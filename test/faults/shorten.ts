import type { Outcome, Pool } from './pool.ts';
import { hasFailed } from './report.ts';
import { faultKinds } from './simulation/kinds.ts';

const rulesIn = (outcome: Outcome): Set<string> =>
  'why' in outcome ? new Set(['why']) : new Set(outcome.broken.map(({ rule }) => rule));

/**
 * The least that still breaks a rule that the whole run broke: every kind of fault and every actor that it does without
 * is taken out, one after the other. What a name throws does not depend on the others, so most of the run stays as it was.
 */
export async function shorten(
  pool: Pool,
  failed: Outcome,
  until: () => boolean,
): Promise<{ without: string[]; outcome: Outcome }> {
  const rules = rulesIn(failed);
  let best = { without: [] as string[], outcome: failed };
  const actors = 'why' in failed ? [] : failed.actors;
  const fired = 'why' in failed ? [] : failed.fired.map(([kind]) => kind);
  // What never happened needs no trial: it is left out by being left alone.
  for (const name of [...actors, ...faultKinds.filter((kind) => fired.includes(kind))]) {
    if (until()) break;
    const without = [...best.without, name];
    const outcome = await pool.run(failed.seed, without);
    const same = hasFailed(outcome) && [...rulesIn(outcome)].some((rule) => rules.has(rule));
    if (same) best = { without, outcome };
  }
  return best;
}
