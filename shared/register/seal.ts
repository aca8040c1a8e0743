import { encodeBase64url } from '../kernel/base64url.ts';
import { saltedDigest } from '../kernel/digest.ts';
import type { Commitment, Opening } from './entry.ts';

export type Sealed = { readonly commitments: readonly Commitment[]; readonly openings: readonly Opening[] };

/**
 * Turns private values into salted digests and their openings. Each has a salt of its own: a value from a
 * short list, such as an amount, could otherwise be found by trying, and openings must be forgotten singly.
 */
export function seal(
  values: Readonly<Record<string, { readonly value: unknown; readonly public: boolean }>>,
  salt: () => Uint8Array,
): Sealed {
  const sealed = Object.entries(values).map(([name, { value, public: shown }]) => {
    const own = salt();
    return {
      commitment: { name, digest: saltedDigest(own, value) },
      opening: { name, salt: encodeBase64url(own), value, public: shown },
    };
  });
  return {
    commitments: sealed.map((one) => one.commitment),
    openings: sealed.map((one) => one.opening),
  };
}
