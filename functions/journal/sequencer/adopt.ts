import type { MapRoot } from '../../../shared/journal/map/map.ts';
import { hashIn, mapLeaf } from '../../../shared/journal/map/map-leaf.ts';
import { empty } from '../../../shared/journal/map/node.ts';
import { emptyRoot, sameHash } from '../../../shared/journal/tree.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { entry } from '../../../shared/register/entry.ts';
import type { Item } from '../../_platform/dynamodb.ts';
import { log as line } from '../../_platform/logger.ts';
import {
  type Checkpointed,
  checkpointItem,
  type Head,
  indexKey,
  sizeItem,
} from '../../_platform/store/journal.ts';
import { putAndRemove } from '../../_platform/store/write-batch.ts';
import type { SequencerDeps } from './deps.ts';
import { signed } from './publish.ts';
import type { Standing } from './standing.ts';
import { swapHead } from './swap-head.ts';

/** How many leaves are read and written down at a time: a batch and its map leaf are never more. */
const stride = 256;
/** How many checkpoints are signed anew before the head moves on, so that a run cut off has come further. */
const batchesMax = 64;

/**
 * Takes up the log that is published where the head knows less of it, as after its table was restored from a backup. What
 * was published stands: indices and checkpoints are written down again from the leaves, and the head begins behind them.
 * A checkpoint signed again is the same to the byte, since Ed25519 leaves nothing to chance.
 *
 * One stretch at a time, each behind the head's own swap: a log of years takes longer than a run may last. Undefined
 * while there is more.
 */
export async function adopt(
  deps: SequencerDeps,
  head: Head | undefined,
  standing: Standing,
): Promise<Head | undefined> {
  const { log } = deps;
  const root = standing.size === 0 ? emptyRoot : await log.root(standing.size, standing.size);
  if (!sameHash(root, standing.root)) throw new Error('the tiles do not lead to the published checkpoint');
  const from = head?.published.size ?? 0;
  const { items, last } = await stretch(deps, from, standing.size);
  await putAndRemove(deps.store, deps.ports, deps.store.tables.journal, { put: items });
  const nothing = { size: 0, instant: instantOf(deps.ports.now()), note: standing.note, map: undefined };
  const published = standing.size === 0 ? nothing : last;
  if (!published) throw new Error('the published log does not end with a map leaf');
  line.warn('SEQUENCER_ADOPTED', { from, size: published.size });
  const adopted = await swapHead(deps, head, { published });
  return published.size === standing.size ? adopted : undefined;
}

/** What is to be written down of the next batches, and the checkpoint that ends them. */
async function stretch(deps: SequencerDeps, from: number, size: number) {
  const leaves = await deps.log.leaves(from, Math.min(from + stride, size), size);
  const items: Item[] = [];
  let last: Checkpointed | undefined;
  let batches = 0;
  for (const [at, leaf] of leaves.entries()) {
    if (batches === batchesMax) break;
    const found = await read(deps, leaf, from + at, size);
    if ('id' in found) items.push({ ...indexKey(found.id), index: from + at });
    else {
      items.push(checkpointItem(found), sizeItem(found));
      last = found;
      batches += 1;
    }
  }
  return { items, last };
}

async function read(deps: SequencerDeps, leaf: Uint8Array, index: number, within: number) {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(leaf));
  const map = mapLeaf.safeParse(parsed);
  if (!map.success) return { id: entry.parse(parsed).id };
  const size = index + 1;
  const root = await deps.log.root(size, within);
  return signed(deps, { size, root, instant: map.data.instant, map: mapAt(map.data.root) });
}

/** Where a map begins, by its root alone: even a map of one key has its page. */
function mapAt(root: string): MapRoot {
  const hash = hashIn(root);
  return hash && !sameHash(hash, empty) ? { page: hash } : undefined;
}
