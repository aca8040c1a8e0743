/** How often a stream is looked at, and how patiently a failure is met. Milliseconds all. */
export type Pace = {
  /** A write to the table wakes the reader; without one it still looks this often. */
  readonly idleMs: number;
  /** Between two reads of a shard that brought no full page: what is written meanwhile comes together. */
  readonly spacingMs: number;
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** What a running delivery may take to end before it is cut off at the stop; it is repeated at the next start. */
  readonly graceMs: number;
};

export const usualPace: Pace = {
  idleMs: 5_000,
  spacingMs: 100,
  backoff: { firstMs: 250, maxMs: 30_000 },
  graceMs: 2_000,
};
