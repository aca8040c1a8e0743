import { decodeBase64 } from '../journal/base64.ts';
import { type Checkpoint, parseCheckpoint } from '../journal/checkpoint.ts';
import { hashIn, type MapLeaf, mapKeyOf, mapLeafOf } from '../journal/map/map-leaf.ts';
import { checkMapProofs, type MapEnd } from '../journal/map/map-proofs.ts';
import { parseNote, type Verifier, verifyNote } from '../journal/note.ts';
import { verifyInclusion } from '../journal/proof.ts';
import { isSealKeyName } from '../journal/seal.ts';
import { HASH_BYTES, type Hash } from '../journal/tree.ts';
import { canonicalJson, type DigestText } from '../kernel/digest.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RightId } from '../kernel/right.ts';
import type { ShownHold } from '../register/encumbrance.ts';
import {
  opens,
  type SearchCertificate,
  type SearchedRight,
  searchBytesMax,
  searchCertificate,
} from './search-certificate.ts';

/** Why a search certificate proves nothing, in the order in which it is looked for (`searchFaultTexts`). */
export const searchFaults = [
  'tooLong',
  'notJson',
  'notCanonical',
  'notThisKind',
  'checkpointMalformed',
  'signatureWrong',
  'keyUnknown',
  'leafNotLast',
  'leafNotInLog',
  'holdsChanged',
  'mapProofWrong',
] as const;
export type SearchFault = (typeof searchFaults)[number];

/** What is proved of one right: that it is free, or which holds it carries; their digest alone where none are shown. */
export type ProvedRight =
  | { readonly right: RightId; readonly encumbered: false }
  | {
      readonly right: RightId;
      readonly encumbered: true;
      readonly digest: DigestText;
      readonly holds: readonly ShownHold[] | undefined;
    };

/** What a search certificate proves, and by whose signatures. */
export type ProvedSearch = {
  /** The log's name, whose key signed. */
  readonly origin: string;
  /** The journal's size: the moment by which the register counts. */
  readonly size: number;
  /** The clock's note at that size, as the log committed it. */
  readonly instant: Instant;
  readonly rights: readonly ProvedRight[];
  /** Names of the keys, of those that were given, whose signatures stand under the checkpoint. */
  readonly signers: readonly string[];
  readonly demonstration: boolean;
};

export type SearchVerdict =
  | { readonly ok: true; readonly proved: ProvedSearch }
  | { readonly ok: false; readonly fault: SearchFault; readonly right?: RightId };

const refused = (fault: SearchFault, right?: RightId): SearchVerdict => ({
  ...{ ok: false, fault },
  ...(right && { right }),
});

/**
 * Checks a search certificate offline. Nothing in it is believed but the signature of the log's key, which must be among
 * the verifiers under the very name that the checkpoint gives the log: all else must lead to the root that it signed.
 * Never throws, whatever it is given.
 */
export async function verifySearchCertificate(
  text: string,
  verifiers: readonly Verifier[],
): Promise<SearchVerdict> {
  const read = readCertificate(text);
  if (typeof read === 'string') return refused(read);
  const signed = await readSigned(read.checkpoint, verifiers);
  if (typeof signed === 'string') return refused(signed);
  const { checkpoint, signers } = signed;
  const fault = leafFault(read.leaf, read.path, checkpoint);
  if (fault) return refused(fault);
  const changed = read.rights.find((one) => 'digest' in one && one.holds && !opens(one.holds, one.digest));
  if (changed) return refused('holdsChanged', changed.right);
  const misled = mapFault(read);
  if (misled) return refused('mapProofWrong', misled.right);
  const { before, instant } = read.leaf;
  return {
    ok: true,
    proved: {
      ...{ origin: checkpoint.origin, size: before + 1, instant, signers },
      rights: read.rights.map(provedRight),
      demonstration: read.notice !== undefined,
    },
  };
}

/**
 * Whether a text claims to be a search certificate: a cheap look, by which a verifier of several kinds chooses. One that
 * was laid out anew or cut short still does, and is told so.
 */
export function looksLikeSearch(text: string): boolean {
  if (text.length > searchBytesMax || !/^\s*\{/.test(text)) return false;
  return text.startsWith('{"checkpoint":') || text.includes('search-1');
}

function readCertificate(text: string): SearchCertificate | SearchFault {
  if (text.length > searchBytesMax) return 'tooLong';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'notJson';
  }
  // One spelling only: a name that stands twice would read one way to people and another to machines.
  if (canonicalOf(value) !== text) return 'notCanonical';
  const parsed = searchCertificate.safeParse(value);
  return parsed.success ? parsed.data : 'notThisKind';
}

function canonicalOf(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}

type Signed = { readonly checkpoint: Checkpoint; readonly signers: readonly string[] };

async function readSigned(raw: string, verifiers: readonly Verifier[]): Promise<Signed | SearchFault> {
  const note = parseNote(raw);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!checkpoint) return 'checkpointMalformed';
  const by = await verifyNote(note, verifiers);
  if (by === 'bad-signature') return 'signatureWrong';
  // Witnesses may have signed as well; without the log's own key they vouch for nothing.
  if (!by.some(({ name }) => name === checkpoint.origin && !isSealKeyName(name))) return 'keyUnknown';
  return { checkpoint, signers: by.map(({ name }) => name) };
}

function leafFault(leaf: MapLeaf, encoded: string, { size, root }: Checkpoint): SearchFault | undefined {
  if (leaf.before !== size - 1) return 'leafNotLast';
  const path = hashesIn(encoded);
  const map = hashIn(leaf.root);
  if (!path || !map) return 'leafNotInLog';
  const bytes = mapLeafOf(leaf.before, leaf.instant, map);
  return verifyInclusion(bytes, leaf.before, size, path, root) ? undefined : 'leafNotInLog';
}

/** Whether the map has of each right what the certificate says; the right, where one of them can be named. */
function mapFault({ rights, hashes, leaf }: SearchCertificate): { right?: RightId } | undefined {
  const root = hashIn(leaf.root);
  const keys = rights.map(({ right }) => mapKeyOf(right));
  const ends = rights.flatMap((one, at) => endOf(one, keys[at]) ?? []);
  const given = hashesIn(hashes);
  const found = root && given && checkMapProofs(root, keys, { ends, hashes: given });
  if (!found) return {};
  // Another's place that is the right's own would show it as free while it is not.
  const other = rights.find((one, at) => 'digest' in one !== (found[at] !== 'absent'));
  return other && { right: other.right };
}

function endOf(one: SearchedRight, key: Hash | undefined): MapEnd | undefined {
  const { depth } = one;
  if ('digest' in one) {
    const value = hashIn(one.digest);
    return key && value && { depth, found: { key, value } };
  }
  if (!one.other) return { depth, found: undefined };
  const [other, value] = [decodeBase64(one.other.key), decodeBase64(one.other.value)];
  return other && value && { depth, found: { key: other, value } };
}

function provedRight(one: SearchedRight): ProvedRight {
  if (!('digest' in one)) return { right: one.right, encumbered: false };
  const { right, digest, holds } = one;
  return { right, encumbered: true, digest, holds };
}

/** Hashes one after another; undefined where the text is no base64, or the bytes do not come out even. */
function hashesIn(encoded: string): Hash[] | undefined {
  const bytes = decodeBase64(encoded);
  if (!bytes || bytes.length % HASH_BYTES !== 0) return undefined;
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}
