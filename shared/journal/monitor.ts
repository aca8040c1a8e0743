import { type Checkpoint, checkpointPath, parseCheckpoint } from './checkpoint.ts';
import { noteBytesMax, parseNote, type Verifier, verifyNote } from './note.ts';
import { consistencyRanges, verifyConsistency } from './proof.ts';
import { subtreesIn, TILE_WIDTH, type Tile, tileOf, tilePath } from './tile.ts';
import { HASH_BYTES, type Range, rangeHash, rootOf, sameHash, subtreesOf } from './tree.ts';

/** Reads an object of a log by its address; undefined where there is none, or it is longer than it may be. */
export type ReadObject = (path: string, bytesMax: number) => Promise<Uint8Array | undefined>;

/** The newest checkpoint that a monitor has seen and believed, with the note that says so. */
export type Seen = Checkpoint & { readonly note: string };

/**
 * Why a log is refused: it shows no checkpoint, or none that its key signed, or one of another log; it is smaller than
 * it was; it is not what it was; or it does not show the tiles that its checkpoint is over.
 */
export const monitorFaults = [
  'noCheckpoint',
  'unsigned',
  'otherOrigin',
  'shrank',
  'forked',
  'tiles',
] as const;
export type MonitorFault = (typeof monitorFaults)[number];

export type Watched =
  | { readonly ok: true; readonly seen: Seen }
  | {
      readonly ok: false;
      readonly fault: MonitorFault;
      /** What was shown: beside what was seen before, two signed notes that contradict one another convict a log. */
      readonly shown?: string;
      /** The tile that is not as it should be. */
      readonly tile?: string;
    };

/**
 * Looks at a log once: its newest checkpoint must be signed by its key, lie over the tiles that it shows, and continue
 * what was seen before. Reads at most the tiles of the log's edge and of one proof, each no longer than it may be.
 */
export async function watchLog(
  read: ReadObject,
  log: { readonly origin: string; readonly verifier: Verifier },
  before?: Seen,
): Promise<Watched> {
  const bytes = await read(checkpointPath, noteBytesMax);
  const shown = bytes && textOf(bytes);
  if (shown === undefined) return { ok: false, fault: 'noCheckpoint' };
  const refused = (fault: MonitorFault, tile?: string): Watched => ({
    ...{ ok: false, fault, shown },
    ...(tile !== undefined && { tile }),
  });
  const note = parseNote(shown);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!note || !checkpoint) return refused('noCheckpoint');
  const signers = await verifyNote(note, [log.verifier]);
  if (!Array.isArray(signers) || signers.length === 0) return refused('unsigned');
  if (checkpoint.origin !== log.origin) return refused('otherOrigin');
  if (before && checkpoint.size < before.size) return refused('shrank');
  const { size } = checkpoint;
  const ranges = before ? consistencyRanges(before.size, size) : [];
  const tiles = await readTiles(read, [{ begin: 0, end: size }, ...ranges], size);
  if ('missing' in tiles) return refused('tiles', tiles.missing);
  const subtrees = subtreesIn(size, (tile) => tiles.read.get(tilePath(tile)) ?? new Uint8Array());
  if (before) {
    const path = ranges.map((range) => rangeHash(range, subtrees));
    if (!verifyConsistency(before, checkpoint, path)) return refused('forked');
  }
  if (!sameHash(rootOf(size, subtrees), checkpoint.root)) return refused('tiles');
  return { ok: true, seen: { ...checkpoint, note: shown } };
}

/** The tiles that hashes over these ranges need, each read once; or the first that is not there whole. */
async function readTiles(
  read: ReadObject,
  ranges: readonly Range[],
  size: number,
): Promise<{ read: Map<string, Uint8Array> } | { missing: string }> {
  const found = new Map<string, Uint8Array>();
  for (const { level, index } of ranges.flatMap(subtreesOf)) {
    const tile = tileOf(level, index, size);
    const path = tilePath(tile);
    if (found.has(path)) continue;
    const bytes = await readTile(read, tile);
    if (!bytes) return { missing: path };
    found.set(path, bytes);
  }
  return { read: found };
}

/** A partial tile may be gone once the full one is there, which begins with the same hashes. */
async function readTile(read: ReadObject, tile: Tile): Promise<Uint8Array | undefined> {
  const bytesMax = TILE_WIDTH * HASH_BYTES;
  const wanted = tile.width * HASH_BYTES;
  const own = await read(tilePath(tile), bytesMax);
  if (own) return own.length === wanted ? own : undefined;
  const full =
    tile.width < TILE_WIDTH ? await read(tilePath({ ...tile, width: TILE_WIDTH }), bytesMax) : undefined;
  return full?.length === bytesMax ? full.slice(0, wanted) : undefined;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
