import type { JournalPlace } from '../../shared/certificates/certificate.ts';
import { encodeBase64 } from '../../shared/journal/base64.ts';
import { parseCheckpoint } from '../../shared/journal/checkpoint.ts';
import { parseNote } from '../../shared/journal/note.ts';
import { formatTlogProof } from '../../shared/journal/tlog-proof.ts';
import type { EntryId } from '../../shared/kernel/id.ts';
import type { Ports } from '../_platform/clock.ts';
import type { Log } from '../_platform/journal/log.ts';
import {
  type Checkpointed,
  readCheckpointOf,
  readIndices,
  readPublished,
} from '../_platform/store/journal.ts';
import type { Store } from '../_platform/store/store.ts';

/** Where an entry stands in what is published of the journal. */
export type Published = { readonly index: number; readonly published: Checkpointed };

/** An entry is sequenced within a second; who asks right after registering waits that long, and not for ever. */
const waitMsMax = 3000;
const betweenMs = 150;

/** The entry's place once it is published; undefined where it still is not after a short wait. */
export async function awaitPlace(
  { store, ports }: { readonly store: Store; readonly ports: Ports },
  entry: EntryId,
): Promise<Published | undefined> {
  for (let waitedMs = 0; ; waitedMs += betweenMs) {
    const found = await readPlace(store, entry);
    if (found || waitedMs >= waitMsMax) return found;
    await ports.pause(betweenMs);
  }
}

/** An index is written while its batch is being published; it counts from the moment that the batch is. */
export async function readPlace(store: Store, entry: EntryId): Promise<Published | undefined> {
  const [indices, published] = await Promise.all([readIndices(store, [entry]), readPublished(store)]);
  const index = indices.get(entry);
  if (index === undefined || !published) return undefined;
  if (index < published.size) return { index, published };
  return undefined;
}

/** The first checkpoint that was published with the entry: the same whenever it is asked for. */
export async function firstCheckpoint(store: Store, { index, published }: Published): Promise<Checkpointed> {
  return (await readCheckpointOf(store, index + 1)) ?? published;
}

/** The `.tlog-proof` of the leaf at an index, under a checkpoint that holds it. */
export async function proofUnder(log: Log, index: number, { size, note }: Checkpointed): Promise<string> {
  return formatTlogProof({ index, path: await log.inclusion(index, size), checkpoint: note });
}

/** The place as a certificate states it. What was published is a signed checkpoint; anything else is a bug. */
export function statedPlace(index: number, { note }: Checkpointed): JournalPlace {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '');
  if (!checkpoint) throw new Error('the published checkpoint cannot be read');
  const { origin, size, root } = checkpoint;
  return { origin, index, size, root: encodeBase64(root) };
}
