import type { MapRoot } from '../../../shared/journal/map/map.ts';
import { hashIn, mapLeaf } from '../../../shared/journal/map/map-leaf.ts';
import { empty, sameHash } from '../../../shared/journal/map/node.ts';
import { emptyRoot } from '../../../shared/journal/tree.ts';
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

/** How many leaves are read and written down at a time. */
const stride = 256;

/**
 * Takes up the log that is published where the head knows less of it, as after its table was restored from a backup. What
 * was published stands: indices and checkpoints are written down again from the leaves, and the head begins behind them.
 * A checkpoint signed again is the same to the byte, since Ed25519 leaves nothing to chance.
 */
export async function adopt(
  deps: SequencerDeps,
  head: Head | undefined,
  standing: Standing,
): Promise<Head | undefined> {
  const { log } = deps;
  const root = standing.size === 0 ? emptyRoot : await log.root(standing.size, standing.size);
  if (!sameHash(root, standing.root)) throw new Error('the tiles do not lead to the published checkpoint');
  let last: Checkpointed | undefined;
  for (let begin = head?.published.size ?? 0; begin < standing.size; begin += stride) {
    const end = Math.min(begin + stride, standing.size);
    const leaves = await log.leaves(begin, end, standing.size);
    const items: Item[] = [];
    for (const [at, leaf] of leaves.entries()) {
      const found = await read(deps, leaf, begin + at, standing.size);
      if ('id' in found) items.push({ ...indexKey(found.id), index: begin + at });
      else items.push(checkpointItem(found), sizeItem(found));
      if ('size' in found) last = found;
    }
    await putAndRemove(deps.store, deps.ports, deps.store.tables.journal, { put: items });
  }
  const nothing = { size: 0, instant: instantOf(deps.ports.now()), note: standing.note, map: undefined };
  const published = last ?? nothing;
  if (published.size !== standing.size) throw new Error('the published log does not end with a map leaf');
  line.warn('SEQUENCER_ADOPTED', { from: head?.published.size ?? 0, size: standing.size });
  return swapHead(deps, head, { published });
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
