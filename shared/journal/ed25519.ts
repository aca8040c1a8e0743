import { parseVerifierKey, signatureTypes, type Verifier } from './note.ts';

/** How signatures of one key are checked; undefined where the bytes are no key. */
export async function ed25519Check(
  publicKey: Uint8Array,
): Promise<((text: Uint8Array, signature: Uint8Array) => Promise<boolean>) | undefined> {
  const imported = await crypto.subtle
    .importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
    .catch(() => undefined);
  if (!imported) return undefined;
  return (text, signature) =>
    crypto.subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(text));
}

/**
 * Who is believed, from a verifier key. The check itself is the platform's own: Node and browsers have had Ed25519
 * in WebCrypto since 2023 to 2025, and no library has to be trusted with it.
 */
export async function ed25519Verifier(key: string): Promise<Verifier | undefined> {
  const parsed = parseVerifierKey(key);
  if (!parsed || parsed.type !== signatureTypes.ed25519) return undefined;
  const { name, keyId, publicKey } = parsed;
  const verify = await ed25519Check(publicKey);
  return verify && { name, keyId, verify };
}
