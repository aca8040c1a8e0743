import type { Hash } from '../tree.ts';
import { sameHash } from '../tree.ts';
import { bitOf, empty, type Leaf, mapLeafHash, mapNodeHash } from './node.ts';

/**
 * The map in memory, node by node as its definition has it and without pages: by this whoever holds the leaves of the
 * log computes for himself what `changeMap` has done to the pages of the register. A map is never changed, and what
 * two maps have in common they share; a hash is computed when it is first asked for.
 */
export type TreeMap = undefined | Only | Fork;
type Only = { readonly leaf: Leaf; hash?: Hash };
type Fork = { readonly left: TreeMap; readonly right: TreeMap; hash?: Hash };

/** The map with the key's new value, or without the key where there is none. */
export function withKey(map: TreeMap, key: Hash, value: Hash | undefined): TreeMap {
  return value ? placed(map, { key, value }, 0) : removed(map, key, 0);
}

export function treeMapHash(map: TreeMap): Hash {
  if (!map) return empty;
  map.hash ??=
    'leaf' in map ? mapLeafHash(map.leaf) : mapNodeHash(treeMapHash(map.left), treeMapHash(map.right));
  return map.hash;
}

function placed(map: TreeMap, leaf: Leaf, depth: number): TreeMap {
  if (!map || ('leaf' in map && sameHash(map.leaf.key, leaf.key))) return { leaf };
  const { left, right } = 'leaf' in map ? forkOver(map, depth) : map;
  if (bitOf(leaf.key, depth) === 0) return { left: placed(left, leaf, depth + 1), right };
  return { left, right: placed(right, leaf, depth + 1) };
}

/** A leaf moved down a level, to make room for another that has come the same way. */
function forkOver(only: Only, depth: number): Fork {
  return bitOf(only.leaf.key, depth) === 0
    ? { left: only, right: undefined }
    : { left: undefined, right: only };
}

function removed(map: TreeMap, key: Hash, depth: number): TreeMap {
  if (!map) return undefined;
  if ('leaf' in map) return sameHash(map.leaf.key, key) ? undefined : map;
  const onRight = bitOf(key, depth) === 1;
  const left = onRight ? map.left : removed(map.left, key, depth + 1);
  const right = onRight ? removed(map.right, key, depth + 1) : map.right;
  // Where one key is left below a node, it stands in the node's own place.
  if (!left && (!right || 'leaf' in right)) return right;
  if (!right && left && 'leaf' in left) return left;
  return left === map.left && right === map.right ? map : { left, right };
}
