import { type Checkpoint, checkpointPath, parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { parseNote, verifyNote } from '../../../shared/journal/note.ts';
import type { SequencerDeps } from './deps.ts';

/** The checkpoint that everyone reads now, with the tag of its object. */
export type Standing = Checkpoint & { readonly note: string; readonly etag: string };

/**
 * Reads what stands published; undefined where nothing does yet.
 *
 * @throws where it is not what a key of ours signed, this one or one before it: nothing may be signed beside it until a person has looked.
 */
export async function readStanding({
  shelf,
  signer,
  formerKeys = [],
}: SequencerDeps): Promise<Standing | undefined> {
  const kept = await shelf.get(checkpointPath);
  if (!kept) return undefined;
  const text = new TextDecoder().decode(kept.bytes);
  const note = parseNote(text);
  const made = await Promise.all([signer.verifierKey, ...formerKeys].map((key) => ed25519Verifier(key)));
  // A seal's key has another name, and vouches for no checkpoint.
  const own = made.flatMap((one) => (one?.name === signer.name ? one : []));
  const signed = note ? await verifyNote(note, own) : 'bad-signature';
  const found = note && parseCheckpoint(note.text);
  if (signed === 'bad-signature' || signed.length === 0 || found?.origin !== signer.name) {
    throw new Error('the published checkpoint is not one of this log and key');
  }
  return { ...found, note: text, etag: kept.etag };
}
