import * as z from 'zod';
import { rightId } from '../../kernel/right.ts';
import type { Hash } from '../tree.ts';
import { sameHash } from '../tree.ts';
import { hashIn, mapKeyOf, mapLeaf } from './map-leaf.ts';
import { type TreeMap, treeMapHash, withKey } from './tree-map.ts';

/** What of an entry the map follows from; an entry that lists no titles has changed no holds. */
const entryLeaf = z.looseObject({
  schema: z.literal('entry-1'),
  advanced: z.array(z.looseObject({ right: rightId, holds: z.string().optional() })).optional(),
});

/** What is wrong with the leaves of a log, and at which of them. */
export const mapFaults = ['unreadable', 'misplaced', 'otherMap', 'unfinished'] as const;
export type MapFault = {
  readonly fault: (typeof mapFaults)[number];
  readonly index: number;
  /** Of `otherMap`: the root that the log commits, and the one that its entries lead to. */
  readonly committed?: Hash;
  readonly rebuilt?: Hash;
};

/** The map that a log's leaves lead to, as far as they were taken. */
export type FollowedMap = {
  /** Takes the next leaf; answers what is wrong with it. After a fault the walk goes on from what the entries say. */
  readonly take: (leaf: Uint8Array) => MapFault | undefined;
  /** Whether the last leaf taken was one that commits the map, as that of every published size is. */
  readonly end: () => MapFault | undefined;
  readonly root: () => Hash;
  readonly size: () => number;
};

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Walks a log leaf by leaf, from the first one on, and holds each root that the log commits against the map that its
 * entries lead to. Whoever does so needs nothing of the register: an operator that leaves a pledge out of its map, or
 * keeps a discharged one in it, is found at the first leaf that says so.
 */
export function followMap(): FollowedMap {
  let map: TreeMap;
  let size = 0;
  let committed = true;
  const take = (leaf: Uint8Array): MapFault | undefined => {
    const index = size;
    size += 1;
    const said = readLeaf(leaf);
    committed = said !== undefined && 'root' in said;
    if (!said) return { fault: 'unreadable', index };
    if ('root' in said) return weigh(said, index, treeMapHash(map));
    for (const { right, holds } of said.advanced) map = withKey(map, mapKeyOf(right), holds);
    return undefined;
  };
  return {
    take,
    end: () => (committed ? undefined : { fault: 'unfinished', index: size - 1 }),
    root: () => treeMapHash(map),
    size: () => size,
  };
}

/** The map of a whole log, and the first thing that is wrong with its leaves. */
export function mapFromLeaves(leaves: Iterable<Uint8Array>): {
  readonly size: number;
  readonly root: Hash;
  readonly fault: MapFault | undefined;
} {
  const followed = followMap();
  let fault: MapFault | undefined;
  for (const leaf of leaves) {
    const found = followed.take(leaf);
    fault ??= found;
  }
  return { size: followed.size(), root: followed.root(), fault: fault ?? followed.end() };
}

type Said = { readonly root: Hash; readonly before: number } | { readonly advanced: readonly Advanced[] };
type Advanced = { readonly right: z.output<typeof rightId>; readonly holds: Hash | undefined };

function weigh({ root, before }: { root: Hash; before: number }, index: number, rebuilt: Hash) {
  if (before !== index) return { fault: 'misplaced', index } as const;
  if (!sameHash(root, rebuilt)) return { fault: 'otherMap', index, committed: root, rebuilt } as const;
  return undefined;
}

function readLeaf(leaf: Uint8Array): Said | undefined {
  const value = jsonIn(leaf);
  const committed = mapLeaf.safeParse(value);
  const root = committed.success ? hashIn(committed.data.root) : undefined;
  if (committed.success) return root && { root, before: committed.data.before };
  const entry = entryLeaf.safeParse(value);
  if (!entry.success) return undefined;
  const advanced: Advanced[] = [];
  for (const { right, holds } of entry.data.advanced ?? []) {
    const digest = holds === undefined ? undefined : hashIn(holds);
    if (holds !== undefined && !digest) return undefined;
    advanced.push({ right, holds: digest });
  }
  return { advanced };
}

function jsonIn(leaf: Uint8Array): unknown {
  try {
    return JSON.parse(strict.decode(leaf));
  } catch {
    return undefined;
  }
}
