import type { Verifier } from '../journal/note.ts';
import { sealBytesMax, sealedBytesMax } from '../journal/seal.ts';
import { canonicalJson } from '../kernel/digest.ts';
import { certificateFacts, entryFacts, presentNote } from './facts.ts';
import { type FaultCode, faultOf } from './fault-texts.ts';
import { type Found, type Verification, verificationOf } from './verification.ts';
import { certificateFollowing, journalPlaceOf, verifyCertificate } from './verify-certificate.ts';
import { type Evident, jsonOf, verifyEntry } from './verify-entry.ts';
import { isSearch, verifySearch } from './verify-search.ts';

/**
 * A kind of paper that can be checked. Whoever adds one writes a row here; command line and page know it from then on.
 * `recognises` looks at the first bytes or the schema and is cheap; `verify` never throws and says its own bounds.
 */
type Kind = {
  readonly kind: string;
  readonly recognises: (files: readonly Uint8Array[]) => boolean;
  readonly verify: (files: readonly Uint8Array[], verifiers: readonly Verifier[]) => Promise<Verification>;
};

const kinds: readonly Kind[] = [
  {
    kind: 'pledge-certificate',
    recognises: ([file, second]) => second === undefined && beginsWith(file, '%PDF-'),
    verify: ([file = nothing], verifiers) => verifyCertificate(file, verifiers),
  },
  {
    kind: 'entry-proof',
    recognises: (files) => files.length === 2 && files.some(isProof),
    verify: verifyProof,
  },
  {
    kind: 'search-certificate',
    recognises: ([file, second]) => second === undefined && file !== undefined && isSearch(file),
    verify: ([file = nothing], verifiers) => verifySearch(file, verifiers),
  },
];

/** A paper is one file, or an entry with its proof. */
const filesMax = 2;
/** What no kind of paper exceeds; more is refused unread. */
export const paperBytesMax = sealedBytesMax + sealBytesMax;

const nothing = new Uint8Array();

/**
 * Checks what somebody hands in against the keys of a register, without any network. Never throws; memory and time
 * grow with the size of the files only, of which at most `paperBytesMax` bytes are looked at.
 */
export async function verify(
  files: readonly Uint8Array[],
  verifiers: readonly Verifier[],
): Promise<Verification> {
  if (files.length > filesMax) return unreadable('too-many');
  if (files.some(({ length }) => length > paperBytesMax)) return unreadable('too-large');
  const found = kinds.find(({ recognises }) => recognises(files));
  if (found) return found.verify(files, verifiers);
  // Two papers may both be sound: nothing is said of them.
  return unreadable(files.length > 1 ? 'too-many' : 'not-recognised');
}

/** The answer where nothing could be checked. */
export function unreadable(code: FaultCode): Verification {
  return {
    kind: 'unknown',
    verdict: 'unreadable',
    outcomes: [{ check: 'paper', state: 'fault', faults: [faultOf(code)] }],
    facts: [],
    notes: [],
    demonstration: false,
  };
}

const utf8 = new TextEncoder();

function beginsWith(file: Uint8Array | undefined, text: string): boolean {
  return utf8.encode(text).every((byte, index) => file?.[index] === byte);
}

function isProof(file: Uint8Array): boolean {
  return beginsWith(file, 'c2sp.org/tlog-proof@');
}

/** An entry as `GET /v1/entries/{entryId}` answers it, or the bare leaf, and its `.tlog-proof`. */
async function verifyProof(
  files: readonly Uint8Array[],
  verifiers: readonly Verifier[],
): Promise<Verification> {
  const proof = files.find(isProof);
  const other = files.find((one) => one !== proof);
  const evidence = { ...entryIn(other), proof: { bytes: proof } };
  const evident = await verifyEntry(evidence, verifiers);
  return verificationOf('entry-proof', evident.outcomes, foundIn(evident));
}

/** Of the registration of a pledge what its certificate would say; of other acts what every entry says. */
function foundIn({ entry, openings, place }: Evident): Found | undefined {
  if (!entry || !place) return undefined;
  const journal = journalPlaceOf(place);
  const { demonstration } = entry;
  const context = { verificationAddress: '', demonstration, journal };
  const certified = certificateFollowing(entry, openings, context);
  const facts = certified ? certificateFacts(certified) : entryFacts(entry, journal);
  return { facts, notes: [presentNote], demonstration };
}

function entryIn(file: Uint8Array | undefined) {
  const value = jsonOf(file);
  const answered = typeof value === 'object' && value !== null && 'entry' in value ? value : undefined;
  if (!answered) return { leaf: { bytes: file }, openings: { bytes: utf8.encode('[]') } };
  const openings = 'openings' in answered ? answered.openings : [];
  return { leaf: { bytes: written(answered.entry) }, openings: { bytes: written(openings) } };
}

function written(value: unknown): Uint8Array | undefined {
  try {
    return utf8.encode(canonicalJson(value));
  } catch {
    return undefined;
  }
}
