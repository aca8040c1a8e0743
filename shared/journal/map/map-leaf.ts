import * as z from 'zod';
import { canonicalJson, sha256 } from '../../kernel/digest.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import type { RightId } from '../../kernel/right.ts';
import { sizeMax } from '../proof.ts';
import { HASH_BYTES, type Hash } from '../tree.ts';
import { nameOf } from './map.ts';

const utf8 = new TextEncoder();

const hashText = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/**
 * The leaf that ends every batch of the log: it commits the map of encumbered titles as of the leaves before it, whose
 * number is `before`, and so its own index. Whoever knows a root of the log therefore knows what was encumbered then.
 * `instant` is the clock's note at that size; it rises from one such leaf to the next.
 */
export const mapLeaf = z.strictObject({
  schema: z.literal('map-1'),
  before: z.int().min(0).max(sizeMax),
  instant,
  root: hashText,
});
export type MapLeaf = z.output<typeof mapLeaf>;

/** The bytes of that leaf, canonical JSON (RFC 8785). */
export function mapLeafOf(before: number, at: Instant, root: Hash): Uint8Array {
  const leaf: MapLeaf = { schema: 'map-1', before, instant: at, root: hashTextOf(root) };
  return utf8.encode(canonicalJson(leaf));
}

/** Where a right stands in the map. */
export function mapKeyOf(right: RightId): Hash {
  return sha256(utf8.encode(right));
}

export function hashTextOf(hash: Hash): string {
  return `sha256:${nameOf(hash)}`;
}

/** The hash in `sha256:` and hexadecimal; undefined where it is none. */
export function hashIn(text: string): Hash | undefined {
  if (!hashText.safeParse(text).success) return undefined;
  const digits = text.slice('sha256:'.length);
  return Uint8Array.from({ length: HASH_BYTES }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
