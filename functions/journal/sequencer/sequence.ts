import { emptyRoot } from '../../../shared/journal/tree.ts';
import { addMillis, epochMsOf, type Instant, instantOf, laterOf } from '../../../shared/kernel/instant.ts';
import { log as line } from '../../_platform/logger.ts';
import { type Head, readHead } from '../../_platform/store/journal.ts';
import { adopt } from './adopt.ts';
import { nextBatch } from './batch.ts';
import type { SequencerDeps } from './deps.ts';
import { type Pending, readWaiting } from './pending.ts';
import { publish, replaceCheckpoint, signed } from './publish.ts';
import { stage } from './stage.ts';
import { readStanding } from './standing.ts';
import { swapHead } from './swap-head.ts';

/** What one run did, and whether it left when there may be more. */
export type Run = { readonly entries: number; readonly batches: number; readonly more: boolean };

/** While nothing waits, the head's instant is moved on once it is this old, so that `asOf` reaches the present. */
const restMs = 30_000;

/**
 * 登记日志排序: gives every entry that waits its index, until none does or the time is up. Whatever a run before left
 * half done is finished first, by the same code. Any number of these may run at once: the head decides.
 */
export async function sequence(deps: SequencerDeps, mayGoOn: () => boolean): Promise<Run> {
  let entries = 0;
  let batches = 0;
  while (mayGoOn()) {
    const head = await settled(deps);
    if (!head) continue;
    const waiting = await readWaiting(deps.store);
    warnOfDelay(deps, waiting);
    const batch = await nextBatch(deps, waiting);
    if (batch.length === 0) {
      await rest(deps, head);
      if (waiting.length === 0) return told({ entries, batches, more: false });
      // What waits here rests on what is about to be seen: the next round sees it.
      await deps.ports.pause(10);
      continue;
    }
    const instant = later(deps, head);
    const { staged, packed } = await stage(deps, head.published, batch, instant);
    const decided = await swapHead(deps, head, { published: head.published, staged });
    if (!decided) continue;
    await publish(deps, decided, staged, packed);
    entries += batch.length;
    batches += 1;
  }
  return told({ entries, batches, more: true });
}

/** An entry that has waited so long is told to the operators: something keeps the sequencer from its work. */
const delayMaxMs = 60_000;

function warnOfDelay({ ports }: SequencerDeps, waiting: readonly Pending[]): void {
  const late = waiting.filter((one) => epochMsOf(one.instant) < ports.now() - delayMaxMs);
  if (late.length > 0) line.error('SEQUENCER_BEHIND', { entries: late.length, oldest: late[0]?.instant });
}

function told(run: Run): Run {
  if (run.entries > 0) line.info('SEQUENCED', run);
  return run;
}

/**
 * The head with nothing left to publish; undefined where another sequencer was at it, and it must be read again. The
 * table may be older than the log, as after a restore: what is published stands, and nothing is ever signed beside it.
 */
async function settled(deps: SequencerDeps): Promise<Head | undefined> {
  const standing = await readStanding(deps);
  // Read later than what stands published, so an honest head knows as much or more.
  const head = await readHead(deps.store);
  if (head && !standing) return unpublished(deps);
  const known = head?.staged?.size ?? head?.published.size ?? -1;
  if (standing && standing.size > known) return adopt(deps, head, standing);
  if (!head) return begin(deps);
  return head.staged ? publish(deps, head, head.staged) : head;
}

/**
 * A head without a checkpoint. The first one is put before the head is made, so it was not there yet a moment ago, or
 * cannot be read, or was taken away; and a head that was restored must never go on without it.
 */
async function unpublished(deps: SequencerDeps): Promise<undefined> {
  if (!(await readStanding(deps))) throw new Error('the log has begun, and no checkpoint of it can be read');
}

/** The log of no entries, with its checkpoint. */
async function begin(deps: SequencerDeps): Promise<Head | undefined> {
  const instant = instantOf(deps.ports.now());
  const published = await signed(deps, { size: 0, root: emptyRoot, instant, map: undefined });
  await replaceCheckpoint(deps, { size: 0, root: emptyRoot }, published.note);
  return swapHead(deps, undefined, { published });
}

/** Later than every checkpoint before it, and never before the clock. */
function later({ ports }: SequencerDeps, { published }: Head): Instant {
  return laterOf(instantOf(ports.now()), addMillis(published.instant, 1));
}

async function rest(deps: SequencerDeps, head: Head): Promise<void> {
  const now = instantOf(deps.ports.now());
  if (now < addMillis(head.published.instant, restMs)) return;
  await swapHead(deps, head, { published: { ...head.published, instant: now } });
}
