import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, opensTo, SALT_BYTES } from '../../../shared/kernel/digest.ts';
import { commitment, opening } from '../../../shared/register/entry.ts';
import { seal } from '../../../shared/register/seal.ts';

/** Salts that differ, and can be foretold. */
function counter(): () => Uint8Array {
  let count = 0;
  return () => {
    count += 1;
    return new Uint8Array(SALT_BYTES).fill(count);
  };
}

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => JSON.stringify(value).isWellFormed());
const sealable = fc.dictionary(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }).filter((name) => name !== '__proto__'),
  fc.record({ value: json.map((value) => JSON.parse(JSON.stringify(value))), public: fc.boolean() }),
  { maxKeys: 10 },
);

describe('seal', () => {
  it('gives each value a digest and the opening that opens it, and marks what may be shown', () => {
    fc.assert(
      fc.property(sealable, (values) => {
        const { commitments, openings } = seal(values, counter());
        expect(commitments.map(({ name }) => name)).toEqual(Object.keys(values));
        for (const [at, made] of commitments.entries()) {
          const opened = openings[at];
          if (!opened) throw new Error('a commitment without its opening');
          expect(commitment.parse(made)).toEqual(made);
          expect(opening.parse(opened)).toEqual(opened);
          expect(opened.name).toBe(made.name);
          expect(opened.value).toEqual(values[made.name]?.value);
          expect(opened.public).toBe(values[made.name]?.public);
          expect(opensTo(made.digest, opened.salt, opened.value)).toBe(true);
        }
      }),
    );
  });

  it('salts each value by itself, so that equal values do not look equal', () => {
    const same = { value: { amount: '5000000.00', currency: 'CNY' }, public: false };
    const { commitments, openings } = seal({ a: same, b: same, c: same }, counter());
    expect(new Set(commitments.map(({ digest }) => digest)).size).toBe(3);
    expect(new Set(openings.map(({ salt }) => salt)).size).toBe(3);
  });

  it('one opening opens no other commitment', () => {
    const { commitments, openings } = seal(
      { a: { value: 1, public: false }, b: { value: 2, public: false } },
      counter(),
    );
    const [a, b] = commitments;
    const [, openingOfB] = openings;
    if (!a || !b || !openingOfB) throw new Error('two commitments');
    expect(opensTo(a.digest, openingOfB.salt, openingOfB.value)).toBe(false);
    expect(opensTo(b.digest, openingOfB.salt, 1)).toBe(false);
  });

  it('shows nothing of the value, not even by an unsalted digest', () => {
    const value = { amount: '5000000.00', currency: 'CNY' };
    const { commitments } = seal({ claim: { value, public: false } }, counter());
    const shown = canonicalJson(commitments);
    expect(shown).not.toContain('5000000');
    expect(shown).not.toContain(digestOf(value));
  });

  it('refuses a short salt and a value that is not JSON', () => {
    const values = { a: { value: 1, public: false } };
    expect(() => seal(values, () => new Uint8Array(16))).toThrow(RangeError);
    expect(() => seal({ a: { value: undefined, public: false } }, counter())).toThrow(TypeError);
  });
});
