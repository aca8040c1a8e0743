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
  readonly before:
    | 'through'
    | 'cut'
    | 'throttled'
    | 'turnedAway'
    | 'unprocessed'
    | 'partlyUnprocessed'
    | 'conflict'
    | 'failed'
    | 'slowDown';
  readonly after: 'through' | 'cut' | 'failed';
};

/** What becomes of a call. */
export type Fate = {
  /** Milliseconds until it arrives. */
  readonly arrives: number;
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
  /** Whether so rare a thing happens now. */
  readonly strikes: (chance: Chance, kind: FaultKind) => boolean;
  readonly calm: () => boolean;
  /** Whether there is such a thing in this weather at all. */
  readonly has: (kind: FaultKind) => boolean;
};

const usual: Readonly<Record<FaultKind, number>> = {
  ...{ cutBefore: 0.03, cutAfter: 0.04, neverHeard: 0.03, throttled: 0.03, conflictTold: 0.04, failed: 0.02 },
  ...{ held: 0.25, landedLate: 0.04, slow: 0.05, laggingRead: 0.4 },
  ...{ objectCutBefore: 0.03, objectCutAfter: 0.04, objectNeverHeard: 0.03, objectSlowDown: 0.03 },
  ...{ objectFailed: 0.02, keyFailed: 0.1 },
  ...{ diedBefore: 0.015, diedAfter: 0.02, diedWaiting: 0.01, timedOut: 0.03, replyLost: 0.1 },
  ...{ doubled: 0.3, runsAtOnce: 0.3 },
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
    strikes: (chance, kind) => {
      // Thrown in any weather, so that a fault taken away leaves the others where they were.
      const thrown = chance.fraction();
      return !calm() && thrown < Math.min(0.9, usual[kind] * factorOf(kind));
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

const databaseLegs: readonly [FaultKind, (chance: Chance) => Leg[]][] = [
  ['cutBefore', (chance) => legs({ before: 'cut' }, 1 + chance.below(2))],
  ['cutAfter', (chance) => legs({ after: 'cut' }, 1 + chance.below(2))],
  ['neverHeard', (chance) => neverHeard(chance)],
  ['throttled', (chance) => legs({ before: chance.pick(overCapacity) }, 1 + chance.below(triesMax))],
  [
    'failed',
    (chance) => legs(chance.flip(0.5) ? { before: 'failed' } : { after: 'failed' }, 1 + chance.below(2)),
  ],
];

const bucketLegs: readonly [FaultKind, (chance: Chance) => Leg[]][] = [
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

/** What becomes of the call, by the throws of its task. */
export function fateOf(weather: Weather, chance: Chance, call: Calling): Fate {
  const { strikes } = weather;
  // Every kind is thrown for, whatever has struck already: see `weatherOf`.
  const struck = (kind: FaultKind, when = true) => strikes(chance, kind) && when;
  const arrives = 1 + chance.fraction() * 12;
  const inDatabase = call.reaching === 'database';
  const lags = struck('laggingRead', call.mayLag);
  const conflict = struck('conflictTold', inDatabase && call.writes);
  const table = inDatabase ? databaseLegs : call.reaching === 'bucket' ? bucketLegs : [];
  const met = table.filter(([kind]) => struck(kind));
  const key = struck('keyFailed', call.reaching === 'key');
  const held = struck('held', inDatabase && call.writes);
  const late = struck('landedLate', inDatabase && call.writes);
  const slow = struck('slow');
  const died = (['diedBefore', 'diedAfter', 'diedWaiting'] as const).filter((kind) => struck(kind))[0];
  const heldMillis = late ? 20_000 + chance.below(30_000) : 5 + chance.below(400);
  const slowMillis = 500 + chance.below(chance.flip(0.1) ? 40_000 : 5_000);
  const [kind, make] = met[0] ?? [];
  return {
    arrives,
    held: held || late ? heldMillis : undefined,
    answers: slow ? slowMillis : 0,
    lags,
    legs: key || conflict ? legs({ before: key ? 'failed' : 'conflict' }, 1) : (make?.(chance) ?? []),
    dies:
      died === undefined
        ? undefined
        : died === 'diedBefore'
          ? 'before'
          : died === 'diedAfter'
            ? 'after'
            : 'waiting',
    kind: key ? 'keyFailed' : conflict ? 'conflictTold' : kind,
  };
}
