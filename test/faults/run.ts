import { ed25519Verifier } from '../../shared/journal/ed25519.ts';
import type { Broken } from './check/broken.ts';
import { check } from './check/check.ts';
import { Cloud, type CloudOptions } from './cloud/cloud.ts';
import type { Snapshot } from './cloud/engines.ts';
import { buckets, keys } from './cloud/functions.ts';
import type { Appointment, Deaths } from './cloud/passage.ts';
import { type Beginning, begin } from './people/beginning.ts';
import { type Actor, castOf } from './people/cast.ts';
import { chanceOf } from './simulation/chance.ts';
import type { FaultKind, Fired } from './simulation/kinds.ts';

const begunAt = Date.parse('2026-11-23T01:00:00.000Z');

export type Begun = { readonly snapshot: Snapshot; readonly beginning: Beginning; readonly now: number };

/** A run begins so long before midnight, when the limit of a filing passes. */
const beforeMidnight = 25_000;

/** What every run begins with, made once by the functions themselves. */
export async function beginAll(engine: string): Promise<Begun> {
  const options: CloudOptions = { engine, seed: 'beginning', begun: begunAt, automatic: [] };
  const cloud = await Cloud.open(options);
  cloud.calmDown();
  cloud.certifies = false;
  const { ended } = cloud.sim.start('beginning', 'beginning', () => begin(cloud));
  await cloud.sim.run();
  const beginning = await ended;
  if (cloud.failures.length > 0) throw new Error(cloud.failures.join('\n'));
  const now = beginning.overdue.midnight - beforeMidnight;
  const snapshot = await cloud.engines.snapshot();
  await cloud.close();
  return { snapshot, beginning, now };
}

/** What a run leaves out, to find the shortest that still fails. */
export type Without = { readonly actors: ReadonlySet<string>; readonly faults: ReadonlySet<FaultKind> };
export const nothing: Without = { actors: new Set(), faults: new Set() };

export type Ran = {
  readonly seed: number;
  readonly broken: readonly Broken[];
  readonly fired: Fired;
  readonly deaths: Deaths;
  readonly steps: number;
  readonly requests: number;
  readonly actors: readonly string[];
  /** A digest of everything that happened, the same in every replay. */
  readonly trace: string;
};

/** The places at which functions are appointed to die, one a seed, so that in the end each of them was died at. */
const appointed = [
  { kind: 'registrar', gates: 12 },
  { kind: 'sequencer', gates: 48 },
  { kind: 'arrival', gates: 12 },
  { kind: 'certificates', gates: 24 },
  { kind: 'imports', gates: 8 },
] as const;
const places: readonly Appointment[] = appointed.flatMap(({ kind, gates }) =>
  Array.from({ length: gates }, (_, at) => at + 1).flatMap((gate) => [
    { kind, gate, when: 'before' as const },
    { kind, gate, when: 'after' as const },
  ]),
);

/** Without a divisor in common with the number of places: any few seeds come to all kinds, and all seeds to all places. */
const stride = 77;
const placeOf = (seed: number): Appointment | undefined => places[(seed * stride) % places.length];

/** So long the weather lasts; then it is calm, and everything must come to a clear end. */
const stormMillis = 60_000;

/** One run: everything that the seed decides, and then what is left of it held against what everybody was told. */
export async function run(
  engine: string,
  begun: Begun,
  seed: number,
  without: Without = nothing,
): Promise<Ran> {
  const name = `seed ${seed}`;
  const chance = chanceOf(name, 'run');
  const appointment = placeOf(seed);
  const cloud = await Cloud.open({
    ...{ engine, seed: name, begun: begun.now, snapshot: begun.snapshot, without: without.faults },
    appointment,
    automatic: chance.flip(0.7) ? ['pledge.registration'] : [],
  });
  try {
    // Drawing certificates takes more real time than all the rest; it is drawn in the runs whose place it is, and some others.
    cloud.certifies = appointment?.kind === 'certificates' || chance.flip(0.1);
    const all = castOf(cloud, begun.beginning, name, appointment?.kind);
    const strange = [...without.actors].filter((name) => all.every((one) => one.name !== name));
    if (strange.length > 0) throw new Error(`nobody and no fault in this run is named ${strange.join(', ')}`);
    const cast = all.filter((one) => !without.actors.has(one.name));
    const failed = await play(cloud, cast);
    const trace = cloud.trace();
    const broken = [...failed, ...(await checked(cloud))];
    const { fired, passage, sim, history } = cloud;
    const actors = cast.map((one) => one.name);
    return {
      seed,
      broken,
      fired,
      deaths: passage.deaths,
      steps: sim.steps,
      requests: history.length,
      actors,
      trace,
    };
  } finally {
    await cloud.close();
  }
}

const clockEvent = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };

/** Lets everybody act, the weather pass, and everything be tended until nothing is left to do. */
async function play(cloud: Cloud, cast: readonly Actor[]): Promise<Broken[]> {
  const broken: Broken[] = [];
  const { sim } = cloud;
  for (const { kind, name, act } of cast) {
    const { ended } = sim.start(kind, name, act);
    ended.catch((error: unknown) => {
      broken.push({ rule: 'answers', what: `${name}: ${error instanceof Error ? error.stack : error}` });
    });
  }
  const clock = chanceOf(sim.seed, 'clock');
  for (let at = 0; at < stormMillis; at += 2_000 + clock.below(6_000)) {
    sim.after(at, () => cloud.engines.catchUp((item) => chanceOf(sim.seed, at, item).flip(0.6)));
    sim.after(at, () =>
      cloud.wake(clock.pick(['sequencer', 'telling', 'search', 'imports', 'lapse', 'sweep'])),
    );
  }
  // The clock that ends filings strikes twice about then.
  for (const late of [clock.below(300), clock.below(1_000)]) {
    sim.after(beforeMidnight + late, () => cloud.wake('lapse'));
  }
  sim.after(stormMillis, async () => {
    cloud.calmDown();
    await cloud.engines.catchUp();
  });
  await sim.run();
  // The clock would come round for ever; three rounds are more than anything left needs.
  for (let round = 1; round <= 3; round += 1) {
    for (const kind of [
      'imports',
      'sequencer',
      'search',
      'telling',
      'certificates',
      'lapse',
      'sweep',
    ] as const) {
      if (kind !== 'certificates' || cloud.certifies) cloud.wake(kind);
      await sim.run();
    }
    // What was lost on its way is looked for when its time has come.
    sim.after(2 * 60 * 60_000, () => cloud.tellDocuments(clockEvent));
    await sim.run();
  }
  return broken;
}

async function checked(cloud: Cloud): Promise<readonly Broken[]> {
  const verifier = await ed25519Verifier(keys.journal.verifierKey);
  const seal = await ed25519Verifier(keys.seal.verifierKey);
  if (!verifier || !seal) throw new Error('no verifiers');
  const { store, functions, shown } = cloud;
  const { shelf, log, archive, vault, bodies } = functions;
  const call = (...given: Parameters<Cloud['call']>) => cloud.call(...given);
  const kept = () => cloud.engines.keysIn(buckets.documents);
  return check(
    { store, shelf, log, verifier, seal, archive, vault, kept, bodies, call, shown },
    cloud.history,
  );
}
