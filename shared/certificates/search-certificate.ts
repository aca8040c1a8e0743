import * as z from 'zod';
import { demonstrationNotice } from '../contracts/demonstration.ts';
import { encodeBase64 } from '../journal/base64.ts';
import { nameOf } from '../journal/map/map.ts';
import { type MapLeaf, mapKeyOf, mapLeaf } from '../journal/map/map-leaf.ts';
import { besideMax, type MapProof } from '../journal/map/map-proof.ts';
import { joinProofs } from '../journal/map/map-proofs.ts';
import { pathMax } from '../journal/proof.ts';
import { HASH_BYTES, type Hash, sameHash } from '../journal/tree.ts';
import { type DigestText, digestText } from '../kernel/digest.ts';
import { entryId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { type RightId, rightId } from '../kernel/right.ts';
import { holdsDigest, type ShownHold } from '../register/encumbrance.ts';
import type { HoldKind } from '../register/hold.ts';
import { holdsMax } from '../register/title.ts';

/** A search asks about as many rights as a filing may be about. */
export const searchedMax = 20;

/** Longer texts are refused unread. The longest that is ever issued, twenty titles full of holds, is under this. */
export const searchBytesMax = 524_288;
const noteCharsMax = 20_000;

const base64 = (bytesMax: number) =>
  z
    .string()
    .max(Math.ceil(bytesMax / 3) * 4)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/);
const hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

/**
 * The kinds of hold that this schema speaks of. They are all that titles carry; one more needs a schema of its own, or
 * certificates issued before would seem to have looked for it.
 */
export const searchedKinds = [
  'pledge',
  'preservation',
  'ownershipStay',
] as const satisfies readonly HoldKind[];

/** A hold as it is public for ever: without its holders, who have names of their own. */
export const shownHold = z.strictObject({
  kind: z.enum(searchedKinds),
  record: z.string().max(64).optional(),
  since: instant,
  entry: entryId,
});

/** A right that the map has: `digest` is that of its holds, which `holds` opens. */
export const encumberedRight = z.strictObject({
  right: rightId,
  depth: z.int().min(0).max(besideMax),
  digest: digestText,
  holds: z.array(shownHold).min(1).max(holdsMax).optional(),
});

/** A right that the map has not: the way to it ends at nothing, or at the place of another (`other`). */
export const freeRight = z.strictObject({
  right: rightId,
  depth: z.int().min(0).max(besideMax),
  other: z.strictObject({ key: hash, value: hash }).optional(),
});

/** What the map has of one right, and the depth, in bits of its key, at which the way to it ends. */
const searchedRight = z.union([encumberedRight, freeRight]);
export type SearchedRight = z.output<typeof searchedRight>;

/**
 * 查询证明: which holds that anyone may see lie on some rights at one size of the journal, proved from the map of
 * encumbered titles that its last leaf commits, and from the log's own signature. Its text is canonical JSON (RFC 8785).
 */
export const searchCertificate = z.strictObject({
  schema: z.literal('search-1'),
  /** Each once, in the order of their names. */
  rights: z.array(searchedRight).min(1).max(searchedMax).refine(inOrder, 'searchCertificate.order'),
  /** The hashes of the map that do not follow from the ends, one after another, base64 (`MapProofs`). */
  hashes: base64(searchedMax * besideMax * HASH_BYTES),
  /** The log's last leaf, which commits the map and states the instant. */
  leaf: mapLeaf,
  /** The way from that leaf to the root of the log, hash after hash from the leaf up, base64. */
  path: base64(pathMax * HASH_BYTES),
  /** The signed note of the checkpoint, verbatim. */
  checkpoint: z.string().max(noteCharsMax),
  /** In an environment of demonstration only. */
  notice: z.literal(demonstrationNotice).optional(),
});
export type SearchCertificate = z.output<typeof searchCertificate>;

function inOrder(all: readonly { readonly right: string }[]): boolean {
  return all.every(({ right }, at) => at === 0 || (all[at - 1]?.right ?? '') < right);
}

/** What is searched: a right, what the map has of it, and its holds where they can be shown. */
export type Searched = {
  readonly right: RightId;
  readonly proof: MapProof;
  readonly holds?: readonly ShownHold[] | undefined;
};

/** The log at one size: its last leaf with the way to the root, and its signed checkpoint. */
export type Committed = {
  readonly leaf: MapLeaf;
  readonly path: readonly Hash[];
  readonly checkpoint: string;
};

/** The certificate of a search. Holds that do not open the digest in the map are left out, the digest is not. */
export function searchCertificateOf(
  searched: readonly Searched[],
  { leaf, path, checkpoint }: Committed,
): SearchCertificate {
  const sorted = searched.toSorted((a, b) => (a.right < b.right ? -1 : 1));
  const proofs = sorted.map(({ proof }) => proof);
  const { hashes } = joinProofs(
    sorted.map(({ right }) => mapKeyOf(right)),
    proofs,
  );
  return {
    schema: 'search-1',
    rights: sorted.map(searchedRightOf),
    hashes: encodeHashes(hashes),
    leaf,
    path: encodeHashes(path),
    checkpoint,
  };
}

function searchedRightOf({ right, proof, holds }: Searched): SearchedRight {
  const { found, beside } = proof;
  const depth = beside.length;
  if (!found) return { right, depth };
  if (!sameHash(found.key, mapKeyOf(right))) {
    return { right, depth, other: { key: encodeBase64(found.key), value: encodeBase64(found.value) } };
  }
  const digest = digestText.parse(`sha256:${nameOf(found.value)}`);
  return { right, depth, digest, ...(holds && opens(holds, digest) && { holds: [...holds] }) };
}

/** Whether these are the holds that the map commits to. */
export function opens(holds: readonly ShownHold[], digest: DigestText): boolean {
  return holdsDigest(holds) === digest;
}

function encodeHashes(hashes: readonly Hash[]): string {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [at, one] of hashes.entries()) bytes.set(one, at * HASH_BYTES);
  return encodeBase64(bytes);
}
