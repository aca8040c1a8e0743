import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { line, paragraph } from '../../../shared/kernel/plain-text.ts';

const messages = (schema: ReturnType<typeof line>, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message);

describe('line', () => {
  it('keeps rare characters of names and counts them as one', () => {
    expect(line(2).parse('𠮷㐂')).toBe('𠮷㐂');
    expect(messages(line(1), '𠮷㐂')).toEqual(['text.tooLong']);
    expect(line(3).parse('👍🏽a')).toBe('👍🏽a');
  });

  it('trims, also ideographic spaces and a byte order mark, and composes to NFC', () => {
    expect(line(10).parse('\ufeff\u3000 甲 乙 \n')).toBe('甲 乙');
    expect(line(1).parse('e\u0301')).toBe('é');
  });

  it('refuses emptiness, also of spaces', () => {
    for (const text of ['', ' ', '\u3000', '\n']) expect(messages(line(5), text)).toEqual(['text.empty']);
  });

  it('refuses what looks empty: fillers, joiners, zero-width spaces, selectors, tags', () => {
    const codes = [0xad, 0x115f, 0x200b, 0x200d, 0x2060, 0x2800, 0x3164, 0xfe0f, 0xffa0, 0xe0041, 0xe0100];
    for (const code of codes) {
      const text = String.fromCodePoint(code).repeat(3);
      expect(messages(line(9), text), code.toString(16)).toEqual(['text.empty']);
      expect(messages(line(9), `${text}甲`), code.toString(16)).toBeUndefined();
    }
  });

  it('refuses each control character, direction mark or override and lone surrogate, wherever it stands', () => {
    const control = Array.from({ length: 32 }, (_, code) => code);
    const c1 = Array.from({ length: 33 }, (_, offset) => 0x7f + offset);
    const bidi = [
      0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
    ];
    const others = [0x2028, 0x2029, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfffd, 0xfffe, 0xffff];
    for (const code of [...control, ...c1, ...bidi, ...others]) {
      const text = `a${String.fromCharCode(code)}b`;
      expect(messages(line(9), text), code.toString(16)).toEqual(['text.forbidden']);
    }
  });

  it('refuses what is not text', () => {
    for (const value of [1, null, undefined, {}, ['a']]) expect(line(9).safeParse(value).success).toBe(false);
  });
});

describe('paragraph', () => {
  it('keeps line feeds, in one spelling', () => {
    expect(paragraph(9).parse('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
    expect(messages(paragraph(9), 'a\tb')).toEqual(['text.forbidden']);
    expect(messages(paragraph(9), 'a\u202eb')).toEqual(['text.forbidden']);
    expect(messages(paragraph(9), 'a\ud800')).toEqual(['text.forbidden']);
  });
});

describe('line and paragraph', () => {
  it('accept what they gave out, unchanged, within the limit of code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 12 }), (text, maxChars) => {
        for (const schema of [line(maxChars), paragraph(maxChars)]) {
          const result = schema.safeParse(text);
          if (!result.success) continue;
          expect(schema.parse(result.data)).toBe(result.data);
          expect([...result.data].length).toBeLessThanOrEqual(maxChars);
          expect(result.data.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
