import { loadavg } from 'node:os';
import { type FindableTime, timeFinding } from './findable-time.ts';
import type { Tail } from './percentile.ts';
import { table, title } from './report.ts';
import { type SearchTime, timeSearching } from './search-time.ts';

/** What the register aims at: a search as flat as this, and what was submitted found within so many milliseconds. */
const aims = { p99Ratio: 1.1, findableMsMax: 1000 } as const;

const plans = {
  full: {
    search: { few: 1000, many: 100_000, rounds: { warmUp: 500, counted: 2000 } },
    finding: { filers: 20, bursts: 10 },
  },
  hasty: {
    search: { few: 100, many: 300, rounds: { warmUp: 2, counted: 10 } },
    finding: { filers: 2, bursts: 1 },
  },
} as const;

export type SearchResults = {
  readonly at: string;
  readonly plan: keyof typeof plans;
  readonly load: readonly [number, number];
  readonly searching: readonly SearchTime[];
  readonly finding: FindableTime;
};

/** Measures the search: how flat it is in the size of the register, and how soon it knows what was submitted. */
export async function measureSearch(
  plan: keyof typeof plans,
  tell: (what: string) => void,
): Promise<SearchResults> {
  const [before = 0] = loadavg();
  tell('searches over few and many parties');
  const searching = await timeSearching(plans[plan].search);
  tell('how soon what is submitted is found');
  const finding = await timeFinding(plans[plan].finding);
  const [after = 0] = loadavg();
  return { at: new Date().toISOString(), plan, load: [before, after], searching, finding };
}

/** The results as tables for people. */
export function searchReport({ at, load, searching, finding }: SearchResults): string {
  return [
    `${at}  load ${load.map((one) => one.toFixed(1)).join(' before, ')} after`,
    title('Searches over many parties and over few', 'ms; the ratio is that of the 99th of a hundred'),
    table([
      ['', 'few p50', 'p99', 'many p50', 'p99', 'ratio p50', 'ratio p99', 'aim', 'units few', 'many'],
      ...searching.map((one) => [
        one.what,
        ...[one.few.median, one.few.p99, one.many.median, one.many.p99].map((ms) => ms.toFixed(1)),
        one.medianRatio.toFixed(2),
        one.p99Ratio.toFixed(2),
        `≤ ${aims.p99Ratio} ${one.p99Ratio <= aims.p99Ratio ? 'held' : 'MISSED'}`,
        String(one.units.few),
        String(one.units.many),
      ]),
    ]),
    title('Submitted and found', `${finding.filers} filers at once on the local cloud, ms`),
    table([
      ['', 'p50', 'p99', 'max', 'count', 'aim'],
      foundRow('from sending the submission', finding.fromSubmission),
      foundRow('from the answer', finding.fromAnswer),
    ]),
  ].join('\n');
}

function foundRow(what: string, { median, p99, max, count }: Tail): string[] {
  const times = [median, p99, max].map((ms) => ms.toFixed(0));
  return [
    what,
    ...times,
    String(count),
    `≤ ${aims.findableMsMax} ${p99 <= aims.findableMsMax ? 'held' : 'MISSED'}`,
  ];
}
