import type { Hash } from '../tree.ts';
import { sameHash } from '../tree.ts';
import type { Leaf } from './node.ts';
import { asPlace, hashOver, PAGE_PLACES, type Page, type Place, placeHash, placeOf } from './page.ts';

/** Reads a page by its hash. One that is named but not there is a fault of the store, and throws. */
export type Pages = (hash: Hash) => Promise<Page>;

/** A map of one moment: what stands at its root. */
export type MapRoot = Place;

export function mapRootHash(root: MapRoot): Hash {
  return placeHash(root);
}

/** A change of the map: the key's new value, or nothing where it leaves the map. */
export type Change = { readonly key: Hash; readonly value: Hash | undefined };

/** The map after some changes, and the pages that it has and the map before had not. */
export async function changeMap(
  root: MapRoot,
  changes: readonly Change[],
  pages: Pages,
): Promise<{ root: MapRoot; made: ReadonlyMap<string, Page> }> {
  const made = new Map<string, Page>();
  const read: Pages = async (hash) => made.get(nameOf(hash)) ?? pages(hash);
  let now = root;
  for (const change of changes) {
    now = await put(now, change, 0, read, (page) => made.set(nameOf(hashOver(page)), page));
  }
  return { root: now, made: reachable(now, made) };
}

/** The name under which a page is kept: its hash in hexadecimal. */
export function nameOf(hash: Hash): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function put(
  place: Place,
  change: Change,
  height: number,
  read: Pages,
  keep: (page: Page) => void,
): Promise<Place> {
  const { key, value } = change;
  if (!place) return value && { leaf: { key, value } };
  if ('leaf' in place && sameHash(place.leaf.key, key)) return value && { leaf: { key, value } };
  if ('leaf' in place && !value) return place;
  const page = 'leaf' in place ? pageOf(place.leaf, height) : await read(place.page);
  const at = placeOf(key, height);
  const next = page.with(at, await put(page[at], change, height + 1, read, keep));
  const standing = asPlace(next);
  if (standing && 'page' in standing) keep(next);
  return standing;
}

function pageOf(leaf: Leaf, height: number): Page {
  const page: Place[] = new Array(PAGE_PLACES).fill(undefined);
  page[placeOf(leaf.key, height)] = { leaf };
  return page;
}

/** Pages made on the way and replaced again by a later change are of no use to anyone. */
function reachable(root: MapRoot, made: ReadonlyMap<string, Page>): Map<string, Page> {
  const kept = new Map<string, Page>();
  const visit = (place: Place) => {
    if (!place || !('page' in place)) return;
    const name = nameOf(place.page);
    const page = made.get(name);
    if (!page || kept.has(name)) return;
    kept.set(name, page);
    for (const below of page) visit(below);
  };
  visit(root);
  return kept;
}
