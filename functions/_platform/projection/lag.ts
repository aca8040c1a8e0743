import * as z from 'zod';
import { epochMsOf, instant } from '../../../shared/kernel/instant.ts';
import type { Progress } from './advance.ts';
import type { ProjectionDeps } from './projection.ts';

const dated = z.looseObject({ instant });

/** The leaf at the cursor may be the one that ends a batch and has no instant: then the one behind it has. */
const leavesRead = 2;
/** What is said of a leaf that tells no instant: old enough for any alarm. */
const unknownSeconds = 86_400;

/** How long ago the oldest entry was made whose effect is not there yet; nothing where all are. */
export async function secondsBehind(deps: ProjectionDeps, { next, size }: Progress): Promise<number> {
  if (next === size) return 0;
  if (next > size) return unknownSeconds;
  const leaves = await deps.journal.leaves(next, Math.min(next + leavesRead, size), size);
  const [oldest] = leaves.flatMap((leaf) => instantIn(leaf) ?? []);
  return oldest === undefined ? unknownSeconds : Math.max(0, Math.round((deps.ports.now() - oldest) / 1000));
}

function instantIn(leaf: Uint8Array): number | undefined {
  try {
    const read = dated.safeParse(JSON.parse(new TextDecoder().decode(leaf)));
    return read.success ? epochMsOf(read.data.instant) : undefined;
  } catch {
    return undefined;
  }
}
