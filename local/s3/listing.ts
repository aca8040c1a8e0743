import { S3Error } from './errors.ts';
import { compareKeys, type KeyIndex } from './key-index.ts';
import type { ObjectDescription } from './object-file.ts';

export type ListQuery = {
  readonly prefix: string;
  readonly delimiter: string;
  /** Entries at or before this are skipped; a common prefix here skips all it stands for. */
  readonly after: string;
  readonly maxKeys: number;
};

export type Listing = {
  readonly contents: readonly ObjectDescription[];
  readonly commonPrefixes: readonly string[];
  /** The last entry given, when there are more. */
  readonly next: string | undefined;
};

/** The part of the key up to the first delimiter after the prefix; undefined when the key stands for itself. */
function commonPrefix(key: string, { prefix, delimiter }: ListQuery): string | undefined {
  if (delimiter === '') return undefined;
  const cut = key.indexOf(delimiter, prefix.length);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

/** One page of the current objects, in the order of their keys' UTF-8 bytes. */
export function listPage(index: KeyIndex, query: ListQuery): Listing {
  const contents: ObjectDescription[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  if (query.maxKeys === 0) return { contents, commonPrefixes: prefixes, next: undefined };
  const { prefix, after } = query;
  for (const key of index.keysFrom(compareKeys(after, prefix) > 0 ? after : prefix)) {
    // Keys of one prefix stand together, so the first without it ends the list.
    if (!key.startsWith(prefix)) break;
    const object = index.current(key);
    if (key === after || !object || object.deleteMarker) continue;
    const shared = commonPrefix(key, query);
    if (shared !== undefined && (shared === after || shared === prefixes.at(-1))) continue;
    if (contents.length + prefixes.length === query.maxKeys)
      return { contents, commonPrefixes: prefixes, next: last };
    if (shared === undefined) contents.push(object);
    else prefixes.push(shared);
    last = shared ?? key;
  }
  return { contents, commonPrefixes: prefixes, next: undefined };
}

/** The token is opaque to the client and holds where the page ended; nothing of it is kept here. */
export function continuationToken(after: string): string {
  return Buffer.from(`1${after}`).toString('base64url');
}

export function readContinuationToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('1') || Buffer.from(text).toString('base64url') !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice(1);
}
