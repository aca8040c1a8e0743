/** Prepares one thing to be timed: what it does itself is not counted; the function it gives is, once. */
export type Lane = () => Promise<() => Promise<unknown>>;

export type Rounds = { readonly warmUp: number; readonly counted: number };

/**
 * Runs the lanes in turn, round after round, and answers milliseconds by lane and round. Since each round holds
 * every lane, what else the machine does meets them all alike; every second round runs backwards, so that none is
 * always first.
 */
export async function interleave<Name extends string>(
  lanes: Readonly<Record<Name, Lane>>,
  rounds: Rounds,
): Promise<Record<Name, number[]>> {
  const named = Object.entries<Lane>(lanes);
  const times = new Map<string, number[]>(named.map(([name]) => [name, []]));
  for (let round = -rounds.warmUp; round < rounds.counted; round += 1) {
    const ready = [];
    for (const [name, prepare] of named) ready.push({ name, act: await prepare() });
    if (round % 2 !== 0) ready.reverse();
    for (const { name, act } of ready) {
      const begun = performance.now();
      await act();
      const took = performance.now() - begun;
      if (round >= 0) times.get(name)?.push(took);
    }
  }
  // The keys are those of `lanes`, which the type of `Object.fromEntries` cannot say.
  return Object.fromEntries(times) as Record<Name, number[]>;
}
