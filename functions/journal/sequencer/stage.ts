import { edgeTiles, grow } from '../../../shared/journal/grow.ts';
import { type Change, type MapRoot, mapRootHash, nameOf } from '../../../shared/journal/map/map.ts';
import { hashIn, mapKeyOf, mapLeafOf } from '../../../shared/journal/map/map-leaf.ts';
import { hashOver, PAGE_PLACES, type Page, type Place, placeOf } from '../../../shared/journal/map/page.ts';
import { encodePage } from '../../../shared/journal/map/page-bytes.ts';
import { tilePath } from '../../../shared/journal/tile.ts';
import type { Instant } from '../../../shared/kernel/instant.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { type Log, pagePath } from '../../_platform/journal/log.ts';
import type { Shelf } from '../../_platform/journal/shelf.ts';
import type { Staged } from '../../_platform/store/journal.ts';
import type { Batch } from './batch.ts';
import { type Packed, packBundle } from './bundle.ts';

/**
 * Works out what the log is with a batch at its end, and lays all of it aside under its size and root. Nothing of it is
 * public, and nothing is signed: another sequencer may be about to lay aside another.
 */
export async function stage(
  { log, shelf }: { readonly log: Log; readonly shelf: Shelf },
  from: { readonly size: number; readonly map: MapRoot },
  batch: Batch,
  instant: Instant,
): Promise<{ staged: Staged; packed: Packed }> {
  const before = from.size + batch.length;
  const { root: map, made } = await log.mapChanged(from.map, changesOf(batch));
  const leaves = [...batch.map(({ entry }) => leafOf(entry)), mapLeafOf(before, instant, mapRootHash(map))];
  const edge = new Map(
    await Promise.all(
      edgeTiles(from.size).map(async (tile) => [tilePath(tile), await log.tile(tile)] as const),
    ),
  );
  const grown = grow(from.size, leaves, (tile) => edge.get(tilePath(tile)) ?? new Uint8Array());
  const packed: Packed = {
    entries: batch.map(({ pending }, at) => ({ id: pending.entry, index: from.size + at, key: pending.key })),
    objects: new Map([
      ...grown.objects,
      ...[...made, ...onlyPage(map)].map(([name, page]): [string, Uint8Array] => [
        pagePath(name),
        encodePage(page),
      ]),
    ]),
  };
  const bundle = `staged/${grown.size}-${nameOf(grown.root)}`;
  await shelf.put(bundle, packBundle(packed), 'internal');
  return { staged: { size: grown.size, instant, root: grown.root, map, bundle }, packed };
}

/** A map of one key is that key's leaf; as a page it can be found by the root that the log commits. */
function onlyPage(map: MapRoot): [string, Page][] {
  if (!map || 'page' in map) return [];
  const page: Place[] = new Array(PAGE_PLACES).fill(undefined);
  page[placeOf(map.leaf.key, 0)] = map;
  return [[nameOf(hashOver(page)), page]];
}

/** What the batch leaves on each title that it advances, the last word of each title only. */
function changesOf(batch: Batch): Change[] {
  const last = new Map(
    batch.flatMap(({ entry }) => entry.advanced ?? []).map(({ right, holds }) => [right, holds]),
  );
  return [...last].map(([right, holds]) => ({
    key: mapKeyOf(right),
    value: holds === undefined ? undefined : hashIn(holds),
  }));
}
