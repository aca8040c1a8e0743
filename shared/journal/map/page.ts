import type { Hash } from '../tree.ts';
import { empty, type Leaf, mapLeafHash, mapNodeHash } from './node.ts';

/** Four levels of the tree are kept together: sixteen places, by the next four bits of the key. */
export const PAGE_LEVELS = 4;
export const PAGE_PLACES = 16;

/** What stands at one place of a page: nothing, the one key below it, or a page with several. */
export type Place = undefined | { readonly leaf: Leaf } | { readonly page: Hash };

/** A page is named by its own hash and never changes; a changed map has new pages along the changed keys. */
export type Page = readonly Place[];

export function placeHash(place: Place): Hash {
  if (!place) return empty;
  return 'leaf' in place ? mapLeafHash(place.leaf) : place.page;
}

/** The only leaf among the places, where all others are empty. */
function onlyLeaf(places: Page): Leaf | undefined {
  const [first, ...more] = places.filter((place) => place !== undefined);
  return first && 'leaf' in first && more.length === 0 ? first.leaf : undefined;
}

/** The hash over some of a page's places, a power of two of them: what the tree has at that node. */
export function hashOver(places: Page): Hash {
  if (places.every((place) => place === undefined)) return empty;
  const only = onlyLeaf(places);
  if (only) return mapLeafHash(only);
  const [place] = places;
  if (places.length === 1) return placeHash(place);
  const half = places.length / 2;
  return mapNodeHash(hashOver(places.slice(0, half)), hashOver(places.slice(half)));
}

/** How a whole page stands in the place above it: not at all, as its only leaf, or under its hash. */
export function asPlace(page: Page): Place {
  if (page.every((place) => place === undefined)) return undefined;
  const only = onlyLeaf(page);
  return only ? { leaf: only } : { page: hashOver(page) };
}

/** The place that a key takes in a page at a height of the tree, counted in pages from the root. */
export function placeOf(key: Hash, height: number): number {
  const byte = key[height >> 1] ?? 0;
  return height % 2 === 0 ? byte >> 4 : byte & 15;
}
