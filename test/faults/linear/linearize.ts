/** Something that was done to one object, or read of it, between two steps of a run. */
export type Operation<State> = {
  readonly what: string;
  readonly begun: number;
  /** Absent where nobody heard how it ended: it took effect at some time after it began, or never. */
  readonly ended?: number;
  /** The state that it leaves; undefined where it could not have been answered so in this state. */
  readonly does: (state: State) => State | undefined;
};

export type Verdict =
  | { readonly kind: 'linearizable' }
  /** `placed`: the longest order that was found; `stuck`: what could not follow it. */
  | { readonly kind: 'broken'; readonly placed: readonly string[]; readonly stuck: readonly string[] }
  | { readonly kind: 'undecided' };

/** So many configurations are looked at; a history of one title needs some hundreds. */
const configurationsMax = 200_000;

type Place<State> = {
  /** The operations that took effect so far, a bit each. */
  readonly done: bigint;
  readonly state: State;
  readonly last?: { readonly before: Place<State>; readonly what: string };
  readonly length: number;
};

/**
 * Whether the operations can be put in one order, each at a moment between its beginning and its end, in which each
 * answers as it did: the search of Wing and Gong, which looks at a set of operations and the state they leave only once
 * (Lowe 2017). `nameOf` names a state; two states of one name are the same.
 */
export function linearize<State>(
  operations: readonly Operation<State>[],
  initial: State,
  nameOf: (state: State) => string,
  most = configurationsMax,
): Verdict {
  const start: Place<State> = { done: 0n, state: initial, length: 0 };
  const seen = new Set<string>();
  const open = [start];
  let furthest = start;
  while (open.length > 0) {
    const place = open.pop() ?? start;
    const left = operations.filter((_, at) => !isDone(place.done, at));
    if (left.every(({ ended }) => ended === undefined)) return { kind: 'linearizable' };
    if (place.length > furthest.length) furthest = place;
    for (const next of nextOf(operations, place, left)) {
      const name = `${next.done} ${nameOf(next.state)}`;
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(next);
    }
    if (seen.size > most) return { kind: 'undecided' };
  }
  const rest = operations.filter(({ ended }, at) => ended !== undefined && !isDone(furthest.done, at));
  return { kind: 'broken', placed: orderOf(furthest), stuck: rest.map(({ what }) => what) };
}

function isDone(done: bigint, at: number): boolean {
  return ((done >> BigInt(at)) & 1n) === 1n;
}

/** What may take effect next: whatever began before the first of those that are left had ended. */
function* nextOf<State>(
  operations: readonly Operation<State>[],
  before: Place<State>,
  left: readonly Operation<State>[],
): Generator<Place<State>> {
  const firstEnd = Math.min(...left.map(({ ended = Number.POSITIVE_INFINITY }) => ended));
  for (const [at, { begun, does, what }] of operations.entries()) {
    if (isDone(before.done, at) || begun > firstEnd) continue;
    const state = does(before.state);
    if (state === undefined) continue;
    const done = before.done | (1n << BigInt(at));
    yield { done, state, last: { before, what }, length: before.length + 1 };
  }
}

function orderOf<State>(place: Place<State>): string[] {
  const order: string[] = [];
  for (let at: Place<State> | undefined = place; at?.last; at = at.last.before) order.push(at.last.what);
  return order.reverse();
}
