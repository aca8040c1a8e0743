import { parseVerifierKey, signatureTypes, type Verifier } from './note.ts';

/**
 * Who is believed, from a verifier key. The check itself is the platform's own: Node and browsers have had Ed25519
 * in WebCrypto since 2023 to 2025, and no library has to be trusted with it.
 */
export async function ed25519Verifier(key: string): Promise<Verifier | undefined> {
  const parsed = parseVerifierKey(key);
  if (!parsed || parsed.type !== signatureTypes.ed25519) return undefined;
  const { name, keyId, publicKey } = parsed;
  const imported = await crypto.subtle
    .importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
    .catch(() => undefined);
  if (!imported) return undefined;
  return {
    name,
    keyId,
    verify: (text, signature) =>
      crypto.subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(text)),
  };
}
