import { HASH_BYTES, type Hash, nodeHash, type Subtrees } from './tree.ts';

/** C2SP tlog-tiles: a tile is 256 hashes wide, eight levels of the tree high. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;

/** One tile: hashes `index * 256` and following of its level, `width` of them; under 256 it is partial. */
export type Tile = {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
};

/** The tile's address below the log's prefix: `tile/0/x001/x234/067.p/5`. */
export function tilePath({ level, index, width }: Tile): string {
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${partial}`;
}

function indexPath(index: number): string {
  const last = String(index % 1000).padStart(3, '0');
  const rest = Math.floor(index / 1000);
  return rest === 0 ? last : `${indexPath(rest).replace(/(\d{3})$/, 'x$1')}/${last}`;
}

const address = /^tile\/(entries|0|[1-9]|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile that an address names; undefined where it names none, or writes it in another way than `tilePath`. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, places, partial] = address.exec(path) ?? [];
  if (level === undefined || places === undefined) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(places.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  return Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes of tree level `8 * level` a log of this size has. */
function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tiles that a log of `size` has and the log of `old` had not, entries first, then from the leaves up. */
export function tilesBetween(old: number, size: number): Tile[] {
  const made: Tile[] = tilesOfLevel('entries', old, size);
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    made.push(...tilesOfLevel(level, hashesAt(level, old), hashesAt(level, size)));
  }
  return made;
}

function tilesOfLevel(level: Tile['level'], old: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let index = Math.floor(old / TILE_WIDTH); index * TILE_WIDTH < size; index += 1) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    if (index * TILE_WIDTH + width > old) tiles.push({ level, index, width });
  }
  return tiles;
}

/** The tile that holds a subtree's hash, or the hashes under it, in a log of this size. */
export function tileOf(level: number, index: number, size: number): Tile {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const below = 2 ** (level % TILE_HEIGHT);
  const place = Math.floor((index * below) / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesAt(tileLevel, size) - place * TILE_WIDTH);
  return { level: tileLevel, index: place, width };
}

/** Subtrees read from tiles; `bytesOf` gives the bytes of a tile of the log at this size. */
export function subtreesIn(size: number, bytesOf: (tile: Tile) => Uint8Array): Subtrees {
  return (level, index) => {
    const tile = tileOf(level, index, size);
    const below = 2 ** (level % TILE_HEIGHT);
    const first = index * below - tile.index * TILE_WIDTH;
    const bytes = bytesOf(tile);
    if (bytes.length !== tile.width * HASH_BYTES)
      throw new RangeError(`${tilePath(tile)} has ${bytes.length} bytes`);
    return hashWithin(bytes, first, below);
  };
}

/** The hash over some of a tile's hashes, a power of two of them. */
export function hashWithin(bytes: Uint8Array, first: number, count: number): Hash {
  if (count === 1) return bytes.slice(first * HASH_BYTES, (first + 1) * HASH_BYTES);
  return nodeHash(hashWithin(bytes, first, count / 2), hashWithin(bytes, first + count / 2, count / 2));
}

/** Entries as a bundle: each behind its length in two bytes, the higher first. @throws RangeError on a longer one. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new RangeError(`an entry of ${entry.length} bytes`);
    bytes.set([entry.length >> 8, entry.length & 0xff], at);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle; undefined where the bytes are cut short. */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}
