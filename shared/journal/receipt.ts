import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { parseNote, type Verifier, verifyNote } from './note.ts';
import { verifyInclusion } from './proof.ts';
import { isSealKeyName } from './seal.ts';
import { parseTlogProof } from './tlog-proof.ts';

/** Where in the log a leaf stands: its index, and the checkpoint by which that was shown. */
export type Place = Checkpoint & { readonly index: number };

export const checkpointFaults = [
  'checkpoint-unreadable',
  'checkpoint-other-log',
  'checkpoint-foreign-key',
  'checkpoint-signature',
] as const;
export type CheckpointFault = (typeof checkpointFaults)[number];

/**
 * The checkpoint in a signed note, with what speaks against believing it: it cannot be read, is another log's than
 * `origin`, bears no signature of a key of its log, or a wrong one.
 */
export async function checkCheckpoint(
  raw: string,
  verifiers: readonly Verifier[],
  origin?: string,
): Promise<{ readonly checkpoint?: Checkpoint; readonly fault?: CheckpointFault }> {
  const note = parseNote(raw);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!checkpoint) return { fault: 'checkpoint-unreadable' };
  if (origin !== undefined && checkpoint.origin !== origin)
    return { checkpoint, fault: 'checkpoint-other-log' };
  const own = verifiers.filter(({ name }) => name === checkpoint.origin && !isSealKeyName(name));
  const signed = await verifyNote(note, own);
  if (signed === 'bad-signature') return { checkpoint, fault: 'checkpoint-signature' };
  return signed.length > 0 ? { checkpoint } : { checkpoint, fault: 'checkpoint-foreign-key' };
}

/** What a `.tlog-proof` shows of a leaf; whoever reads it believes `place` only where both faults are absent. */
export type Receipt = {
  readonly place?: Place;
  readonly inclusion?: 'proof-unreadable' | 'proof-path';
  readonly checkpoint?: CheckpointFault;
};

/** Checks that the leaf stands in the log, under a checkpoint that the log has signed. Never throws. */
export async function checkReceipt(
  leaf: Uint8Array | undefined,
  proof: string,
  verifiers: readonly Verifier[],
  origin?: string,
): Promise<Receipt> {
  const parsed = parseTlogProof(proof);
  if (!parsed) return { inclusion: 'proof-unreadable', checkpoint: 'checkpoint-unreadable' };
  const { index, path } = parsed;
  const { checkpoint, fault } = await checkCheckpoint(parsed.checkpoint, verifiers, origin);
  const included = checkpoint && leaf && verifyInclusion(leaf, index, checkpoint.size, path, checkpoint.root);
  return {
    ...(checkpoint && { place: { ...checkpoint, index } }),
    ...(!included && { inclusion: 'proof-path' }),
    ...(fault && { checkpoint: fault }),
  };
}
