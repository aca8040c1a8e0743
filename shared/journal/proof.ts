import {
  type Hash,
  leafHash,
  nodeHash,
  type Range,
  rangeHash,
  type Subtrees,
  sameHash,
  split,
} from './tree.ts';

/** No log of this form holds more entries; beyond, numbers are no longer exact. */
export const sizeMax = Number.MAX_SAFE_INTEGER;

/** A proof in a log of at most 2^53 entries is never longer. */
export const pathMax = 64;

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * Which ranges prove that the leaf at `index` is in the tree of `size`, from the leaf's sibling up to the root's
 * child (RFC 6962 section 2.1.1).
 *
 * @throws RangeError when the tree has no such leaf.
 */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`no leaf ${index} of ${size}`);
  const path: Range[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + split(end - begin);
    if (index < middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
    }
  }
  return path.reverse();
}

/**
 * Which ranges prove that the tree of `size` continues the tree of `old` (RFC 6962 section 2.1.2); none where
 * either is empty or both are one.
 *
 * @throws RangeError when the log would have shrunk.
 */
export function consistencyRanges(old: number, size: number): Range[] {
  if (!isSize(old) || !isSize(size) || old > size) throw new RangeError(`${size} does not continue ${old}`);
  if (old === 0 || old === size) return [];
  const path: Range[] = [];
  let begin = 0;
  let end = size;
  // Whether the old tree is the whole of what is looked at: its root is then known to the reader.
  let known = true;
  while (old < end) {
    const middle = begin + split(end - begin);
    if (old <= middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
      known = false;
    }
  }
  if (!known) path.push({ begin, end });
  return path.reverse();
}

/** The hashes that prove inclusion. @throws RangeError as `inclusionRanges`. */
export function inclusionProof(index: number, size: number, subtrees: Subtrees): Hash[] {
  return inclusionRanges(index, size).map((range) => rangeHash(range, subtrees));
}

/** The hashes that prove consistency. @throws RangeError as `consistencyRanges`. */
export function consistencyProof(old: number, size: number, subtrees: Subtrees): Hash[] {
  return consistencyRanges(old, size).map((range) => rangeHash(range, subtrees));
}

/**
 * The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2); undefined where index, size and number of
 * hashes cannot belong together. Whoever asks compares it with a root that somebody signed.
 */
export function rootOfInclusion(
  leaf: Hash,
  index: number,
  size: number,
  path: readonly Hash[],
): Hash | undefined {
  if (!isSize(index) || !isSize(size) || index >= size || path.length > pathMax) return undefined;
  const ranges = inclusionRanges(index, size);
  if (ranges.length !== path.length) return undefined;
  return path.reduce<Hash>((hash, sibling, at) => {
    const left = (ranges[at]?.begin ?? 0) > index;
    return left ? nodeHash(hash, sibling) : nodeHash(sibling, hash);
  }, leaf);
}

/** Whether the entry is the leaf at `index` of the tree with this root. Never throws, whatever it is given. */
export function verifyInclusion(
  entry: Uint8Array,
  index: number,
  size: number,
  path: readonly Hash[],
  root: Hash,
): boolean {
  const led = rootOfInclusion(leafHash(entry), index, size, path);
  return led !== undefined && sameHash(led, root);
}

type Head = { readonly size: number; readonly root: Hash };

/**
 * Whether the newer tree continues the older one: nothing of it was changed, dropped or put in between (RFC 9162
 * section 2.1.4.2). Never throws, whatever it is given.
 */
export function verifyConsistency(older: Head, newer: Head, path: readonly Hash[]): boolean {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size || path.length > pathMax)
    return false;
  if (older.size === newer.size) return path.length === 0 && sameHash(older.root, newer.root);
  // Every tree continues the empty one.
  if (older.size === 0) return path.length === 0;
  const ranges = consistencyRanges(older.size, newer.size);
  if (ranges.length !== path.length) return false;
  let place = 0;
  const next = () => {
    const range = ranges[place];
    const hash = path[place];
    place += 1;
    return range && hash ? { range, hash } : undefined;
  };
  // The proof begins with the smallest subtree that both trees share; it is the old root itself where it is whole.
  const whole = isPowerOfTwo(older.size);
  const first = whole ? undefined : next();
  let oldHash = whole ? older.root : first?.hash;
  let newHash = oldHash;
  for (let step = next(); step; step = next()) {
    if (!oldHash || !newHash) return false;
    if (step.range.begin >= older.size) {
      newHash = nodeHash(newHash, step.hash);
    } else {
      oldHash = nodeHash(step.hash, oldHash);
      newHash = nodeHash(step.hash, newHash);
    }
  }
  return (
    oldHash !== undefined &&
    newHash !== undefined &&
    sameHash(oldHash, older.root) &&
    sameHash(newHash, newer.root)
  );
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
