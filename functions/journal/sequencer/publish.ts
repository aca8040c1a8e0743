import { checkpointPath, checkpointText } from '../../../shared/journal/checkpoint.ts';
import { formatNote } from '../../../shared/journal/note.ts';
import { sameHash } from '../../../shared/journal/tree.ts';
import { atOnce } from '../../_platform/at-once.ts';
import type { Shelf } from '../../_platform/journal/shelf.ts';
import {
  type Checkpointed,
  checkpointItem,
  type Head,
  indexKey,
  type Staged,
  sizeItem,
} from '../../_platform/store/journal.ts';
import { putAndRemove } from '../../_platform/store/write-batch.ts';
import { type Packed, unpackBundle } from './bundle.ts';
import type { SequencerDeps } from './deps.ts';
import { readStanding } from './standing.ts';
import { swapHead } from './swap-head.ts';

/** How many objects are put at once. */
const togetherMax = 16;

/**
 * Publishes what the head has decided on. Each step may be repeated, by this run or another, and gives the same: objects
 * that never change, items with the same content, and a checkpoint that only grows. The checkpoint is signed here, when
 * there is no other that could ever stand at its size.
 */
export async function publish(
  deps: SequencerDeps,
  head: Head,
  staged: Staged,
  packed?: Packed,
): Promise<Head | undefined> {
  const { shelf, store } = deps;
  const { entries, objects } = packed ?? (await readStaged(deps, staged));
  await atOnce([...objects], togetherMax, ([path, bytes]) => lay(shelf, path, bytes));
  const published = await signed(deps, staged);
  const index = entries.map(({ id, index }) => ({ ...indexKey(id), index }));
  await putAndRemove(store, deps.ports, store.tables.journal, {
    put: [...index, checkpointItem(published), sizeItem(published)],
  });
  await putAndRemove(store, deps.ports, store.tables.register, { remove: entries.map(({ key }) => key) });
  await replaceCheckpoint(deps, staged, published.note);
  return swapHead(deps, head, { published });
}

/**
 * Puts an object that never changes.
 *
 * @throws where another stands at the address of a tile: the checkpoint over this one must then never be signed.
 */
async function lay(shelf: Shelf, path: string, bytes: Uint8Array): Promise<void> {
  const isNew = await shelf.put(path, bytes, 'tile');
  // A page of the map is named by its hash, and readers hold it to that.
  if (isNew || !path.startsWith('tile/')) return;
  const kept = await shelf.get(path);
  if (!kept || Buffer.compare(kept.bytes, bytes) !== 0) throw new Error(`another ${path} is on the shelf`);
}

async function readStaged({ shelf }: SequencerDeps, { bundle }: Staged): Promise<Packed> {
  const kept = await shelf.get(bundle);
  if (!kept) throw new Error(`${bundle} is decided on and not on the shelf`);
  return unpackBundle(kept.bytes);
}

export async function signed(
  { signer }: SequencerDeps,
  { size, root, instant, map }: Omit<Staged, 'bundle'>,
): Promise<Checkpointed> {
  const text = checkpointText({ origin: signer.name, size, root });
  const note = formatNote({ text, signatures: [await signer.sign(text)] });
  return { size, instant, note, map };
}

const roundsMax = 5;

/**
 * Puts the checkpoint where everyone reads it, unless a larger one is there: it never goes back.
 *
 * @throws where another of the same size is there, which would be a fork.
 */
export async function replaceCheckpoint(
  deps: SequencerDeps,
  { size, root }: Pick<Staged, 'size' | 'root'>,
  note: string,
): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const standing = await readStanding(deps);
    if (standing && standing.size > size) return;
    if (standing?.size === size) {
      // The one before a rotation of keys says the same by another signature.
      if (sameHash(standing.root, root)) return;
      throw new Error(`another checkpoint of size ${size} is published`);
    }
    const bytes = new TextEncoder().encode(note);
    if (await deps.shelf.replace(checkpointPath, bytes, standing?.etag)) return;
  }
  throw new Error('the checkpoint is being replaced by others all the time');
}
