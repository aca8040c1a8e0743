import { parseArgs } from 'node:util';
import { type BreakageName, breakageNames, isBreakage } from './breakages.ts';
import { type Outcome, openPool, type Pool } from './pool.ts';
import { faultsOf, hasFailed, reportOf } from './report.ts';
import { shorten } from './shorten.ts';

/**
 * `npm run faults`: runs the register's functions while everything around them fails, one seed a run, and holds what is left
 * against what everybody was told (docs/faults.md). `--seed N` replays one; `--seeds N` and `--minutes M` say how many
 * at most, a thousand and ten where neither is said; `--minutes` alone runs on to its end. `--broken NAME`, or `all`, breaks the
 * commit path on purpose and tells how long it took to be found.
 */
const options = {
  seed: { type: 'string' },
  without: { type: 'string', default: '' },
  from: { type: 'string', default: '1' },
  seeds: { type: 'string' },
  minutes: { type: 'string' },
  workers: { type: 'string', default: '2' },
  broken: { type: 'string' },
} as const;

function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}
const values = readOptions();

const say = (text: string) => process.stdout.write(`${text}\n`);
const shortenMillisMax = 90_000;
/** Failures told in full before the rest is only counted. */
const toldMax = 3;

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  say(`--${name} takes a number from ${least}, not ${text}`);
  process.exit(2);
}

const replay = ({ seed }: Outcome, without: readonly string[]) =>
  `npm run faults -- --seed ${seed}${without.length > 0 ? ` --without '${without.join(',')}'` : ''}`;

async function replayOne(pool: Pool, seed: number): Promise<boolean> {
  const without = values.without.split(',').filter((name) => name !== '');
  const outcome = await pool.run(seed, without);
  for (const fault of faultsOf(outcome)) say(fault);
  if (!('why' in outcome)) {
    say(`seed ${seed}: ${outcome.requests} requests in ${outcome.steps} steps, trace ${outcome.trace}`);
    say(`happened: ${outcome.fired.map(([kind, times]) => `${kind} ${times}`).join(', ')}`);
  }
  return !hasFailed(outcome);
}

async function tellFailure(pool: Pool, failed: Outcome): Promise<void> {
  const until = Date.now() + shortenMillisMax;
  const { without, outcome } = await shorten(pool, failed, () => Date.now() > until);
  say(`\nSeed ${failed.seed} broke a promise. The shortest replay found:\n  ${replay(failed, without)}`);
  for (const fault of faultsOf(outcome)) say(`  ${fault}`);
}

async function runMany(pool: Pool, from: number, most: number, minutes: number): Promise<boolean> {
  const begun = Date.now();
  const outcomes: Outcome[] = [];
  const failures: Outcome[] = [];
  let next = from;
  const lane = async () => {
    while (next < from + most && Date.now() < begun + minutes * 60_000 && failures.length < toldMax) {
      const seed = next;
      next += 1;
      const outcome = await pool.run(seed);
      outcomes.push(outcome);
      if (hasFailed(outcome)) failures.push(outcome);
      if (hasFailed(outcome)) say(`seed ${seed} broke: ${faultsOf(outcome)[0]}`);
    }
  };
  await Promise.all(Array.from({ length: wholeNumber('workers', values.workers, 1) }, lane));
  say(reportOf(outcomes, (Date.now() - begun) / 60_000));
  for (const failed of failures.slice(0, toldMax)) await tellFailure(pool, failed);
  say(failures.length === 0 ? 'Every promise held.' : `${failures.length} seeds broke a promise.`);
  return failures.length === 0;
}

/**
 * Runs seeds over code that was broken on purpose, until one of them finds it. A minute of an idle machine is enough for
 * each; a busy one gets three.
 */
async function findBreakage(name: BreakageName): Promise<boolean> {
  const workers = wholeNumber('workers', values.workers, 1);
  const pool = await openPool(workers, name);
  const begun = Date.now();
  const found: Outcome[] = [];
  let seeds = 0;
  const lane = async () => {
    while (found.length === 0 && Date.now() < begun + findMillisMax) {
      seeds += 1;
      const outcome = await pool.run(seeds);
      if (hasFailed(outcome)) found.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
  await pool.close();
  const [first] = found;
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  say(
    `${name}: ${first ? `found by seed ${first.seed}` : 'NOT FOUND'} after ${seconds} s, ${seeds} seeds begun`,
  );
  if (first) say(`  ${faultsOf(first)[0]}`);
  return first !== undefined;
}

const findMillisMax = 180_000;

async function findAll(names: readonly BreakageName[]): Promise<boolean> {
  let all = true;
  for (const name of names) all = (await findBreakage(name)) && all;
  return all;
}

async function runSeeds(): Promise<boolean> {
  const { seed, seeds, minutes } = values;
  const pool = await openPool(seed === undefined ? wholeNumber('workers', values.workers, 1) : 1);
  try {
    if (seed !== undefined) return await replayOne(pool, wholeNumber('seed', seed, 0));
    const minutesMax = wholeNumber('minutes', minutes ?? (seeds ? '600' : '10'), 0);
    const most = wholeNumber('seeds', seeds ?? (minutes ? '100000000' : '1000'), 1);
    return await runMany(pool, wholeNumber('from', values.from, 0), most, minutesMax);
  } finally {
    await pool.close();
  }
}

const { broken } = values;
if (broken !== undefined && broken !== 'all' && !isBreakage(broken)) {
  say(`--broken takes all, or one of: ${breakageNames.join(', ')}`);
  process.exit(2);
}
const held =
  broken === undefined ? await runSeeds() : await findAll(broken === 'all' ? breakageNames : [broken]);
process.exitCode = held ? 0 : 1;
