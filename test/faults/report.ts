import type { RanTold } from './asked.ts';
import type { Outcome } from './pool.ts';
import { faultKinds } from './simulation/kinds.ts';

export const hasFailed = (outcome: Outcome): boolean => 'why' in outcome || outcome.broken.length > 0;

/** What is wrong, a line each. */
export function faultsOf(outcome: Outcome): string[] {
  if ('why' in outcome) return [`the run itself failed: ${outcome.why}`];
  return outcome.broken.map(({ rule, what }) => `${rule}: ${what}`);
}

/** How many runs there were, and in what share of them each fault really happened. */
export function reportOf(outcomes: readonly Outcome[], minutes: number): string {
  const runs = outcomes.filter((one): one is RanTold => !('why' in one));
  const total = (of: (run: RanTold) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const share = (count: number) => `${((100 * count) / Math.max(1, runs.length)).toFixed(0)} %`;
  const lines = faultKinds.map((kind) => {
    const counts = runs.map(({ fired }) => fired.find(([name]) => name === kind)?.[1] ?? 0);
    const inRuns = counts.filter((count) => count > 0).length;
    const times = counts.reduce((sum, count) => sum + count, 0);
    return `  ${kind.padEnd(18)} ${share(inRuns).padStart(5)} of runs, ${String(times).padStart(7)} times`;
  });
  const never = faultKinds.filter((kind) =>
    runs.every(({ fired }) => fired.every(([name]) => name !== kind)),
  );
  return [
    `${outcomes.length} seeds in ${minutes.toFixed(1)} minutes, ${(outcomes.length / minutes).toFixed(0)} a minute;`,
    `${total(({ requests }) => requests)} requests, ${total(({ steps }) => steps)} steps.`,
    'Each fault really happened in:',
    ...lines,
    ...deathsIn(runs),
    ...(never.length > 0 ? [`Never happened: ${never.join(', ')}.`] : []),
  ].join('\n');
}

const watched = ['registrar', 'sequencer', 'arrival', 'certificates', 'imports'] as const;

/** At which of the gates that a function came to it died, before its call and after it. */
function deathsIn(runs: readonly RanTold[]): string[] {
  const counts = new Map<string, number>();
  for (const { deaths } of runs) {
    for (const [place, count] of deaths) counts.set(place, (counts.get(place) ?? 0) + count);
  }
  return [
    'Functions died at their gates (a gate is a call of anything outside), of those that runs came to:',
    ...watched.map((kind) => {
      const gates = [...counts.keys()].flatMap((place) => {
        const [name, gate, when] = place.split(' ');
        return name === kind && when === undefined ? [Number(gate)] : [];
      });
      const diedAt = (when: string) => gates.filter((gate) => counts.has(`${kind} ${gate} ${when}`)).length;
      return `  ${kind.padEnd(14)} ${gates.length} gates: ${diedAt('before')} before the call, ${diedAt('after')} after it`;
    }),
  ];
}
