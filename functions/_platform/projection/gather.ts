import { TILE_WIDTH } from '../../../shared/journal/tile.ts';
import { type Found, foundIn, type MayBegin, type Projection, type PublishedJournal } from './projection.ts';

/** What concerns a projection from a place on, and the place after the last leaf that was looked at. */
export type Gathered = { readonly found: readonly Found[]; readonly next: number };

/**
 * Reads the journal from a place on until enough is found, the published part ends, or the time is over. It reads a
 * bundle at a time, as they lie there.
 */
export async function gather(
  journal: PublishedJournal,
  projection: Projection,
  from: number,
  size: number,
  mayBegin: MayBegin,
): Promise<Gathered> {
  const found: Found[] = [];
  let next = from;
  do {
    const end = Math.min(size, (Math.floor(next / TILE_WIDTH) + 1) * TILE_WIDTH);
    const leaves = await journal.leaves(next, end, size);
    if (leaves.length !== end - next) throw new RangeError(`${leaves.length} leaves from ${next} to ${end}`);
    for (const leaf of leaves) {
      const one = foundIn(projection, next, leaf);
      next += 1;
      if (one) found.push(one);
      if (found.length === projection.together) return { found, next };
    }
  } while (next < size && mayBegin());
  return { found, next };
}
