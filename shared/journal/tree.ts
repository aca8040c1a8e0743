import { sha256 } from '../kernel/digest.ts';

/** A node of the tree: 32 bytes of SHA-256. */
export type Hash = Uint8Array;
export const HASH_BYTES = 32;

export function sameHash(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** The hash of a leaf, RFC 6962 section 2.1: a byte 0 before the entry keeps leaves and nodes apart. */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** The hash of a node over its two halves, RFC 6962 section 2.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root of a log without entries: the hash of nothing. */
export const emptyRoot: Hash = sha256(new Uint8Array());

/** The leaves from `begin` up to but not including `end`. */
export type Range = { readonly begin: number; readonly end: number };

/**
 * The hash over the complete subtree of 2^level leaves that begins at leaf `index * 2^level`. A log keeps these in
 * tiles; whoever makes a proof says only which it needs.
 */
export type Subtrees = (level: number, index: number) => Hash;

/** The largest power of two below `size`: where RFC 6962 splits a tree of two leaves and more. */
export function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/**
 * The complete subtrees that a range of a tree falls into, left to right. The range begins where a subtree of its
 * own size may begin, as every range does that the splitting of a tree makes.
 */
export function subtreesOf({ begin, end }: Range): { level: number; index: number }[] {
  const found: { level: number; index: number }[] = [];
  let from = begin;
  while (from < end) {
    let level = 0;
    let width = 1;
    while (from % (width * 2) === 0 && from + width * 2 <= end) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: from / width });
    from += width;
  }
  return found;
}

/** The hash over a range: its complete subtrees, joined from the right. */
export function rangeHash(range: Range, subtrees: Subtrees): Hash {
  const [last, ...before] = subtreesOf(range).reverse();
  if (!last) return emptyRoot;
  return before.reduce<Hash>(
    (right, { level, index }) => nodeHash(subtrees(level, index), right),
    subtrees(last.level, last.index),
  );
}

/** The root of the log at a size. */
export function rootOf(size: number, subtrees: Subtrees): Hash {
  return rangeHash({ begin: 0, end: size }, subtrees);
}
