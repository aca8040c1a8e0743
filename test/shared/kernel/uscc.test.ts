import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUscc, organisationCodeCheck, uscc, usccCheck } from '../../../shared/kernel/uscc.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const first17 = fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/);

/** The weights as the standard prints them (GB 32100-2015, J2), where the code multiplies by 3. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

describe('USCC (J2, GB 32100-2015)', () => {
  it('holds the vectors of the rule book', () => {
    expect(isUscc('91110108551385082Q')).toBe(true);
    expect(isUscc('91110000600037341L')).toBe(true);
    expect(isUscc('91350100M000100Y4Z')).toBe(false);
    expect(isUscc('91350100M000100Y43')).toBe(true);
    expect(usccCheck('91350100M000100Y4')).toBe('3');
  });

  it('agrees with the printed weights, a sum divisible by 31 included', () => {
    let divisible = 0;
    fc.assert(
      fc.property(first17, (first) => {
        const sum = WEIGHTS.reduce(
          (total, weight, at) => total + weight * ALPHABET.indexOf(first.charAt(at)),
          0,
        );
        if (sum % 31 === 0) divisible += 1;
        const check = ALPHABET.indexOf(usccCheck(first));
        expect((sum + check) % 31).toBe(0);
      }),
      { numRuns: 1000, seed: 32100 },
    );
    expect(divisible).toBeGreaterThan(0);
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), fc.constantFrom(...ALPHABET), (first, at, other) => {
        const code = first + usccCheck(first);
        fc.pre(code.charAt(at) !== other);
        expect(isUscc(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('catches every swap but that of the first and the check character', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), fc.nat(17), (first, a, b) => {
        const chars = [...first, usccCheck(first)];
        fc.pre(a < b && chars[a] !== chars[b]);
        [chars[a], chars[b]] = [chars[b] ?? '', chars[a] ?? ''];
        const missed = a === 0 && b === 17;
        expect(isUscc(chars.join(''))).toBe(missed);
      }),
      { numRuns: 500 },
    );
    expect(isUscc('Q11101085513850829')).toBe(true);
  });

  it('the schema forgives small letters and spaces around, and nothing else', () => {
    expect(uscc.parse(' 91110108551385082q ')).toBe('91110108551385082Q');
    const bad = [
      '',
      '91110108551385082',
      '91110108551385082QQ',
      '91110108 551385082Q',
      '9111010855138508OQ',
      '９1110108551385082Q',
      '91I10108551385082Q',
      '91350100M000100Y4Z',
    ];
    for (const text of bad) {
      expect(
        uscc.safeParse(text).error?.issues.map(({ message }) => message),
        text,
      ).toEqual(['uscc.invalid']);
    }
    expect(() => usccCheck('9111010855138508I')).toThrow(RangeError);
    expect(() => usccCheck('')).toThrow(RangeError);
  });
});

describe('organisation code (GB 11714, J2)', () => {
  it.each([
    ['55138508', '2'],
    ['60003734', '1'],
    ['M000100Y', '4'],
  ])('%s has the check character %s', (first, check) => {
    expect(organisationCodeCheck(first)).toBe(check);
  });

  it('writes 10 as X and 11 as 0', () => {
    expect(organisationCodeCheck('00000000')).toBe('0');
    expect(organisationCodeCheck('00000006')).toBe('X');
    expect(() => organisationCodeCheck('1234567')).toThrow(RangeError);
    expect(() => organisationCodeCheck('m000100y')).toThrow(RangeError);
  });
});
