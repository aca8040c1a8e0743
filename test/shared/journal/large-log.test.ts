import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../shared/journal/proof.ts';
import { type Hash, leafHash, nodeHash, rootOf, type Subtrees } from '../../../shared/journal/tree.ts';

const largest = 100_000;
const utf8 = new TextEncoder();
const entryOf = (index: number) => utf8.encode(`entry ${index}`);

/** Every complete subtree of the largest log, level by level from its leaves. */
const levels: Hash[][] = [Array.from({ length: largest }, (_, index) => leafHash(entryOf(index)))];
for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
  const pairs = Math.floor(below.length / 2);
  const hash = (at: number) =>
    nodeHash(below[2 * at] ?? new Uint8Array(), below[2 * at + 1] ?? new Uint8Array());
  levels.push(Array.from({ length: pairs }, (_, at) => hash(at)));
}
const subtrees: Subtrees = (level, index) => {
  const found = levels[level]?.[index];
  if (!found) throw new RangeError(`no complete subtree ${level}/${index}`);
  return found;
};

/** MTH as RFC 6962 section 2.1 defines it, over the leaves from `begin` to `end`. */
function defined(begin: number, end: number): Hash {
  if (end - begin === 1) return subtrees(0, begin);
  let k = 1;
  while (k * 2 < end - begin) k *= 2;
  return nodeHash(defined(begin, begin + k), defined(begin + k, end));
}

const size = fc.integer({ min: 1, max: largest });

describe('a log of up to 100,000 entries', () => {
  it.each([1, 255, 256, 257, 65_535, 65_536, 65_537, 99_999, largest])(
    'of %i has the root of the definition',
    (of) => {
      expect(rootOf(of, subtrees)).toEqual(defined(0, of));
    },
  );

  it('proves any leaf of any size, and neither another leaf, nor place, nor with any bit of a hash changed', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (of, place, bit) => {
        const index = place % of;
        const root = rootOf(of, subtrees);
        const path = inclusionProof(index, of, subtrees);
        expect(verifyInclusion(entryOf(index), index, of, path, root)).toBe(true);
        expect(verifyInclusion(entryOf(index + 1), index, of, path, root)).toBe(false);
        if (of > 1) expect(verifyInclusion(entryOf(index), (index + 1) % of, of, path, root)).toBe(false);
        if (path.length > 0)
          expect(verifyInclusion(entryOf(index), index, of, flipped(path, bit), root)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('proves that any size continues any smaller one, and no log that differs in a bit', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (of, smaller, bit) => {
        const old = (smaller % of) + 1;
        const path = consistencyProof(old, of, subtrees);
        const [older, newer] = [old, of].map((one) => ({ size: one, root: rootOf(one, subtrees) }));
        if (!older || !newer) throw new Error('no roots');
        expect(verifyConsistency(older, newer, path)).toBe(true);
        const [forked = older.root] = flipped([older.root], bit);
        expect(verifyConsistency({ size: old, root: forked }, newer, path)).toBe(false);
        if (path.length > 0) expect(verifyConsistency(older, newer, flipped(path, bit))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

/** The hashes with one bit of one of them changed. */
function flipped(path: readonly Hash[], bit: number): Hash[] {
  const at = bit % (path.length * 256);
  return path.map((hash, index) => {
    if (index !== at >> 8) return hash;
    const copy = hash.slice();
    const byte = (at & 255) >> 3;
    copy[byte] = (copy[byte] ?? 0) ^ (1 << (at & 7));
    return copy;
  });
}
