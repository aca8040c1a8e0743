import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLei, lei, leiCheck } from '../../../shared/kernel/lei.ts';

const first18 = fc.stringMatching(/^[0-9A-Z]{18}$/);
const numeral = (text: string) => BigInt([...text].map((char) => Number.parseInt(char, 36)).join(''));

describe('LEI (J3, ISO 17442, ISO 7064 MOD 97-10)', () => {
  it('holds the vector of the rule book', () => {
    expect(isLei('5493001KJTIIGC8Y1R12')).toBe(true);
    expect(leiCheck('5493001KJTIIGC8Y1R')).toBe('12');
  });

  it('leaves 1 modulo 97, computed in one large number', () => {
    fc.assert(
      fc.property(first18, (first) => {
        expect(numeral(first + leiCheck(first)) % 97n).toBe(1n);
      }),
    );
  });

  const digit = /\d/;
  const sameClass = (a: string, b: string) => digit.test(a) === digit.test(b);

  it('catches every digit mistaken for a digit and letter for a letter', () => {
    const characters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    fc.assert(
      fc.property(first18, fc.nat(17), characters, (first, at, other) => {
        fc.pre(first.charAt(at) !== other && sameClass(first.charAt(at), other));
        expect(isLei(first.slice(0, at) + other + first.slice(at + 1) + leiCheck(first))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('catches every swap of unequal neighbours but 1B, 2M and 3X', () => {
    const missed = ['1B', 'B1', '2M', 'M2', '3X', 'X3'];
    const swapped = (pair: string, rest: string) =>
      isLei(pair[1] + (pair[0] ?? '') + rest + leiCheck(pair + rest));
    const found = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].flatMap((a, _, all) =>
      all.filter((b) => a !== b && swapped(a + b, '3001KJTIIGC8Y1RX')).map((b) => a + b),
    );
    expect(found.sort()).toEqual(missed.sort());
  });

  it('refuses check digits 00, 01 and 99, which no code has', () => {
    for (const [digits, twin] of [
      ['00', '97'],
      ['01', '98'],
      ['99', '02'],
    ] as const) {
      let first = 0;
      while (first < 1000 && leiCheck(String(first).padStart(18, '0')) !== twin) first += 1;
      const code = String(first).padStart(18, '0');
      expect(isLei(code + twin)).toBe(true);
      expect(isLei(code + digits)).toBe(false);
    }
  });

  it('the schema forgives small letters and spaces around, and nothing else', () => {
    expect(lei.parse(' 5493001kjtiigc8y1r12\n')).toBe('5493001KJTIIGC8Y1R12');
    for (const text of ['', '5493001KJTIIGC8Y1R13', '5493001KJTIIGC8Y1R1', '5493001KJTIIGC8Y1R1２']) {
      expect(
        lei.safeParse(text).error?.issues.map(({ message }) => message),
        text,
      ).toEqual(['lei.invalid']);
    }
    expect(() => leiCheck('5493001')).toThrow(RangeError);
  });
});
