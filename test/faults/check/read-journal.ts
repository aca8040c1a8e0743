import { checkpointPath, parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { parseNote } from '../../../shared/journal/note.ts';
import { type Hash, leafHash, nodeHash, rootOf } from '../../../shared/journal/tree.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { entry as entrySchema } from '../../../shared/register/entry.ts';
import type { Remains } from '../remains.ts';

/** The journal as it stands published, read once. */
export type Journal = {
  readonly size: number;
  readonly note: string;
  readonly leaves: readonly Uint8Array[];
  /** The entries among the leaves, each with its index. */
  readonly entries: readonly { readonly index: number; readonly entry: Entry; readonly leaf: Uint8Array }[];
  /** The root of its first leaves. */
  readonly rootAt: (size: number) => Hash;
};

/** Undefined where nothing is published. */
export async function readJournal({ shelf, log }: Remains): Promise<Journal | undefined> {
  const kept = await shelf.get(checkpointPath);
  const note = kept && new TextDecoder().decode(kept.bytes);
  const size = parseCheckpoint(parseNote(note ?? '')?.text ?? '')?.size;
  if (note === undefined || size === undefined) return undefined;
  const leaves = await log.leaves(0, size, size);
  const entries = leaves.flatMap((leaf, index) => {
    const entry = entrySchema.safeParse(JSON.parse(new TextDecoder().decode(leaf))).data;
    return entry ? [{ index, entry, leaf }] : [];
  });
  return { size, note, leaves, entries, rootAt: rootsOf(leaves) };
}

/** Roots of all prefixes, from hashes that are made once. */
function rootsOf(leaves: readonly Uint8Array[]): Journal['rootAt'] {
  const levels: Hash[][] = [leaves.map(leafHash)];
  const hashAt = (level: number, index: number): Hash => {
    levels[level] ??= [];
    const row = levels[level];
    const known = row[index] ?? nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1));
    row[index] = known;
    return known;
  };
  return (size) => rootOf(size, hashAt);
}
