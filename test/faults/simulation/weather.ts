import type { After, Before } from '../../../local/dynamodb/faults.ts';
import type { S3Before } from '../../../local/s3/faults.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { FaultKind } from './kinds.ts';

/** What kind of thing a call asks for, as far as its faults differ. */
export type Reaching = 'database' | 'bucket' | 'key';

/** A call at the gate. */
export type Calling = {
  readonly reaching: Reaching;
  readonly operation: string;
  readonly writes: boolean;
  /** A read that may see an older state. */
  readonly mayLag: boolean;
};

/** What one request of a call meets on its way, of which an SDK may make several. */
export type Leg = {
  readonly before: Exclude<Before, 'lagging'> | S3Before;
  readonly after: After;
};

/** What becomes of a call. */
export type Fate = {
  /** Milliseconds until it arrives. */
  readonly arrives: number;
  /** Milliseconds that it is slow on its way there, besides. */
  readonly delayed: number;
  /** Milliseconds that it is in flight while others go on; nothing where it is done in one moment. */
  readonly held: number | undefined;
  /** Milliseconds until its answer is there. */
  readonly answers: number;
  readonly lags: boolean;
  /** What its requests meet, the first one first; those after it go through. */
  readonly legs: readonly Leg[];
  /** The process dies here. */
  readonly dies: 'before' | 'waiting' | 'after' | undefined;
  readonly kind: FaultKind | undefined;
};

/** How the weather of a run is: which faults there are, and how often. */
export type Weather = {
  /**
   * How the fault strikes at this place, by the throws of the place and the kind alone; undefined where it does not. So a
   * fault that is taken away leaves all others where they were.
   */
  readonly strikes: (place: string, kind: FaultKind) => Chance | undefined;
  readonly calm: () => boolean;
  /** Whether there is such a thing in this weather at all. */
  readonly has: (kind: FaultKind) => boolean;
};

const usual: Readonly<Record<FaultKind, number>> = {
  ...{ cutBefore: 0.03, cutAfter: 0.04, neverHeard: 0.03, throttled: 0.03, conflictTold: 0.04, failed: 0.02 },
  ...{ held: 0.25, landedLate: 0.04, slow: 0.05, laggingRead: 0.4 },
  ...{
    objectCutBefore: 0.03,
    objectCutAfter: 0.04,
    objectNeverHeard: 0.03,
    objectSlowDown: 0.03,
    objectConflict: 0.05,
  },
  ...{ objectFailed: 0.02, keyFailed: 0.1 },
  ...{ diedBefore: 0.015, diedAfter: 0.02, diedWaiting: 0.01, timedOut: 0.03, replyLost: 0.1 },
  ...{ doubled: 0.3, runsAtOnce: 0.3, numberTwice: 0.3, clockOff: 0.1 },
  ...{ bellLost: 0.3, bellDoubled: 0.3, bellLate: 0.3 },
  ...{ recordsDoubled: 0.3, recordsReordered: 0.3, recordsLost: 0.2 },
  ...{ eventLost: 0.2, eventDoubled: 0.3, eventLate: 0.3 },
};

/**
 * Each seed has a weather of its own: some kinds of fault do not occur at all, others three times as often, since what
 * two rare faults do together shows best where nothing else interferes (swarm testing).
 */
export function weatherOf(seed: string, calm: () => boolean, without: ReadonlySet<FaultKind>): Weather {
  const factors = new Map<FaultKind, number>();
  const factorOf = (kind: FaultKind): number => {
    const known = factors.get(kind);
    if (known !== undefined) return known;
    const made = without.has(kind) ? 0 : chanceOf(seed, 'weather', kind).pick([0, 0, 0.5, 1, 1, 3]);
    factors.set(kind, made);
    return made;
  };
  return {
    calm,
    has: (kind) => factorOf(kind) > 0,
    strikes: (place, kind) => {
      const chance = chanceOf(seed, place, kind);
      const strikes = !calm() && chance.flip(Math.min(0.9, usual[kind] * factorOf(kind)));
      return strikes ? chance : undefined;
    },
  };
}

const through: Leg = { before: 'through', after: 'through' };
/** As often as the clients of the house try. */
const triesMax = 4;

/** The legs of a call that is met so often, and of one that is never heard of again. */
const legs = (leg: Partial<Leg>, count: number): Leg[] =>
  Array.from({ length: count }, () => ({ ...through, ...leg }));

const overCapacity = ['throttled', 'turnedAway', 'unprocessed', 'partlyUnprocessed'] as const;

type Meeting = readonly [FaultKind, (chance: Chance) => Leg[]];
/** What only a write can meet. */
const ofWrites: ReadonlySet<FaultKind> = new Set(['conflictTold', 'objectConflict']);

const databaseLegs: readonly Meeting[] = [
  ['conflictTold', () => legs({ before: 'conflict' }, 1)],
  ['cutBefore', (chance) => legs({ before: 'cut' }, 1 + chance.below(2))],
  ['cutAfter', (chance) => legs({ after: 'cut' }, 1 + chance.below(2))],
  ['neverHeard', (chance) => neverHeard(chance)],
  ['throttled', (chance) => legs({ before: chance.pick(overCapacity) }, 1 + chance.below(triesMax))],
  [
    'failed',
    (chance) => legs(chance.flip(0.5) ? { before: 'failed' } : { after: 'failed' }, 1 + chance.below(2)),
  ],
];

const keyLegs: readonly Meeting[] = [['keyFailed', () => legs({ before: 'failed' }, 1)]];

const bucketLegs: readonly Meeting[] = [
  ['objectConflict', (chance) => legs({ before: 'conflict' }, 1 + chance.below(2))],
  ['objectCutBefore', (chance) => legs({ before: 'cut' }, 1 + chance.below(2))],
  ['objectCutAfter', (chance) => legs({ after: 'cut' }, 1 + chance.below(2))],
  ['objectNeverHeard', (chance) => neverHeard(chance)],
  ['objectSlowDown', (chance) => legs({ before: 'slowDown' }, 1 + chance.below(triesMax))],
  [
    'objectFailed',
    (chance) => legs(chance.flip(0.5) ? { before: 'failed' } : { after: 'failed' }, 1 + chance.below(2)),
  ],
];

/** All tries are cut, and nobody learns which of them was done, if any. */
function neverHeard(chance: Chance): Leg[] {
  const done = chance.below(triesMax + 1);
  return Array.from({ length: triesMax }, (_, at) =>
    at < done ? { ...through, before: 'cut' } : { ...through, after: 'cut' },
  );
}

const deaths = [
  ['diedBefore', 'before'],
  ['diedAfter', 'after'],
  ['diedWaiting', 'waiting'],
] as const;

/** What becomes of the call that is made at this place. */
export function fateOf(weather: Weather, seed: string, place: string, call: Calling): Fate {
  const struck = (kind: FaultKind) => weather.strikes(place, kind);
  const writes = call.reaching === 'database' && call.writes;
  const held = writes ? struck('held') : undefined;
  const late = writes ? struck('landedLate') : undefined;
  const slow = struck('slow');
  const slowness = slow ? 500 + slow.below(slow.flip(0.1) ? 40_000 : 5_000) : 0;
  // What is read late is newer than what was read beside it; what is answered late is older.
  const there = slow?.flip(0.5) ?? false;
  const [death] = deaths.filter(([kind]) => struck(kind));
  const met = metBy(weather, place, call);
  return {
    arrives: 1 + chanceOf(seed, place).fraction() * 12,
    held: late ? 20_000 + late.below(30_000) : held && 5 + held.below(400),
    delayed: there ? slowness : 0,
    answers: there ? 0 : slowness,
    lags: call.mayLag && struck('laggingRead') !== undefined,
    legs: met?.legs ?? [],
    dies: death?.[1],
    kind: met?.kind,
  };
}

/** The first kind that strikes the call's requests, and what each of them meets. */
function metBy(weather: Weather, place: string, call: Calling): { kind: FaultKind; legs: Leg[] } | undefined {
  const kinds = { database: databaseLegs, bucket: bucketLegs, key: keyLegs }[call.reaching];
  for (const [kind, make] of kinds) {
    const chance = call.writes || !ofWrites.has(kind) ? weather.strikes(place, kind) : undefined;
    if (chance) return { kind, legs: make(chance) };
  }
  return undefined;
}
