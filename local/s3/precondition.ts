import { notImplemented, S3Error } from './errors.ts';
import type { ObjectDescription } from './object-file.ts';
import type { Precondition } from './store.ts';

type Headers = ReadonlyMap<string, string>;

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition: condition },
  });
}

/** Entity tags of a condition without quotes; S3 takes them unquoted too. */
function tags(header: string): string[] {
  return header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
}

function names(header: string, etag: string): boolean {
  return tags(header).some((tag) => tag === '*' || tag === etag);
}

/** Times HTTP cannot read are no condition at all (RFC 9110, 13.1.3). */
function timeOf(header: string | undefined): number | undefined {
  const time = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The condition of a conditional write: `If-None-Match: *` (no object yet) or `If-Match: <etag>`.
 * The result throws PreconditionFailed, or NoSuchKey where If-Match finds nothing.
 */
export function writePrecondition(headers: Headers): Precondition {
  const ifMatch = headers.get('if-match');
  const ifNoneMatch = headers.get('if-none-match');
  if (headers.has('if-modified-since') || headers.has('if-unmodified-since')) {
    throw notImplemented('dates as a condition of a write');
  }
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*')
    throw notImplemented('If-None-Match other than *');
  if (ifMatch !== undefined && (ifNoneMatch !== undefined || tags(ifMatch).some((tag) => tag === '*'))) {
    throw notImplemented('this combination of conditions');
  }
  return (latest) => {
    const current = latest?.deleteMarker ? undefined : latest;
    if (ifNoneMatch !== undefined && current) throw failed('If-None-Match');
    if (ifMatch === undefined) return;
    if (!current) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    if (!names(ifMatch, current.etag)) throw failed('If-Match');
  };
}

/** Conditional GET and HEAD in RFC 9110's order. Throws PreconditionFailed; true means 304 Not Modified. */
export function isNotModified(headers: Headers, { etag, lastModifiedMs }: ObjectDescription): boolean {
  const ifMatch = headers.get('if-match');
  const unmodifiedSince = timeOf(headers.get('if-unmodified-since'));
  if (ifMatch !== undefined) {
    if (!names(ifMatch, etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && lastModifiedMs > unmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, etag);
  const modifiedSince = timeOf(headers.get('if-modified-since'));
  return modifiedSince !== undefined && lastModifiedMs <= modifiedSince;
}
