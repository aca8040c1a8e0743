/** The value that so many of a hundred do not exceed, by nearest rank. @throws RangeError when there is nothing. */
export function percentile(sample: readonly number[], hundredths: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((hundredths / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}

/** How long something took, in milliseconds: in the middle, and for the slowest of a hundred. */
export type Tail = {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  readonly count: number;
};

export function tailOf(sample: readonly number[]): Tail {
  const at = (hundredths: number) => percentile(sample, hundredths);
  return { median: at(50), p99: at(99), max: at(100), count: sample.length };
}
