import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../shared/kernel/cursor.ts';

const key = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { maxKeys: 4 });
const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursor', () => {
  it('gives the key back to the list that it was made for', () => {
    fc.assert(
      fc.property(key, fc.string(), (value, context) => {
        const cursor = encodeCursor(value, context);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, context)).toEqual({ ...value });
      }),
    );
  });

  it('is foreign to every other list', () => {
    fc.assert(
      fc.property(key, fc.string(), fc.string(), (value, context, other) => {
        fc.pre(context !== other);
        expect(decodeCursor(encodeCursor(value, context), other)).toBeUndefined();
      }),
    );
  });

  it('answers undefined to any text that it did not make, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]*$/)), (text) => {
        expect(decodeCursor(text, 'titles')).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeCursor(made(value), 'titles')).toBeUndefined();
        expect(decodeCursor(made({ key: value, list: 'x' }), 'titles')).toBeUndefined();
      }),
    );
  });

  it('refuses another spelling of the same content, extra members, and values that are not text', () => {
    const cursor = encodeCursor({ a: '1' }, 'titles');
    const body = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    expect(decodeCursor(made(body), 'titles')).toEqual({ a: '1' });
    const foreign = [
      made({ list: body.list, key: body.key }),
      made({ ...body, more: 1 }),
      made({ ...body, key: { a: 1 } }),
      made({ ...body, key: { a: '1', b: 2 } }),
      made({ ...body, key: ['1'] }),
      made({ ...body, key: null }),
      made({ ...body, key: { a: '\ud800' } }),
      Buffer.from(`{"key":{"a":"\\ud800"},"list":"${body.list}"}`).toString('base64url'),
      Buffer.from(`{"key":{"\\ud800":"a"},"list":"${body.list}"}`).toString('base64url'),
      Buffer.from([0xff, 0xfe]).toString('base64url'),
      `${cursor}=`,
      `${cursor} `,
      'A'.repeat(5000),
    ];
    for (const text of foreign) expect(decodeCursor(text, 'titles'), text).toBeUndefined();
  });

  it('does not let a key reach an object’s prototype', () => {
    const cursor = encodeCursor(JSON.parse('{"__proto__":"x"}'), 'titles');
    const decoded = decodeCursor(cursor, 'titles');
    expect(Object.getOwnPropertyNames(decoded)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});
