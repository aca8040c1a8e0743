import { type Change, changeMap, type MapRoot, nameOf, type Pages } from '../../../shared/journal/map/map.ts';
import { type MapProof, proveInMap } from '../../../shared/journal/map/map-proof.ts';
import { hashOver, type Page } from '../../../shared/journal/map/page.ts';
import { decodePage } from '../../../shared/journal/map/page-bytes.ts';
import { consistencyRanges, inclusionRanges } from '../../../shared/journal/proof.ts';
import {
  decodeBundle,
  subtreesIn,
  TILE_WIDTH,
  type Tile,
  tileOf,
  tilePath,
} from '../../../shared/journal/tile.ts';
import {
  emptyRoot,
  HASH_BYTES,
  type Hash,
  type Range,
  rangeHash,
  sameHash,
  subtreesOf,
} from '../../../shared/journal/tree.ts';
import type { Shelf } from './shelf.ts';

/** The log as it lies on the shelf. What should be there and is not is a fault of the store, and throws. */
export type Log = {
  /** The leaves from `begin` up to `end`, in the tree of `size`. */
  readonly leaves: (begin: number, end: number, size: number) => Promise<Uint8Array[]>;
  /** The root of the log at `size`, told from the tiles of the tree of `within`. */
  readonly root: (size: number, within: number) => Promise<Hash>;
  readonly inclusion: (index: number, size: number) => Promise<Hash[]>;
  readonly consistency: (old: number, size: number) => Promise<Hash[]>;
  readonly mapProof: (map: MapRoot, key: Hash) => Promise<MapProof>;
  /** The map after some changes, and its new pages, which are not kept yet. */
  readonly mapChanged: (map: MapRoot, changes: readonly Change[]) => ReturnType<typeof changeMap>;
  /** The bytes of one tile, or of one bundle. */
  readonly tile: (tile: Tile) => Promise<Uint8Array>;
};

export const pagePath = (name: string) => `map/${name}`;

export function openLog(shelf: Shelf): Log {
  const tile = (wanted: Tile) => readTile(shelf, wanted);
  const pages = remembered((hash) => readPage(shelf, hash));
  return {
    tile,
    leaves: (begin, end, size) => readLeaves(tile, begin, end, size),
    root: async (size, within) => {
      const [root = emptyRoot] = await hashes(tile, [{ begin: 0, end: size }], within);
      return root;
    },
    inclusion: (index, size) => hashes(tile, inclusionRanges(index, size), size),
    consistency: (old, size) => hashes(tile, consistencyRanges(old, size), size),
    mapProof: (map, key) => proveInMap(map, key, pages),
    mapChanged: (map, changes) => changeMap(map, changes, pages),
  };
}

async function readTile(shelf: Shelf, tile: Tile): Promise<Uint8Array> {
  const found = await findTile(shelf, tile);
  if (!found) throw new Error(`${tilePath(tile)} is not on the shelf`);
  return found;
}

/**
 * A tile as strangers may ask for it; undefined where none of that width was ever published. A partial one may be gone once
 * the full one says the same, whose beginning it is.
 */
export async function findTile(shelf: Shelf, tile: Tile): Promise<Uint8Array | undefined> {
  const own = await shelf.get(tilePath(tile));
  if (own) return own.bytes;
  const full = tile.width < TILE_WIDTH && (await shelf.get(tilePath({ ...tile, width: TILE_WIDTH })));
  return full ? beginning(full.bytes, tile) : undefined;
}

function beginning(bytes: Uint8Array, { level, width }: Tile): Uint8Array {
  if (level !== 'entries') return bytes.slice(0, width * HASH_BYTES);
  let end = 0;
  for (let entry = 0; entry < width; entry += 1) {
    end += 2 + (bytes[end] ?? 0) * 256 + (bytes[end + 1] ?? 0);
  }
  return bytes.slice(0, end);
}

async function readPage(shelf: Shelf, hash: Hash): Promise<Page> {
  const kept = await shelf.get(pagePath(nameOf(hash)));
  const page = kept && decodePage(kept.bytes);
  if (!page || !sameHash(hashOver(page), hash))
    throw new Error(`${pagePath(nameOf(hash))} is not what it is named`);
  return page;
}

/** How many pages an instance remembers: all of the first three levels, and some below. Each takes a few kilobytes. */
const pagesMax = 512;

/** Pages never change, and those near the root are on the way to every key: the ones last used are kept. */
function remembered(read: Pages): Pages {
  const kept = new Map<string, Promise<Page>>();
  return (hash) => {
    const name = nameOf(hash);
    const page = kept.get(name) ?? read(hash);
    kept.delete(name);
    kept.set(name, page);
    // One that could not be read may be there the next time.
    page.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > pagesMax && oldest !== undefined) kept.delete(oldest);
    return page;
  };
}

type ReadTile = (tile: Tile) => Promise<Uint8Array>;

async function readLeaves(tile: ReadTile, begin: number, end: number, size: number): Promise<Uint8Array[]> {
  if (begin < 0 || begin > end || end > size) throw new RangeError(`no leaves ${begin} to ${end} of ${size}`);
  const leaves: Uint8Array[] = [];
  for (let index = Math.floor(begin / TILE_WIDTH); index * TILE_WIDTH < end; index += 1) {
    const first = index * TILE_WIDTH;
    const bundle: Tile = { level: 'entries', index, width: Math.min(TILE_WIDTH, size - first) };
    const entries = decodeBundle(await tile(bundle));
    if (entries?.length !== bundle.width) throw new Error(`${tilePath(bundle)} is not what it is named`);
    leaves.push(...entries.slice(Math.max(begin - first, 0), end - first));
  }
  return leaves;
}

/** Hashes over ranges of the tree of `size`; each tile that they need is read once, all at the same time. */
async function hashes(tile: ReadTile, ranges: readonly Range[], size: number): Promise<Hash[]> {
  const needed = new Map(
    ranges.flatMap(subtreesOf).map(({ level, index }) => {
      const one = tileOf(level, index, size);
      return [tilePath(one), one];
    }),
  );
  const read = new Map(
    await Promise.all([...needed].map(async ([path, one]) => [path, await tile(one)] as const)),
  );
  const subtrees = subtreesIn(size, (one) => read.get(tilePath(one)) ?? new Uint8Array());
  return ranges.map((range) => rangeHash(range, subtrees));
}
