import * as z from 'zod';
import { branded } from './brand.ts';
import { fault } from './fault.ts';

/** An identifier of one kind of thing: `fil_` and a ULID. The prefix is part of the type, so kinds never mix. */
export type Id<P extends string> = string & { readonly __prefix: P };

export type FilingId = Id<'fil'>;
export type EntryId = Id<'ent'>;
export type PartyId = Id<'pty'>;
export type BatchId = Id<'bat'>;
export type NoticeId = Id<'ntc'>;
export type AddressId = Id<'adr'>;
export type ReviewId = Id<'rev'>;
export type CheckId = Id<'chk'>;
export type AppealId = Id<'apl'>;
export type CorrectionId = Id<'cor'>;

// Crockford's base32 in lower case: no i, l, o, u, so that a number read out on the telephone stays one number.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_MAX = 2 ** 48 - 1;
const TIME_CHARS = 10;
const RANDOM_BYTES = 10;

function base32(value: bigint, chars: number): string {
  let text = '';
  let rest = value;
  for (let at = 0; at < chars; at += 1) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

/**
 * A new identifier: the prefix, `_`, and a ULID of 48 bits of time (epoch milliseconds) and 80 random bits.
 *
 * Identifiers sort by time as text; within one millisecond their order is random. Clock and randomness are the
 * caller's, since the kernel has neither. Only the first 10 random bytes are used.
 *
 * @throws RangeError when the time is not a whole number of 48 bits, or there are fewer than 10 random bytes.
 */
export function newId<P extends string>(prefix: P, nowMs: number, random: Uint8Array): Id<P> {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > TIME_MAX) throw new RangeError(`not a time: ${nowMs}`);
  if (random.length < RANDOM_BYTES) throw new RangeError(`${RANDOM_BYTES} random bytes needed`);
  let noise = 0n;
  for (const byte of random.subarray(0, RANDOM_BYTES)) noise = (noise << 8n) | BigInt(byte);
  return `${prefix}_${base32(BigInt(nowMs), TIME_CHARS)}${base32(noise, 16)}` as Id<P>;
}

function idOf<P extends string>(prefix: P): z.ZodType<Id<P>, string> {
  // The first character stays under 8 because 48 bits fill only three of its five.
  const pattern = new RegExp(`^${prefix}_[0-7][${ALPHABET}]{25}$`);
  return branded<Id<P>>(z.string().regex(pattern, fault('id.format')));
}

export const filingId = idOf('fil');
export const entryId = idOf('ent');
export const partyId = idOf('pty');
export const accountId = idOf('acc');
export const batchId = idOf('bat');
export const mandateId = idOf('mdt');
export const noticeId = idOf('ntc');
export const addressId = idOf('adr');
export const reviewId = idOf('rev');
export const checkId = idOf('chk');
export const appealId = idOf('apl');
export const correctionId = idOf('cor');
