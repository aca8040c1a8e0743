import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_ALGORITHM, normaliseName } from '../../../shared/kernel/name.ts';

describe('normaliseName, strict key of name-2', () => {
  it('names its version', () => {
    expect(NAME_ALGORITHM).toBe('name-2');
  });

  it.each([
    ['ＡＢＢ（中国）有限公司', 'ABB(中国)有限公司'],
    ['KWANG YANG MOTOR CO', 'Kwang Yang Motor Co.'],
    ['HONDA MOTOR CO., LTD.', 'Honda Motor Co Ltd'],
    ['中国银行 股份有限公司', '中国银行股份有限公司'],
    ['中国银行\u3000股份有限公司\u200b', '中国银行股份有限公司'],
    ['「甲」·乙', '甲乙'],
    ['ﾄﾖﾀ自動車', 'トヨタ自動車'],
    ['STRASSE', 'Straße'],
    ['STRAẞE', 'Strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣ ΑΕ', 'ΟΔΟΣΑΕ'],
    ['cafe\u200d\u0301', 'café'],
    ['Ne\u0301ron', 'NÉRON'],
    ['Ａ－Ｂ', 'A‐B'],
    ['葛\u{e0100}城', '葛城'],
  ])('%j is the same name as %j', (a, b) => {
    expect(normaliseName(a)).toBe(normaliseName(b));
    expect(normaliseName(a)).not.toBe('');
  });

  it.each([
    ['中国银行', '中國銀行'],
    ['甲公司', '乙公司'],
    ['𠮷田', '吉田'],
    ['A公司1', 'A公司2'],
    ['C++ Ltd', 'C Ltd'],
  ])('%j is another name than %j', (a, b) => {
    expect(normaliseName(a)).not.toBe(normaliseName(b));
  });

  it('changes nothing the second time, for every single character and for mixtures', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const once = normaliseName(String.fromCodePoint(code));
      if (normaliseName(once) !== once) expect.fail(`U+${code.toString(16)}`);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not see case, width, spaces or punctuation', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const key = normaliseName(text);
        expect(normaliseName(text.toUpperCase())).toBe(key);
        expect(normaliseName(text.toLowerCase())).toBe(key);
        expect(normaliseName(wide(text))).toBe(key);
        expect(normaliseName([...text].join(' '))).toBe(key);
        expect(key).not.toMatch(/[\s.,()&'"-]/);
      }),
    );
  });
});
