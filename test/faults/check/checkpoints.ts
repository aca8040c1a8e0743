import { verifyConsistency } from '../../../shared/journal/proof.ts';
import { checkCheckpoint } from '../../../shared/journal/receipt.ts';
import { sameHash } from '../../../shared/journal/tree.ts';
import type { History } from '../history.ts';
import type { Remains } from '../remains.ts';
import type { Finder } from './broken.ts';
import type { Journal } from './read-journal.ts';
import type { Standing } from './standing.ts';

/**
 * So many proofs are asked of the log itself; that a checkpoint's root is that of the log's first leaves says the same of
 * all of them, and costs no reading.
 */
const proofsMost = 2;

type SizeOf = (note: string, where: string) => Promise<number>;

/** The size of a checkpoint, which must be signed and of this very log; each is judged once. */
export function sizesOf({ need, say }: Finder, { verifier, log }: Remains, journal: Journal): SizeOf {
  const final = { size: journal.size, root: journal.rootAt(journal.size) };
  const judged = new Map<string, number>();
  let proofs = 0;
  return async (note, where) => {
    const known = judged.get(note);
    if (known !== undefined) return known;
    const { checkpoint, fault } = await checkCheckpoint(note, [verifier], verifier.name);
    need(fault === undefined, `the checkpoint ${where} is not believed: ${fault}`);
    const size = checkpoint?.size ?? 0;
    judged.set(note, size);
    if (!checkpoint || size > final.size) {
      say(`the checkpoint ${where} is of size ${size}, and the log has ${final.size}`);
      return size;
    }
    const own = sameHash(checkpoint.root, journal.rootAt(size));
    proofs += size === final.size ? 0 : 1;
    const path = own && proofs <= proofsMost ? await log.consistency(size, final.size) : undefined;
    need(own, `the checkpoint ${where}, of size ${size}, is of another log: a fork`);
    const proven = path === undefined || verifyConsistency(checkpoint, final, path);
    need(proven, `the log does not prove that it continues the checkpoint ${where}, of size ${size}`);
    return size;
  };
}

/** Whoever asked after somebody had been shown a checkpoint was shown no smaller one. */
export async function shownOnlyGrew(
  { need }: Finder,
  { shown }: Remains,
  history: History,
  sizeOf: SizeOf,
): Promise<void> {
  const asked = history.filter(({ operation }) => operation === 'journal.checkpoint');
  const attempts = asked.flatMap((request) => request.attempts);
  const seen: { begun: number; ended: number; size: number }[] = [];
  for (const { note, step } of shown) {
    const size = await sizeOf(note, `shown at step ${step}`);
    const attempt = attempts.find(({ ended, answer }) => ended === step && answer?.text === note);
    seen.push({ begun: attempt?.begun ?? step, ended: step, size });
  }
  for (const later of seen) {
    const before = seen.find(({ ended, size }) => ended < later.begun && size > later.size);
    const what = `a log of ${later.size} was shown at step ${later.ended}`;
    need(before === undefined, `${what}, after one of ${before?.size} at step ${before?.ended}`);
  }
}

/** Checkpoints are kept by instant and by size, and the two agree. */
export async function keptAsShown(
  { need }: Finder,
  { checkpoints, sizes }: Standing,
  sizeOf: SizeOf,
): Promise<void> {
  for (const { note, size, instant } of checkpoints) {
    const own = (await sizeOf(note, `kept of ${instant}`)) === size;
    need(own, `the checkpoint kept of ${instant} is not of size ${size}`);
    need(
      sizes.some((one) => one.size === size),
      `size ${size} is kept under no size`,
    );
  }
  for (const { size, instant } of sizes) {
    const kept = checkpoints.some((one) => one.instant === instant && one.size === size);
    need(kept, `size ${size} leads to ${instant}, where no such checkpoint is kept`);
  }
}
