import { HASH_BYTES, type Hash, sameHash } from '../tree.ts';
import type { MapRoot, Pages } from './map.ts';
import { bitOf, empty, type Leaf, mapLeafHash, mapNodeHash } from './node.ts';
import { hashOver, PAGE_LEVELS, type Page, placeOf } from './page.ts';

/**
 * What stands where the key would be, and the hashes beside the way there, from the root down. `found` is the key's
 * own leaf, another key's, or nothing.
 */
export type MapProof = { readonly found: Leaf | undefined; readonly beside: readonly Hash[] };

/** No two keys agree in more bits than this, or SHA-256 is broken. */
export const besideMax = HASH_BYTES * 8;

/** Shows what the map has under a key: its value, or that there is none. */
export async function proveInMap(root: MapRoot, key: Hash, pages: Pages): Promise<MapProof> {
  const beside: Hash[] = [];
  let place = root;
  for (let height = 0; place && 'page' in place; height += 1) {
    const page = await pages(place.page);
    const at = placeOf(key, height);
    const within = walk(page, at);
    beside.push(...within.beside);
    if ('ended' in within) return { found: within.ended, beside };
    place = page[at];
  }
  return { found: place && 'leaf' in place ? place.leaf : undefined, beside };
}

/** The way through one page, until it ends at its last level or where only one key, or none, is left. */
function walk(page: Page, at: number): { beside: Hash[]; ended?: Leaf | undefined } {
  const beside: Hash[] = [];
  let places = page;
  for (let level = 0; level < PAGE_LEVELS; level += 1) {
    const kept = places.filter((place) => place !== undefined);
    const [only] = kept;
    if (kept.length === 0) return { beside, ended: undefined };
    if (kept.length === 1 && only && 'leaf' in only) return { beside, ended: only.leaf };
    const half = places.length / 2;
    const right = ((at >> (PAGE_LEVELS - 1 - level)) & 1) === 1;
    const [left, other] = [places.slice(0, half), places.slice(half)];
    beside.push(hashOver(right ? left : other));
    places = right ? other : left;
  }
  return { beside };
}

/**
 * What the map of this root has under the key: its value, `absent`, or undefined where the proof does not lead to
 * the root. Never throws, whatever it is given.
 */
export function checkMapProof(
  root: Hash,
  key: Hash,
  { found, beside }: MapProof,
): Hash | 'absent' | undefined {
  if (key.length !== HASH_BYTES || beside.length > besideMax) return undefined;
  if (!beside.every((hash) => hash.length === HASH_BYTES)) return undefined;
  if (found && (found.key.length !== HASH_BYTES || found.value.length !== HASH_BYTES)) return undefined;
  // Another key's leaf proves absence only where both keys would have come the same way.
  if (found && !beside.every((_, depth) => bitOf(found.key, depth) === bitOf(key, depth))) return undefined;
  const led = beside.reduceRight<Hash>(
    (hash, sibling, depth) =>
      bitOf(key, depth) === 1 ? mapNodeHash(sibling, hash) : mapNodeHash(hash, sibling),
    found ? mapLeafHash(found) : empty,
  );
  if (!sameHash(led, root)) return undefined;
  return found && sameHash(found.key, key) ? found.value : 'absent';
}
