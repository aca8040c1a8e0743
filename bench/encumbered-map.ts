import type { MapRoot, Pages } from '../shared/journal/map/map.ts';
import { nameOf } from '../shared/journal/map/map.ts';
import { hashIn, mapKeyOf } from '../shared/journal/map/map-leaf.ts';
import type { Leaf } from '../shared/journal/map/node.ts';
import { asPlace, PAGE_PLACES, type Page, type Place, placeOf } from '../shared/journal/map/page.ts';
import { addMillis, type Instant } from '../shared/kernel/instant.ts';
import { patentCheckDigit, patentNumber } from '../shared/kernel/patent-number.ts';
import { type RightId, rightOf } from '../shared/kernel/right.ts';
import { holdsDigest, type ShownHold } from '../shared/register/encumbrance.ts';
import { pledgeHold } from '../test/shared/certificates/searched-log.ts';

/** The map of so many encumbered titles, with all its pages by name. */
export type EncumberedMap = {
  readonly root: MapRoot;
  readonly pages: ReadonlyMap<string, Page>;
  readonly read: Pages;
};

/** A right that is plainly nobody's, the same one for the same number. */
export function rightNumbered(serial: number): RightId {
  const digits = `20171${String(serial).padStart(7, '0')}`;
  return rightOf(patentNumber.parse(`${digits}${patentCheckDigit(digits)}`));
}

/** The one hold of the right of this number. */
export function holdsNumbered(serial: number): ShownHold[] {
  return [{ ...pledgeHold(serial), since: addMillis('2026-01-01T00:00:00.000Z' as Instant, serial) }];
}

export function leafNumbered(serial: number): Leaf {
  const value = hashIn(holdsDigest(holdsNumbered(serial)) ?? '');
  if (!value) throw new Error('holds have a digest');
  return { key: mapKeyOf(rightNumbered(serial)), value };
}

/**
 * Makes the map at once, each page once and from the bottom: to put so many titles one by one would take the bench
 * longer than all that it measures. That it is the same map is held against `withKey`.
 */
export function encumberedMap(count: number): EncumberedMap {
  const pages = new Map<string, Page>();
  const placed = (leaves: readonly Leaf[], height: number): Place => {
    const [only] = leaves;
    if (!only || leaves.length === 1) return only && { leaf: only };
    const groups: Leaf[][] = Array.from({ length: PAGE_PLACES }, () => []);
    for (const leaf of leaves) groups[placeOf(leaf.key, height)]?.push(leaf);
    const page = groups.map((group) => placed(group, height + 1));
    const place = asPlace(page);
    if (place && 'page' in place) pages.set(nameOf(place.page), page);
    return place;
  };
  const leaves = Array.from({ length: count }, (_, serial) => leafNumbered(serial));
  const root = placed(leaves, 0);
  const read: Pages = async (hash) => {
    const page = pages.get(nameOf(hash));
    if (!page) throw new Error('no such page');
    return page;
  };
  return { root, pages, read };
}
