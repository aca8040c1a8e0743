import { decodeBase64url, encodeBase64url } from '../kernel/base64url.ts';

/** Base64 with padding (RFC 4648 section 4), which signed notes and proofs are written in. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** The bytes of a padded base64 text, or undefined where it is malformed or could be written otherwise. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return decodeBase64url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
}
