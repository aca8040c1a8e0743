import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrowed, probesIn, probesMax, type Span } from '../../../shared/journal/as-of.ts';

/** Looks until nothing is unknown; answers the version found and how many looks and versions that took. */
function search(newest: number, isBefore: (version: number) => boolean) {
  let span: Span = { low: 0, high: newest };
  let [looks, seen] = [0, 0];
  for (let probes = probesIn(span); probes.length > 0; probes = probesIn(span)) {
    span = narrowed(span, probes, probes.map(isBefore));
    looks += 1;
    seen += probes.length;
  }
  return { found: span.low, looks, seen };
}

describe('the newest version that stands before a size', () => {
  it('is found for every place in every title of up to 600 versions', () => {
    for (let newest = 1; newest <= 600; newest += 1) {
      for (let last = 0; last < newest; last += 1) {
        expect(search(newest, (version) => version <= last).found).toBe(last);
      }
    }
  });

  it('is found by strictly rising indices with gaps, of which the newest ones are not known yet', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 300 }),
        fc.nat(300),
        fc.nat(16_000),
        (gaps, waiting, size) => {
          let index = -1;
          const indices = gaps.map((gap) => {
            index += gap;
            return index;
          });
          const known = indices.slice(0, Math.max(0, indices.length - waiting));
          const isBefore = (version: number) => (known[version - 1] ?? Number.POSITIVE_INFINITY) < size;
          const expected = known.filter((one) => one < size).length;
          // The newest version is looked at first, since it mostly is the answer.
          const found = isBefore(gaps.length) ? gaps.length : search(gaps.length, isBefore).found;
          expect(found).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes one look for 8 versions, two for 64, four for 4,096, and never more than seven versions a look', () => {
    const worst = (newest: number) =>
      Array.from({ length: newest }, (_, last) => search(newest, (version) => version <= last)).reduce(
        (most, { looks, seen }) => ({ looks: Math.max(most.looks, looks), seen: Math.max(most.seen, seen) }),
        { looks: 0, seen: 0 },
      );
    expect([1, 2, 8, 9, 64, 65, 4096].map((newest) => worst(newest).looks)).toEqual([0, 1, 1, 2, 2, 3, 4]);
    expect(worst(4096).seen).toBe(4 * probesMax);
    expect(search(10 ** 9, (version) => version <= 123_456_789).looks).toBeLessThanOrEqual(10);
  });
});
