/**
 * Where the newest version that stands before a size of the journal is to be looked for: `low` is known to stand
 * before it (0 is no version at all), `high` is known not to, and the versions between are not known yet.
 *
 * It may be looked for so, and not one by one, because the journal keeps the order of versions: whatever made one
 * has an index above whatever made the version before, or none yet.
 */
export type Span = { readonly low: number; readonly high: number };

/**
 * How many versions are looked at together: a title of up to eight versions is then known after one look, and one of
 * thousands after four or five, where halving would take twelve.
 */
export const probesMax = 7;

/** The versions to look at next, ascending and evenly spread between the two ends; none where nothing is left to know. */
export function probesIn({ low, high }: Span): readonly number[] {
  const unknown = high - low - 1;
  if (unknown <= probesMax) return Array.from({ length: Math.max(0, unknown) }, (_, at) => low + 1 + at);
  return Array.from(
    { length: probesMax },
    (_, at) => low + Math.ceil(((at + 1) * (high - low)) / (probesMax + 1)),
  );
}

/** The span once it is known of each of its probes, in their order, whether it stands before the size. */
export function narrowed(span: Span, probes: readonly number[], before: readonly boolean[]): Span {
  const after = before.indexOf(false);
  const known = after === -1 ? probes.length : after;
  return { low: probes[known - 1] ?? span.low, high: probes[known] ?? span.high };
}
