import { type Checkpoint, parseCheckpoint } from '../journal/checkpoint.ts';
import { parseNote, verifyNote } from '../journal/note.ts';
import { differences } from '../kernel/json-diff.ts';
import { compare } from './compare.ts';
import { type Difference, firstOf } from './difference.ts';
import { keyOf } from './place.ts';
import { type Counts, rebuild } from './rebuild.ts';
import type { Sources } from './sources.ts';

export type AuditReport = {
  readonly size: number;
  readonly counts: Counts & { readonly notCompared: number };
  /** The first difference, in the order of the log; none where log and register are one. */
  readonly difference?: Difference;
};

const nothing = { entries: 0, mapLeaves: 0, forgotten: 0, notRebuilt: 0, given: 0, notCompared: 0 };

/**
 * 审计: reads the whole log up to its newest checkpoint, makes the register again from it by the code by which it was
 * made, and holds the two against each other. Memory: one bundle, a tile of each level, and the register made again.
 */
export async function audit(sources: Sources): Promise<AuditReport> {
  const checkpoint = await signedCheckpoint(sources);
  if (!checkpoint) return { size: 0, counts: nothing, difference: { code: 'checkpoint' } };
  const { size } = checkpoint;
  const log = await rebuild(sources, checkpoint);
  if (!log.whole) return reportOf(size, { ...log.counts, notCompared: 0 }, log.difference);
  const compared = await compare(sources, log, size);
  const counts = { ...log.counts, notCompared: compared.notCompared };
  const first = firstOf(log.difference, compared.difference);
  const { at } = compared;
  if (first !== compared.difference || !at || first?.index === undefined)
    return reportOf(size, counts, first);
  // The log is read once more, as far as the entry whose work differs: only digests of it were kept.
  const watched = { key: keyOf(at.place), until: first.index + 1 };
  const again = await rebuild(sources, checkpoint, watched);
  const [field] = differences(again.register.watch.value, at.value);
  return reportOf(size, counts, { ...first, ...(field && { field: field.pointer }) });
}

function reportOf(
  size: number,
  counts: AuditReport['counts'],
  difference: Difference | undefined,
): AuditReport {
  return { size, counts, ...(difference && { difference }) };
}

async function signedCheckpoint(sources: Sources): Promise<Checkpoint | undefined> {
  const raw = await sources.checkpoint();
  const note = raw === undefined ? undefined : parseNote(raw);
  const signers = note && (await verifyNote(note, sources.verifiers));
  const checkpoint = note && parseCheckpoint(note.text);
  const believed = Array.isArray(signers) && signers.length > 0 && checkpoint?.origin === sources.origin;
  return believed ? checkpoint : undefined;
}
