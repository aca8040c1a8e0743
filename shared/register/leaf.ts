import { canonicalJson } from '../kernel/digest.ts';
import type { Entry } from './entry.ts';

/**
 * A journal leaf holds at most this many bytes, since its length stands before it in two bytes (C2SP tlog-tiles).
 * The bounds below make every entry fit by construction: twenty patents, forty parties, each with its longest name.
 */
export const leafBytesMax = 65_535;

/** How long a party's and a patent's name may be as written in an entry, quotation marks included. */
export const partyNameBytesMax = 600;
export const patentNameBytesMax = 1000;

const utf8 = new TextEncoder();

/** The bytes that a text takes in an entry; escaped characters and those outside ASCII take more than one. */
export function bytesInLeaf(text: string): number {
  return utf8.encode(JSON.stringify(text)).length;
}

/**
 * The journal's leaf of an entry: its canonical JSON (RFC 8785) in UTF-8.
 *
 * @throws RangeError when it is too long for a leaf, which would be a bug of the procedure that made it.
 */
export function leafOf(entry: Entry): Uint8Array {
  const leaf = utf8.encode(canonicalJson(entry));
  if (leaf.length > leafBytesMax) throw new RangeError(`a leaf of ${leaf.length} bytes: ${entry.id}`);
  return leaf;
}
