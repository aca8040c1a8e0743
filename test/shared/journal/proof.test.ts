import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../shared/journal/proof.ts';
import {
  emptyRoot,
  type Hash,
  leafHash,
  nodeHash,
  rootOf,
  type Subtrees,
} from '../../../shared/journal/tree.ts';

const utf8 = new TextEncoder();
const entryOf = (index: number) => utf8.encode(`entry ${index}`);
const hex = (hash: Hash) => Buffer.from(hash).toString('hex');

/** MTH as RFC 6962 section 2.1 defines it, by recursion over the leaves themselves. */
function defined(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return emptyRoot;
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(defined(leaves.slice(0, k)), defined(leaves.slice(k)));
}

const leaves = Array.from({ length: 300 }, (_, index) => leafHash(entryOf(index)));
const cache = new Map<string, Hash>();
const subtrees: Subtrees = (level, index) => {
  const key = `${level}/${index}`;
  const known = cache.get(key);
  if (known) return known;
  const width = 2 ** level;
  const part = leaves.slice(index * width, (index + 1) * width);
  if (part.length !== width) throw new RangeError(`no complete subtree ${key}`);
  const hash = defined(part);
  cache.set(key, hash);
  return hash;
};
const roots = Array.from({ length: 301 }, (_, size) => defined(leaves.slice(0, size)));
const root = (size: number): Hash => roots[size] ?? emptyRoot;

describe('the tree of RFC 6962', () => {
  it('has the root of the definition at every size up to 300', () => {
    for (let size = 0; size <= 300; size += 1) expect(hex(rootOf(size, subtrees))).toBe(hex(root(size)));
  });

  it('has the roots that the definition gives by hand', () => {
    // SHA-256 of nothing, of a byte 0, and of 1 before two such leaves.
    expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('proves every leaf of every size up to 300, and no other place', () => {
    for (let size = 1; size <= 300; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const path = inclusionProof(index, size, subtrees);
        expect(verifyInclusion(entryOf(index), index, size, path, root(size))).toBe(true);
        if (size % 37 === 0) {
          const other = (index + 1) % size;
          if (other !== index)
            expect(verifyInclusion(entryOf(index), other, size, path, root(size))).toBe(false);
          expect(verifyInclusion(entryOf(index + 1), index, size, path, root(size))).toBe(false);
        }
      }
    }
  });

  it('proves that every size up to 300 continues every smaller one, and nothing else', () => {
    for (let size = 0; size <= 300; size += 1) {
      for (let old = 0; old <= size; old += 1) {
        const path = consistencyProof(old, size, subtrees);
        const older = { size: old, root: root(old) };
        expect(verifyConsistency(older, { size, root: root(size) }, path)).toBe(true);
        if (old > 0 && old < size && size % 29 === 0) {
          expect(
            verifyConsistency({ size: old, root: root(old - 1) }, { size, root: root(size) }, path),
          ).toBe(false);
          expect(verifyConsistency(older, { size, root: root(size - 1) }, path)).toBe(false);
          const shifted = { size: old - 1, root: root(old) };
          expect(verifyConsistency(shifted, { size, root: root(size) }, path)).toBe(false);
        }
      }
    }
  });

  it('takes no hash too many or too few, wherever it stands', () => {
    for (const [index, size] of [
      [0, 1],
      [2, 3],
      [5, 8],
      [6, 7],
      [299, 300],
    ] as const) {
      const path = inclusionProof(index, size, subtrees);
      for (const other of changedLengths(path, root(size)))
        expect(verifyInclusion(entryOf(index), index, size, other, root(size))).toBe(false);
    }
    for (const [old, size] of [
      [0, 5],
      [3, 3],
      [4, 7],
      [6, 8],
      [255, 300],
    ] as const) {
      const path = consistencyProof(old, size, subtrees);
      const [older, newer] = [
        { size: old, root: root(old) },
        { size, root: root(size) },
      ];
      for (const other of changedLengths(path, root(size)))
        expect(verifyConsistency(older, newer, other)).toBe(false);
    }
  });

  it('has no leaf at or behind its size, and no size that is no number, and says so without throwing', () => {
    const only = { size: 1, root: root(1) };
    for (const odd of [1, 2, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(verifyInclusion(entryOf(0), odd, 1, [], root(1))).toBe(false);
      if (odd !== 1) expect(verifyInclusion(entryOf(0), 0, odd, [], root(1))).toBe(false);
      if (odd !== 1) expect(verifyConsistency(only, { size: odd, root: root(1) }, [])).toBe(false);
      if (odd !== 1) expect(verifyConsistency({ size: odd, root: root(1) }, only, [])).toBe(false);
    }
  });

  it('of one size is only continued by itself: another root of the same size is a fork', () => {
    const now = { size: 7, root: root(7) };
    expect(verifyConsistency(now, { size: 7, root: root(6) }, [])).toBe(false);
    expect(verifyConsistency({ size: 0, root: emptyRoot }, { size: 0, root: root(1) }, [])).toBe(false);
  });
});

/** The same hashes with one dropped, or one more at some place. */
function* changedLengths(path: readonly Hash[], more: Hash): Generator<readonly Hash[]> {
  for (let at = 0; at <= path.length; at += 1) yield path.toSpliced(at, 0, more);
  for (const at of path.keys()) yield path.toSpliced(at, 1);
}
