import {
  decodeBundle,
  hashWithin,
  subtreesIn,
  TILE_WIDTH,
  type Tile,
  tileOf,
  tilePath,
} from '../journal/tile.ts';
import { HASH_BYTES, type Hash, leafHash, rootOf, sameHash } from '../journal/tree.ts';
import type { Difference } from './difference.ts';

/** Reads an object of the log by its address; undefined where there is none. */
export type LogObjects = (path: string) => Promise<Uint8Array | undefined>;

/** Some leaves in a row, each found under its hash, or what is wrong with the log from here on. */
export type ReadLeaves =
  | { readonly begin: number; readonly leaves: readonly Uint8Array[] }
  | { readonly fault: Difference };

/**
 * Every leaf of the log of this size and root, bundle by bundle. A bundle is given out only once its leaves hash to
 * their tile, and that tile to its place in the tile above; the last thing checked is that all lead to the root. After
 * a fault nothing follows. It holds one bundle, and one tile of each level.
 */
export async function* readLog(
  objects: LogObjects,
  { size, root }: { readonly size: number; readonly root: Hash },
): AsyncGenerator<ReadLeaves> {
  const reading: Reading = { objects, size, above: new Map() };
  for (let begin = 0; begin < size; begin += TILE_WIDTH) {
    const read = await readBundle(reading, begin / TILE_WIDTH);
    yield read;
    if ('fault' in read) return;
  }
  const bytesOf = (tile: Tile) => reading.above.get(Number(tile.level))?.bytes ?? new Uint8Array();
  const led = rootOf(size, subtreesIn(size, bytesOf));
  if (!sameHash(led, root)) yield { fault: { code: 'root', index: Math.max(0, size - 1) } };
}

type Reading = {
  readonly objects: LogObjects;
  readonly size: number;
  /** The tile of each level that was last looked into: at the end those of the log's edge. */
  readonly above: Map<number, { readonly index: number; readonly bytes: Uint8Array }>;
};

async function readBundle(reading: Reading, index: number): Promise<ReadLeaves> {
  const begin = index * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, reading.size - begin);
  const bundle: Tile = { level: 'entries', index, width };
  const bytes = await get(reading, bundle);
  if (!bytes) return fault('tileMissing', begin, bundle);
  // A bundle that has grown beyond this size begins with what it was.
  const leaves = decodeBundle(bytes)?.slice(0, width);
  if (leaves?.length !== width) return fault('bundle', begin, bundle);
  const tile = await hashesOf(reading, { level: 0, index, width });
  if ('fault' in tile) return tile;
  for (const [at, leaf] of leaves.entries()) {
    if (!sameHash(leafHash(leaf), hashWithin(tile.bytes, at, 1)))
      return fault('leafHash', begin + at, bundle);
  }
  const above = width === TILE_WIDTH ? await checkAbove(reading, 0, index, tile.bytes) : undefined;
  return above ?? { begin, leaves };
}

/** Whether a full tile is what the tile above it says, and so on up while tiles are full. */
async function checkAbove(
  reading: Reading,
  level: number,
  index: number,
  bytes: Uint8Array,
): Promise<{ fault: Difference } | undefined> {
  const parent = tileOf((level + 1) * 8, index, reading.size);
  const tile = await hashesOf(reading, parent);
  if ('fault' in tile) return tile;
  const place = index % TILE_WIDTH;
  if (!sameHash(hashWithin(bytes, 0, TILE_WIDTH), hashWithin(tile.bytes, place, 1))) {
    return fault('tileHash', index * TILE_WIDTH ** (level + 1), { level, index, width: TILE_WIDTH });
  }
  return place === TILE_WIDTH - 1 ? checkAbove(reading, level + 1, parent.index, tile.bytes) : undefined;
}

/** A tile's hashes, once for each tile, since children of one parent come in a row. */
async function hashesOf(
  reading: Reading,
  tile: Tile & { readonly level: number | 'entries' },
): Promise<{ bytes: Uint8Array } | { fault: Difference }> {
  const level = Number(tile.level);
  const known = reading.above.get(level);
  if (known?.index === tile.index) return known;
  const first = tile.index * TILE_WIDTH ** (level + 1);
  const bytes = await get(reading, tile);
  if (!bytes) return fault('tileMissing', first, tile);
  const wanted = tile.width * HASH_BYTES;
  if (bytes.length !== wanted && bytes.length !== TILE_WIDTH * HASH_BYTES)
    return fault('tileLength', first, tile);
  const read = { index: tile.index, bytes: bytes.slice(0, wanted) };
  reading.above.set(level, read);
  return read;
}

/** A partial tile may be gone once the full one is there, which begins with the same hashes (C2SP tlog-tiles). */
async function get({ objects }: Reading, tile: Tile): Promise<Uint8Array | undefined> {
  const found = await objects(tilePath(tile));
  return found ?? (tile.width < TILE_WIDTH ? objects(tilePath({ ...tile, width: TILE_WIDTH })) : undefined);
}

function fault(code: Difference['code'], index: number, tile: Tile): { fault: Difference } {
  return { fault: { code, index, subject: tilePath(tile) } };
}
