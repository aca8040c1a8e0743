/** The middle of a sample and the middle half around it. */
export type Spread = {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
};

/** Median and quartiles, by linear interpolation between neighbours. @throws RangeError when there is nothing. */
export function spreadOf(sample: readonly number[]): Spread {
  if (sample.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...sample].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

function quantile(sorted: readonly number[], fraction: number): number {
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** One thing measured beside another in the same rounds. */
export type Comparison = {
  readonly subject: Spread;
  readonly base: Spread;
  /** Median of the subject over median of the base: the figure that an aim is about. */
  readonly ratio: number;
  /** The ratio inside each round, which shows how far the figure can be trusted. */
  readonly ratios: Spread;
};

/** Compares two samples taken in the same rounds, one value a round each. */
export function compare(subject: readonly number[], base: readonly number[]): Comparison {
  const [of, over] = [spreadOf(subject), spreadOf(base)];
  const ratios = subject.flatMap((value, round) => {
    const beside = base[round];
    return beside === undefined ? [] : [value / beside];
  });
  return { subject: of, base: over, ratio: of.median / over.median, ratios: spreadOf(ratios) };
}
