import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { checkpointText } from '../../../shared/journal/checkpoint.ts';
import { grow } from '../../../shared/journal/grow.ts';
import {
  formatNote,
  keyIdOf,
  type NoteSignature,
  signatureTypes,
  verifierKey,
} from '../../../shared/journal/note.ts';
import { inclusionProof } from '../../../shared/journal/proof.ts';
import { subtreesIn, tilePath } from '../../../shared/journal/tile.ts';
import { formatTlogProof } from '../../../shared/journal/tlog-proof.ts';

/** Somebody who signs: made from a seed where the same bytes must come out each time. */
export type SigningKey = {
  readonly name: string;
  readonly verifierKey: string;
  readonly sign: (text: string) => Promise<NoteSignature>;
};

// PKCS #8 of an Ed25519 key is these bytes and the 32 of the seed (RFC 8410).
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function signingKey(name: string, seed?: number): SigningKey {
  const privateKey =
    seed === undefined
      ? generateKeyPairSync('ed25519').privateKey
      : createPrivateKey({
          key: Buffer.concat([pkcs8, Buffer.alloc(32, seed)]),
          format: 'der',
          type: 'pkcs8',
        });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const keyId = keyIdOf(name, signatureTypes.ed25519, publicKey);
  return {
    name,
    verifierKey: verifierKey(name, signatureTypes.ed25519, publicKey),
    sign: async (text) => ({ name, keyId, signature: sign(null, Buffer.from(text), privateKey) }),
  };
}

/** A log of these leaves, with its signed checkpoint and the `.tlog-proof` of any leaf. */
export async function logOf(leaves: readonly Uint8Array[], key: SigningKey) {
  const { size, root, objects } = grow(0, leaves, () => {
    throw new Error('an empty log has no edge');
  });
  const subtrees = subtreesIn(size, (tile) => objects.get(tilePath(tile)) ?? new Uint8Array());
  const text = checkpointText({ origin: key.name, size, root });
  const signed = await key.sign(text);
  const checkpoint = formatNote({ text, signatures: [signed] });
  return {
    size,
    root,
    checkpoint,
    proof: (index: number) =>
      formatTlogProof({ index, path: inclusionProof(index, size, subtrees), checkpoint }),
  };
}
