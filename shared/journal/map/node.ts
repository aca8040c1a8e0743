import { sha256 } from '../../kernel/digest.ts';
import { HASH_BYTES, type Hash } from '../tree.ts';

/**
 * The map of what is encumbered: a compact sparse Merkle tree. A key's bits choose left and right from the root; a
 * subtree with one key in it is that key's leaf, one without any is `empty`. So every key has exactly one place, and
 * whoever is led there and finds nothing, or another key, has been shown that the key is not in the map.
 */
export const empty: Hash = new Uint8Array(HASH_BYTES);

/** What the map holds under a key: the digest of a value that is kept and shown elsewhere. */
export type Leaf = { readonly key: Hash; readonly value: Hash };

// Leaves and nodes of the log begin with 0 and 1: a hash of one tree can never pass for one of the other.
const LEAF = 2;
const NODE = 3;

export function mapLeafHash({ key, value }: Leaf): Hash {
  return joined(LEAF, key, value);
}

export function mapNodeHash(left: Hash, right: Hash): Hash {
  return joined(NODE, left, right);
}

function joined(kind: number, one: Hash, other: Hash): Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = kind;
  bytes.set(one, 1);
  bytes.set(other, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The bit of a key at a depth, the highest bit of its first byte first. */
export function bitOf(key: Hash, depth: number): 0 | 1 {
  return ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1 ? 1 : 0;
}
