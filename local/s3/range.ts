import { notImplemented, S3Error } from './errors.ts';

/** First and last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number };

/**
 * Reads `Range` against an object of `size` bytes. Undefined means the whole object: no header, or one that is no
 * byte range, which RFC 9110 14.2 says to ignore. Throws InvalidRange, or NotImplemented for several ranges.
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined || !/^bytes=/i.test(header)) return undefined;
  if (header.includes(',')) throw notImplemented('more than one range a request');
  const [, from = '', to = ''] = /^bytes= *(\d*)-(\d*) *$/i.exec(header) ?? [];
  if (from === '' && to === '') return undefined;
  const range =
    from === ''
      ? { first: Math.max(size - Number(to), 0), last: size - 1 }
      : { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (range.first >= size || range.last < range.first) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      details: { RangeRequested: header, ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return range;
}
