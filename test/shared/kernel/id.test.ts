import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  addressId,
  batchId,
  entryId,
  filingId,
  mandateId,
  newId,
  noticeId,
  partyId,
} from '../../../shared/kernel/id.ts';

const TIME_MAX = 2 ** 48 - 1;
const time = fc.integer({ min: 0, max: TIME_MAX });
const noise = fc.uint8Array({ minLength: 10, maxLength: 10 });
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The number that base32 text stands for, read the other way round than the code writes it. */
function numberOf(text: string): bigint {
  return [...text].reduce((total, char) => total * 32n + BigInt(ALPHABET.indexOf(char)), 0n);
}

describe('newId', () => {
  it('writes the example of the ULID specification (time 1469918176385)', () => {
    const id = newId('fil', 1469918176385, new Uint8Array(10));
    expect(id).toBe('fil_01aryz6s410000000000000000');
  });

  it('holds all 48 bits of time and all 80 random bits', () => {
    fc.assert(
      fc.property(time, noise, (nowMs, random) => {
        const text = newId('ent', nowMs, random).slice(4);
        expect(numberOf(text.slice(0, 10))).toBe(BigInt(nowMs));
        expect(numberOf(text.slice(10))).toBe(BigInt(`0x${Buffer.from(random).toString('hex')}`));
      }),
    );
  });

  it('sorts by time as text, whatever the random part', () => {
    fc.assert(
      fc.property(time, time, noise, noise, (a, b, x, y) => {
        fc.pre(a < b);
        expect(newId('fil', a, x) < newId('fil', b, y)).toBe(true);
      }),
    );
  });

  it('uses the first ten random bytes only', () => {
    const long = Uint8Array.from({ length: 16 }, (_, at) => at * 7);
    expect(newId('bat', 1, long)).toBe(newId('bat', 1, long.subarray(0, 10)));
  });

  it('throws on times that are no 48-bit milliseconds and on too little randomness', () => {
    const ten = new Uint8Array(10);
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, TIME_MAX + 1]) {
      expect(() => newId('fil', bad, ten)).toThrow(RangeError);
    }
    expect(() => newId('fil', 0, new Uint8Array(9))).toThrow(RangeError);
    expect(newId('fil', TIME_MAX, ten).startsWith('fil_7zzzzzzzzz')).toBe(true);
  });
});

describe('identifier schemas', () => {
  const schemas = {
    fil: filingId,
    ent: entryId,
    pty: partyId,
    acc: accountId,
    bat: batchId,
    mdt: mandateId,
    ntc: noticeId,
    adr: addressId,
  };

  it('accept what newId makes for their prefix and nothing made for another', () => {
    fc.assert(
      fc.property(time, noise, (nowMs, random) => {
        for (const prefix of Object.keys(schemas)) {
          const id = newId(prefix, nowMs, random);
          for (const [other, schema] of Object.entries(schemas)) {
            expect(schema.safeParse(id).success).toBe(other === prefix);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuse upper case, letters outside the alphabet, more than 48 bits of time and stray characters', () => {
    const good = 'fil_01aryz6s410000000000000000';
    expect(filingId.safeParse(good).success).toBe(true);
    const bad = [
      good.toUpperCase(),
      good.replace('a', 'i'),
      good.replace('a', 'l'),
      good.replace('a', 'o'),
      good.replace('a', 'u'),
      good.replace('_0', '_8'),
      `${good}0`,
      good.slice(0, -1),
      `${good}\n`,
      ` ${good}`,
      good.slice(4),
      '',
      null,
      1,
    ];
    for (const text of bad) expect(filingId.safeParse(text).success, String(text)).toBe(false);
  });
});
