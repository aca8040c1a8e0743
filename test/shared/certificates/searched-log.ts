import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type SearchCertificate,
  type Searched,
  searchCertificateOf,
} from '../../../shared/certificates/search-certificate.ts';
import { checkpointText } from '../../../shared/journal/checkpoint.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { changeMap, mapRootHash, nameOf } from '../../../shared/journal/map/map.ts';
import { hashIn, mapKeyOf, mapLeafOf } from '../../../shared/journal/map/map-leaf.ts';
import { proveInMap } from '../../../shared/journal/map/map-proof.ts';
import type { Page } from '../../../shared/journal/map/page.ts';
import {
  formatNote,
  keyIdOf,
  type NoteSignature,
  signatureTypes,
  type Verifier,
  verifierKey,
} from '../../../shared/journal/note.ts';
import { inclusionProof } from '../../../shared/journal/proof.ts';
import { type Hash, leafHash, nodeHash, rootOf, type Subtrees } from '../../../shared/journal/tree.ts';
import { canonicalJson } from '../../../shared/kernel/digest.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant } from '../../../shared/kernel/instant.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import { holdsDigest, type ShownHold } from '../../../shared/register/encumbrance.ts';

export const origin = 'log.example/journal';
const start = '2026-11-22T06:00:00.000Z' as Instant;
const utf8 = new TextEncoder();

export function pledgeHold(of: number): ShownHold {
  return {
    kind: 'pledge',
    record: `Y${String(of).padStart(13, '0')}`,
    since: addMillis(start, of),
    entry: `ent_${String(of).padStart(26, '0')}` as EntryId,
  };
}

/** A key of a log, with what signs by it and who believes it. */
export async function logKey(name = origin) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const verifier = await ed25519Verifier(verifierKey(name, signatureTypes.ed25519, raw));
  if (!verifier) throw new Error('a sound key');
  return { name, keyId: keyIdOf(name, signatureTypes.ed25519, raw), privateKey, verifier };
}
export type LogKey = {
  readonly name: string;
  readonly keyId: number;
  readonly privateKey: KeyObject;
  readonly verifier: Verifier;
};

export function signatureOf({ name, keyId, privateKey }: LogKey, text: string): NoteSignature {
  return { name, keyId, signature: new Uint8Array(sign(null, utf8.encode(text), privateKey)) };
}

/** A log whose batches each state the holds of some rights; every batch ends with the map's leaf, as in the register. */
export async function searchedLog(
  batches: readonly (readonly { readonly right: RightId; readonly holds: readonly ShownHold[] }[])[],
  key: LogKey,
) {
  const kept = new Map<string, Page>();
  const pages = async (hash: Hash) => kept.get(nameOf(hash)) ?? Promise.reject(new Error('no such page'));
  const leaves: Uint8Array[] = [];
  const sizes: { size: number; map: Awaited<ReturnType<typeof changeMap>>['root']; at: Instant }[] = [];
  for (const batch of batches) {
    const changes = batch.map(({ right, holds }) => {
      const digest = holdsDigest(holds);
      return { key: mapKeyOf(right), value: digest && hashIn(digest) };
    });
    const { root, made } = await changeMap(sizes.at(-1)?.map, changes, pages);
    for (const [name, page] of made) kept.set(name, page);
    leaves.push(...batch.map(({ right }) => utf8.encode(`entry about ${right}`)));
    const at = addMillis(start, leaves.length);
    leaves.push(mapLeafOf(leaves.length, at, mapRootHash(root)));
    sizes.push({ size: leaves.length, map: root, at });
  }
  const hashes = leaves.map(leafHash);
  const subtrees: Subtrees = (level, index) => {
    if (level === 0) return hashes[index] ?? new Uint8Array();
    return nodeHash(subtrees(level - 1, 2 * index), subtrees(level - 1, 2 * index + 1));
  };
  const noteOf = (size: number, by: readonly LogKey[] = [key], of = origin) => {
    const text = checkpointText({ origin: of, size, root: rootOf(size, subtrees) });
    return formatNote({ text, signatures: by.map((one) => signatureOf(one, text)) });
  };
  /** A certificate of the size that this batch made. */
  const certify = async (
    asked: readonly { readonly right: RightId; readonly holds?: readonly ShownHold[] }[],
    batch = batches.length - 1,
  ): Promise<SearchCertificate> => {
    const made = sizes[batch];
    if (!made) throw new Error('no such batch');
    const searched: Searched[] = [];
    for (const { right, holds } of asked) {
      searched.push({ right, holds, proof: await proveInMap(made.map, mapKeyOf(right), pages) });
    }
    const root = `sha256:${nameOf(mapRootHash(made.map))}`;
    return searchCertificateOf(searched, {
      leaf: { schema: 'map-1', before: made.size - 1, instant: made.at, root },
      path: inclusionProof(made.size - 1, made.size, subtrees),
      checkpoint: noteOf(made.size),
    });
  };
  return {
    certify,
    noteOf,
    sizes,
    path: (index: number, size: number) => inclusionProof(index, size, subtrees),
  };
}

/** The text of a certificate, or of whatever somebody made of one. */
export const written = (certificate: unknown): string => canonicalJson(certificate);
