import * as z from 'zod';
import type { Verifier } from '../journal/note.ts';
import { checkReceipt, type Place } from '../journal/receipt.ts';
import type { Stretch } from '../journal/sealed.ts';
import { canonicalJson, opensTo } from '../kernel/digest.ts';
import { type Entry, entry, type Opening, opening } from '../register/entry.ts';
import { leafBytesMax } from '../register/leaf.ts';
import { attachmentBytesMax } from './attachments.ts';
import { faultOf } from './fault-texts.ts';
import { type Fault, type Outcome, outcomeOf, unchecked } from './verification.ts';

/** Bytes to be checked, and where they lie in the file they came from. */
export type Given = { readonly bytes: Uint8Array | undefined; readonly where?: Stretch };
export type Evidence = { readonly leaf: Given; readonly openings: Given; readonly proof: Given };

/** What an entry's evidence shows. `entry`, `openings` and `place` are there as far as they could be read. */
export type Evident = {
  readonly outcomes: readonly Outcome[];
  readonly entry: Entry | undefined;
  readonly openings: readonly Opening[];
  readonly place: Place | undefined;
};

/**
 * Checks one entry: the leaf is written as the journal writes it, it stands in the log under a signed checkpoint, and
 * each opening opens what it commits to. Reads at most `attachmentBytesMax` of each; never throws.
 */
export async function verifyEntry(
  { leaf, openings, proof }: Evidence,
  verifiers: readonly Verifier[],
  origin?: string,
): Promise<Evident> {
  const read = readLeaf(leaf);
  const shown = await checkReceipt(leaf.bytes, textOf(proof.bytes) ?? '', verifiers, origin);
  const at = { part: 'proof', ...(proof.where && { where: proof.where }) };
  const told = {
    origin: shown.place?.origin ?? '?',
    index: shown.place?.index ?? '?',
    size: shown.place?.size ?? '?',
  };
  const one = (code: Parameters<typeof faultOf>[0] | undefined) => (code ? [faultOf(code, at, told)] : []);
  const missing = proof.bytes === undefined ? 'attachment-missing' : undefined;
  const opened = readOpenings(openings, read.entry);
  return {
    outcomes: [
      outcomeOf('leaf', read.faults),
      outcomeOf('inclusion', one(missing ?? shown.inclusion)),
      missing ? unchecked('checkpoint') : outcomeOf('checkpoint', one(shown.checkpoint)),
      read.entry ? outcomeOf('openings', opened.faults) : unchecked('openings'),
    ],
    entry: read.entry,
    openings: opened.openings,
    place: shown.place,
  };
}

/** The text in some bytes; undefined where they are too many or no UTF-8. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || bytes.length > attachmentBytesMax) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The value in some JSON; undefined where it is none. */
export function jsonOf(bytes: Uint8Array | undefined): unknown {
  const text = textOf(bytes);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the value, written canonically, gives exactly this text; nothing that JSON can hold makes it throw. */
export function isWrittenAs(value: unknown, text: string | undefined): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}

function readLeaf({ bytes, where }: Given): { entry: Entry | undefined; faults: Fault[] } {
  const at = { part: 'leaf', ...(where && { where }) };
  if (!bytes) return { entry: undefined, faults: [faultOf('attachment-missing', at)] };
  const read = bytes.length > leafBytesMax ? undefined : entry.safeParse(jsonOf(bytes));
  if (!read?.success) return { entry: undefined, faults: [faultOf('leaf-unreadable', at)] };
  const canonical = isWrittenAs(read.data, textOf(bytes));
  return { entry: read.data, faults: canonical ? [] : [faultOf('leaf-not-canonical', at)] };
}

const shownOpenings = z.array(opening.omit({ public: true })).max(200);

function readOpenings(
  { bytes, where }: Given,
  of: Entry | undefined,
): { openings: Opening[]; faults: Fault[] } {
  const at = { part: 'openings', ...(where && { where }) };
  if (!bytes) return { openings: [], faults: [faultOf('attachment-missing', at)] };
  const read = shownOpenings.safeParse(jsonOf(bytes));
  if (!read.success) return { openings: [], faults: [faultOf('openings-unreadable', at)] };
  const faults = read.data.flatMap(({ name, salt, value }) => {
    const committed = of?.commitments.find((one) => one.name === name);
    if (!committed) return [faultOf('opening-unknown', at, { name })];
    return opens(committed.digest, salt, value) ? [] : [faultOf('opening-wrong', at, { name })];
  });
  return { openings: read.data.map((one) => ({ ...one, public: true })), faults };
}

function opens(digest: string, salt: string, value: unknown): boolean {
  try {
    return opensTo(digest, salt, value);
  } catch {
    return false;
  }
}
