import type { RightId } from '../../../shared/kernel/right.ts';
import type { History } from '../history.ts';
import { linearize, type Operation } from '../linear/linearize.ts';
import { nameOfState, reads, type TitleState, type Told } from '../linear/title.ts';
import { acts, type Done, initialStates, stateOf } from './acts.ts';
import { type Broken, finder } from './broken.ts';
import { readings } from './readings.ts';
import type { Standing } from './standing.ts';

/**
 * The history of each title is linearizable: registrations, imports and corrections that changed it, whoever read it
 * while they did, and what stands at the end, all happened in one order, each while its request was under way.
 */
export function titlesAreLinearizable(standing: Standing, history: History): Broken[] {
  const { found, say } = finder('linear');
  const byTitle = new Map<RightId, Operation<TitleState>[]>();
  const add = ({ right, ...operation }: Done) => {
    const own = byTitle.get(right);
    if (own) own.push(operation);
    else byTitle.set(right, [operation]);
  };
  for (const one of [...acts(standing, history), ...readings(standing, history)]) add(one);
  const steps = history.flatMap(({ attempts }) => attempts.flatMap(({ begun, ended }) => [begun, ended]));
  // An attempt that the run's end cut off never ended.
  const end = 1 + Math.max(0, ...steps.filter(Number.isFinite));
  for (const [right, operations] of byTitle) {
    const final = {
      what: 'what stands at the end',
      begun: end,
      ended: end,
      does: reads(toldAtLast(standing, right)),
    };
    const verdicts = initialStates(standing, history, right).map((initial) =>
      linearize([...operations, final], initial, nameOfState),
    );
    if (verdicts.some(({ kind }) => kind === 'linearizable')) continue;
    const [verdict] = verdicts;
    if (verdict?.kind === 'undecided') say(`it could not be decided of ${right} in bounded time`);
    if (verdict?.kind !== 'broken') continue;
    const placed = verdict.placed.join('; ') || 'nothing';
    say(`${right}: after ${placed}, none of these can follow: ${verdict.stuck.join('; ')}`);
  }
  return found;
}

function toldAtLast(standing: Standing, right: RightId): Told {
  const newest = standing.titles.get(right)?.at(-1)?.value.title;
  return newest ? { pledge: 'none', ...stateOf(standing, newest) } : { version: 0 };
}
