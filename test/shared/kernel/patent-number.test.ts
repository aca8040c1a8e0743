import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatPatentNumber,
  parsePatentNumber,
  patentCheckDigit,
  patentNumber,
} from '../../../shared/kernel/patent-number.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const body = fc.oneof(digits(8), digits(12));
const swap = (text: string, a: number, b: number) => {
  const chars = [...text];
  [chars[a], chars[b]] = [chars[b] ?? '', chars[a] ?? ''];
  return chars.join('');
};
const passes = (text: string) => patentCheckDigit(text.slice(0, -1)) === text.slice(-1);

describe('patentCheckDigit (J1.1)', () => {
  it.each([
    ['201710601862', '3'],
    ['201710763365', '3'],
    ['201720349428', '6'],
    ['97101765', '4'],
    ['200420117452', 'X'],
    ['200310102344', '5'],
  ])('of %s is %s', (first, check) => {
    expect(patentCheckDigit(first)).toBe(check);
  });

  it('catches every single wrong digit, the check digit included', () => {
    fc.assert(
      fc.property(body, (first) => {
        const number = first + patentCheckDigit(first);
        for (let at = 0; at < number.length; at += 1) {
          const others = at === first.length ? '0123456789X' : '0123456789';
          for (const other of others) {
            if (other === number.charAt(at)) continue;
            expect(passes(number.slice(0, at) + other + number.slice(at + 1))).toBe(false);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('catches every swap of unequal neighbours', () => {
    fc.assert(
      fc.property(body, (first) => {
        const number = first + patentCheckDigit(first);
        for (let at = 0; at + 1 < number.length; at += 1) {
          if (number.charAt(at) === number.charAt(at + 1) || number.charAt(at + 1) === 'X') continue;
          expect(passes(swap(number, at, at + 1))).toBe(false);
        }
      }),
    );
  });

  it('among the digits, misses a swap exactly when they stand eight places apart', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(11), fc.nat(11), (first, a, b) => {
        fc.pre(first.charAt(a) !== first.charAt(b));
        expect(patentCheckDigit(swap(first, a, b)) === patentCheckDigit(first)).toBe(Math.abs(a - b) === 8);
      }),
      { numRuns: 500 },
    );
  });

  it('throws on anything but 8 or 12 digits', () => {
    for (const bad of ['', '1234567', '123456789', '1234567890123', '2017106018X2', '２０１７１０６０']) {
      expect(() => patentCheckDigit(bad)).toThrow(RangeError);
    }
  });
});

describe('parsePatentNumber (J1)', () => {
  it.each([
    ['201710601862.3', 'invention', false, 2017],
    ['201720349428.6', 'utilityModel', false, 2017],
    ['97101765.4', 'invention', false, 1997],
    ['200420117452.X', 'utilityModel', false, 2004],
    ['200310102344.5', 'invention', false, 2003],
  ])('reads %s as %s', (text, kind, pct, filingYear) => {
    const number = text.replace('.', '');
    expect(parsePatentNumber(text)).toEqual({ ok: true, number, kind, pct, filingYear });
  });

  it('reads every kind digit, old form and new', () => {
    const kinds = {
      1: 'invention',
      2: 'utilityModel',
      3: 'design',
      8: 'invention',
      9: 'utilityModel',
    } as const;
    for (let digit = 0; digit <= 9; digit += 1) {
      for (const first of [`2020${digit}0000017`, `02${digit}00017`]) {
        const parsed = parsePatentNumber(first + patentCheckDigit(first));
        const kind = Object.entries(kinds).find(([key]) => key === String(digit))?.[1];
        if (kind === undefined) expect(parsed).toEqual({ ok: false, reason: 'kind' });
        else expect(parsed).toMatchObject({ ok: true, kind, pct: digit >= 8 });
      }
    }
  });

  it.each([
    'ZL201710601862.3',
    'ZL 2017 1 0601862.3',
    'CN201710601862.3',
    'CN ZL201710601862.3',
    ' zl2017106018623\n',
    'ＺＬ２０１７１０６０１８６２．３',
    '201710601862·3',
    '\ufeff2017106018623\u200b',
    '2017\u300010601862.3',
  ])('understands %j', (text) => {
    expect(patentNumber.parse(text)).toBe('2017106018623');
  });

  it('understands a small or full-width x', () => {
    for (const text of ['200420117452.x', '200420117452Ｘ', '２００４２０１１７４５２．ｘ']) {
      expect(patentNumber.parse(text)).toBe('200420117452X');
    }
  });

  it.each([
    '',
    'ZL',
    '201710601862',
    '20171060186234',
    'CN1316153C',
    'US10000000',
    '2017X06018623',
    '200210601862' + '3',
    '210010601862' + '3',
    '50101765' + '4',
    '²⁰¹⁷106018623',
    '٢٠١٧106018623',
    '2017106018623;2017107633653',
    '2017-1060-1862-3',
  ])('refuses %j as to its form', (text) => {
    expect(parsePatentNumber(text)).toEqual({ ok: false, reason: 'format' });
    expect(patentNumber.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'patentNumber.format',
    ]);
  });

  it('tells which check digit it expected', () => {
    expect(parsePatentNumber('201710601862.4')).toEqual({
      ok: false,
      reason: 'checkDigit',
      expectedCheck: '3',
    });
    expect(patentNumber.safeParse('2017106018624').error?.issues).toEqual([
      {
        code: 'custom',
        message: 'patentNumber.checkDigit',
        params: { reason: 'checkDigit', expectedCheck: '3' },
        path: [],
      },
    ]);
  });

  it('never throws, and the schema agrees with the parser on texts that fit', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), digits(13), digits(9)), (text) => {
        const parsed = parsePatentNumber(text);
        const result = patentNumber.safeParse(text);
        expect(result.success).toBe(parsed.ok);
        if (parsed.ok) expect(result.data).toBe(parsed.number);
      }),
      { numRuns: 500 },
    );
    expect(patentNumber.safeParse(`${' '.repeat(100)}2017106018623`).success).toBe(false);
  });

  it('prints with the dot, and reads what it printed', () => {
    expect(formatPatentNumber(patentNumber.parse('2017106018623'))).toBe('201710601862.3');
    const serial = fc.integer({ min: 0, max: 9_999_999 }).map((value) => String(value).padStart(7, '0'));
    fc.assert(
      fc.property(
        fc.integer({ min: 2003, max: 2099 }),
        fc.constantFrom('1', '2', '3', '8', '9'),
        serial,
        (year, kind, tail) => {
          const first = `${year}${kind}${tail}`;
          const number = patentNumber.parse(first + patentCheckDigit(first));
          expect(patentNumber.parse(formatPatentNumber(number))).toBe(number);
        },
      ),
    );
  });
});
