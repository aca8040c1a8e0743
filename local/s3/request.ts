import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.ts';

const MAX_KEY_BYTES = 1024;
/** Parameters that carry the signature itself; every other X-Amz-* parameter stands for a header. */
const AUTH_PARAMETERS = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-security-token',
]);
/** Headers a second copy of which would let two readers of one request disagree. */
const SINGLE = /^(host|authorization|date|expect|origin|range|transfer-encoding|content-.*|if-.*|x-amz-.*)$/;

export type S3Request = {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** The path encoded once, as the canonical request of SigV4 has it. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly presigned: boolean;
  /** x-amz-* by lower-case name: headers, and in a presigned address the parameters that stand for them. */
  readonly amz: ReadonlyMap<string, string>;
  /** Parameters that are neither the signature's nor stand for a header. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** RFC 3986 escaping as SigV4 wants it: everything but the unreserved characters. */
function escapeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function escapeKey(key: string): string {
  return key.split('/').map(escapeRfc3986).join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', 'The address is not percent-encoded UTF-8.');
  }
}

function readHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    const value = rawHeaders[i + 1] ?? '';
    const earlier = headers.get(name);
    if (earlier !== undefined && SINGLE.test(name)) {
      throw new S3Error('InvalidRequest', `The header ${name} was sent twice.`);
    }
    if (SINGLE.test(name) && !/^[\x20-\x7e\t]*$/.test(value)) {
      // Such bytes have no agreed encoding, so the signature over them could not be checked honestly.
      throw new S3Error('InvalidArgument', `The header ${name} must be printable US-ASCII.`);
    }
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}

function readQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  const seen = new Set<string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const [rawName, rawValue] = cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)];
    const name = decode(rawName.replaceAll('+', ' '));
    // Case is folded for the check only: X-Amz-Date and x-amz-date must not both be present.
    if (seen.has(name.toLowerCase())) {
      throw new S3Error('InvalidArgument', `The parameter ${name} was given twice.`);
    }
    seen.add(name.toLowerCase());
    query.set(name, decode(rawValue.replaceAll('+', ' ')));
  }
  return query;
}

/** The path is never resolved: `..` and `//` are ordinary parts of a key, as in S3. */
function readPath(rawPath: string): { bucket: string | undefined; key: string | undefined; path: string } {
  const cut = rawPath.indexOf('/', 1);
  const bucket = decode(cut < 0 ? rawPath.slice(1) : rawPath.slice(1, cut));
  const key = cut < 0 ? '' : decode(rawPath.slice(cut + 1));
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long.', {
      details: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    });
  }
  const path = `/${escapeRfc3986(bucket)}${cut < 0 ? '' : `/${escapeKey(key)}`}`;
  return { bucket: bucket === '' ? undefined : bucket, key: key === '' ? undefined : key, path };
}

/**
 * Reads the address and headers of one request, path style (`/bucket/key`).
 * Throws InvalidURI, InvalidArgument, InvalidRequest or KeyTooLongError; reads nothing of the body.
 */
export function readRequest(message: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>): S3Request {
  const url = message.url ?? '';
  if (!url.startsWith('/') || /[^\x21-\x7e]/.test(url)) {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
  const cut = url.indexOf('?');
  const query = readQuery(cut < 0 ? '' : url.slice(cut + 1));
  const headers = readHeaders(message.rawHeaders);
  const presigned = [...query.keys()].some((name) => /^x-amz-(algorithm|signature)$/i.test(name));
  const amz = new Map([...headers].filter(([name]) => name.startsWith('x-amz-')));
  const parameters = new Map<string, string>();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (presigned && AUTH_PARAMETERS.has(lower)) continue;
    if (!presigned || !lower.startsWith('x-amz-')) {
      parameters.set(name, value);
    } else if (amz.has(lower)) {
      throw new S3Error('InvalidRequest', `${name} is both a header and a parameter.`);
    } else {
      amz.set(lower, value);
    }
  }
  const method = message.method ?? '';
  return {
    method,
    ...readPath(cut < 0 ? url : url.slice(0, cut)),
    query,
    headers,
    presigned,
    amz,
    parameters,
  };
}
