import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../shared/kernel/base64url.ts';
import {
  canonicalJson,
  digestOf,
  digestText,
  opensTo,
  saltedDigest,
  sha256,
  sha256Hex,
} from '../../../shared/kernel/digest.ts';

const nodeHex = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });

describe('sha256', () => {
  it("agrees with Node's own on bytes and on the UTF-8 of text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
        expect(sha256Hex(bytes)).toBe(nodeHex(bytes));
        expect(sha256Hex(text)).toBe(nodeHex(text));
        expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(nodeHex(bytes));
      }),
    );
  });

  it('gives the vector of FIPS 180-4', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('canonicalJson (RFC 8785)', () => {
  it('sorts members by UTF-16 units and writes numbers as ECMAScript does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}');
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  it('keeps the value and does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        // Through JSON once more, since -0 is not JSON's to keep.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(record));
      }),
    );
  });

  it('throws a TypeError on whatever JSON would drop or alter, at any depth', () => {
    class Money {
      amount = '1.00';
    }
    const bad: readonly unknown[] = [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '\ud83d',
      'a\udc00b',
      10n,
      () => 1,
      Symbol('x'),
      new Date(0),
      new Map([['a', 1]]),
      new Set(),
      new Uint8Array(2),
      new Money(),
      Object.assign(Object.create(null), { toJSON: () => 1 }),
    ];
    for (const value of bad) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson([1, value])).toThrow(TypeError);
      expect(() => canonicalJson({ a: { b: value } })).toThrow(TypeError);
    }
    expect(() => canonicalJson({ '\ud800': 1 })).toThrow(TypeError);
    expect(() => canonicalJson(new Array(2))).toThrow(TypeError);
  });

  it('throws a TypeError, not a stack overflow, on cycles and on abysses', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => canonicalJson(cycle)).toThrow(TypeError);
    expect(() => canonicalJson(JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`))).toThrow(TypeError);
    expect(canonicalJson(JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`))).toHaveLength(128);
  });

  it('treats a member named __proto__ as any other', () => {
    const text = '{"__proto__":{"a":1}}';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });
});

describe('digestOf', () => {
  it('is SHA-256 over the UTF-8 of the canonical JSON', () => {
    expect(digestOf({ b: '质押', a: 1 })).toBe(`sha256:${nodeHex('{"a":1,"b":"质押"}')}`);
    expect(digestText.parse(digestOf(null))).toBe(digestOf(null));
  });

  it('digestText refuses other algorithms, upper case and other lengths', () => {
    const hex = 'a'.repeat(64);
    const bad = [`sha1:${hex}`, hex, `sha256:${hex.toUpperCase()}`, `sha256:${hex}a`, `sha256:${hex}\n`];
    for (const text of bad) expect(digestText.safeParse(text).success).toBe(false);
  });
});

describe('saltedDigest and opensTo', () => {
  it('hashes the salt, then the canonical JSON', () => {
    const zeros = new Uint8Array(32);
    const expected = nodeHex(Buffer.concat([zeros, Buffer.from('{"a":1}')]));
    expect(saltedDigest(zeros, { a: 1 })).toBe(`sha256:${expected}`);
  });

  it('opens with its own salt and value, and with no other', () => {
    fc.assert(
      fc.property(salt, json, json, fc.integer({ min: 0, max: 255 }), (bytes, value, other, bit) => {
        const digest = saltedDigest(bytes, value);
        expect(opensTo(digest, encodeBase64url(bytes), value)).toBe(true);
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(opensTo(digest, encodeBase64url(flipped), value)).toBe(false);
        expect(opensTo(digest, encodeBase64url(bytes), other)).toBe(
          canonicalJson(other) === canonicalJson(value),
        );
      }),
    );
  });

  it('throws on a salt of another length; such a text opens nothing', () => {
    for (const length of [0, 31, 33]) {
      expect(() => saltedDigest(new Uint8Array(length), 1)).toThrow(RangeError);
      expect(opensTo(digestOf(1), encodeBase64url(new Uint8Array(length)), 1)).toBe(false);
    }
    expect(opensTo(digestOf(1), '%%%', 1)).toBe(false);
  });
});
