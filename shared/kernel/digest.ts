import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import * as z from 'zod';
import { decodeBase64url } from './base64url.ts';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type DigestText = Branded<'Digest'>;

export const digestText = branded<DigestText>(
  z.string().regex(/^sha256:[0-9a-f]{64}$/, fault('digest.format')),
);

/** The length of a salt in bytes: as long as the digest, so that a guess at the salt is a guess at the digest. */
export const SALT_BYTES = 32;

// Deeper than any form of the register, and shallow enough for the walk never to exhaust the stack.
const DEPTH_MAX = 64;

const utf8 = new TextEncoder();

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash(bytes);
}

/** SHA-256 in lower-case hexadecimal; a string is hashed as its UTF-8. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(hash(typeof data === 'string' ? utf8.encode(data) : data));
}

function checkText(text: string, path: string): void {
  if (!text.isWellFormed()) throw new TypeError(`lone surrogate at ${path}`);
}

function checkObject(value: object, path: string, depth: number): void {
  if (depth >= DEPTH_MAX) throw new TypeError(`nested deeper than ${DEPTH_MAX} at ${path}`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      checkJson(value[index], `${path}/${index}`, depth + 1);
    }
    return;
  }
  // The parent of a plain object's prototype is null in every realm; that of a Date, Map or class is not.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`not a plain object at ${path}`);
  }
  for (const [key, member] of Object.entries(value)) {
    checkText(key, path);
    checkJson(member, `${path}/${key}`, depth + 1);
  }
}

function checkJson(value: unknown, path: string, depth: number): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    checkText(value, path);
  } else if (typeof value === 'object') {
    checkObject(value, path, depth);
  } else if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new TypeError(`${typeof value === 'number' ? value : typeof value} is not JSON at ${path || '/'}`);
  }
}

/**
 * The canonical JSON of a value (RFC 8785).
 *
 * @throws TypeError on anything that JSON would drop or alter: undefined (also as a member), functions, bigint,
 * NaN, infinities, lone surrogates, dates, class instances. What is digested must be what is stored.
 */
export function canonicalJson(value: unknown): string {
  checkJson(value, '', 0);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not JSON');
  return text;
}

function digestTextOf(bytes: Uint8Array): DigestText {
  return `sha256:${sha256Hex(bytes)}` as DigestText;
}

/** The digest of a value: SHA-256 over the UTF-8 of its canonical JSON. Throws as `canonicalJson` does. */
export function digestOf(value: unknown): DigestText {
  return digestTextOf(utf8.encode(canonicalJson(value)));
}

/**
 * The digest by which a public entry commits to a value that is kept elsewhere and may be forgotten: SHA-256 over
 * 32 bytes of salt followed by the canonical JSON. The salt's fixed length keeps the two parts apart.
 *
 * @throws RangeError when the salt is not 32 bytes; TypeError as `canonicalJson`.
 */
export function saltedDigest(salt: Uint8Array, value: unknown): DigestText {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  const body = utf8.encode(canonicalJson(value));
  const bytes = new Uint8Array(SALT_BYTES + body.length);
  bytes.set(salt);
  bytes.set(body, SALT_BYTES);
  return digestTextOf(bytes);
}

/** Whether salt and value open the digest. A malformed salt opens nothing; throws as `canonicalJson` does. */
export function opensTo(digest: string, saltBase64url: string, value: unknown): boolean {
  const salt = decodeBase64url(saltBase64url);
  return salt !== undefined && salt.length === SALT_BYTES && saltedDigest(salt, value) === digest;
}
