import { encodeBundle, hashWithin, subtreesIn, TILE_WIDTH, type Tile, tilePath } from './tile.ts';
import { HASH_BYTES, type Hash, leafHash, rootOf } from './tree.ts';

/** A log after it has grown: its size and root, and every object that it has and had not, by its address. */
export type Grown = {
  readonly size: number;
  readonly root: Hash;
  readonly objects: ReadonlyMap<string, Uint8Array>;
};

/** The tiles at the right edge of a log that are not full yet; with the entries behind them they are all it takes to grow. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  const first = size % TILE_WIDTH;
  if (first > 0) tiles.push({ level: 'entries', index: Math.floor(size / TILE_WIDTH), width: first });
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/**
 * The log of `old` entries with some more. `edge` gives the bytes of its edge tiles.
 *
 * @throws RangeError when the edge is not what a log of that size has.
 */
export function grow(old: number, entries: readonly Uint8Array[], edge: (tile: Tile) => Uint8Array): Grown {
  const size = old + entries.length;
  const objects = new Map<string, Uint8Array>();
  const before = new Map(edgeTiles(old).map((tile) => [tile.level, edge(tile)]));
  addBundles(objects, old, entries, before.get('entries') ?? new Uint8Array());
  const last = new Map<string, Uint8Array>();
  let added: Hash[] = entries.map(leafHash);
  // A level may have no edge of its own below one that has: just above 65,536 leaves the second one has none.
  const top = Math.max(0, ...[...before.keys()].map((level) => (level === 'entries' ? 0 : level)));
  for (let level = 0, start = old; added.length > 0 || level <= top; level += 1) {
    const tiles = tilesWith(level, start, added, before.get(level) ?? new Uint8Array());
    for (const { tile, bytes } of tiles) {
      last.set(tilePath(tile), bytes);
      if (added.length > 0) objects.set(tilePath(tile), bytes);
    }
    added = tiles
      .filter(({ tile }) => tile.width === TILE_WIDTH)
      .map(({ bytes }) => hashWithin(bytes, 0, TILE_WIDTH));
    start = Math.floor(start / TILE_WIDTH);
  }
  const bytesOf = (tile: Tile) => last.get(tilePath(tile)) ?? missing(tile);
  return { size, root: rootOf(size, subtreesIn(size, bytesOf)), objects };
}

function missing(tile: Tile): never {
  throw new RangeError(`${tilePath(tile)} is not at the edge`);
}

type Made = { readonly tile: Tile; readonly bytes: Uint8Array };

/** The tiles of one level from the edge on: what was there, and what is added. */
function tilesWith(level: number, start: number, added: readonly Hash[], partial: Uint8Array): Made[] {
  if (partial.length !== (start % TILE_WIDTH) * HASH_BYTES) throw new RangeError(`edge of level ${level}`);
  const all = concat([partial, ...added]);
  const first = Math.floor(start / TILE_WIDTH);
  const made: Made[] = [];
  for (let at = 0; at < all.length; at += TILE_WIDTH * HASH_BYTES) {
    const bytes = all.slice(at, at + TILE_WIDTH * HASH_BYTES);
    made.push({ tile: { level, index: first + made.length, width: bytes.length / HASH_BYTES }, bytes });
  }
  return made;
}

function addBundles(
  objects: Map<string, Uint8Array>,
  old: number,
  entries: readonly Uint8Array[],
  partial: Uint8Array,
): void {
  let begin = 0;
  while (begin < entries.length) {
    const at = old + begin;
    const held = at % TILE_WIDTH;
    const part = entries.slice(begin, begin + TILE_WIDTH - held);
    const tile: Tile = { level: 'entries', index: Math.floor(at / TILE_WIDTH), width: held + part.length };
    objects.set(tilePath(tile), concat([begin === 0 ? partial : new Uint8Array(), encodeBundle(part)]));
    begin += part.length;
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
