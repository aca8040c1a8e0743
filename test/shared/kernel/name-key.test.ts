import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traditionalTable as madeFromSource } from '../../../local/names/traditional.ts';
import { NAME_ALGORITHM, normaliseName } from '../../../shared/kernel/name.ts';
import { nameKeysOf } from '../../../shared/kernel/name-key.ts';
import published from '../../../shared/kernel/name-vectors.json' with { type: 'json' };
import { traditionalTable } from '../../../shared/kernel/traditional.ts';

const exact = (name: string) => nameKeysOf(name).exact;
const core = (name: string) => nameKeysOf(name).core;

describe('name-2, as published', () => {
  it('names its version', () => {
    expect(published.algorithm).toBe(NAME_ALGORITHM);
  });

  it.each(published.vectors.map((one) => [one.name, one] as const))(
    'gives the keys of %j',
    (name, vector) => {
      expect({ name, strict: normaliseName(name), ...nameKeysOf(name) }).toEqual(vector);
    },
  );

  it('reads traditional characters by the table that OpenCC’s list gives, to the byte', async () => {
    const file = new URL('../../../shared/kernel/traditional.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(await madeFromSource(), null, 2)}\n`);
  });
});

describe('the exact key', () => {
  it.each([
    ['華為技術有限公司', '华为技术有限公司'],
    ['東海集團', '东海集团'],
    ['臺灣', '台湾'],
    ['中國（上海）', '中国(上海)'],
  ])('of %j is that of %j', (a, b) => {
    expect(exact(a)).toBe(exact(b));
  });

  it.each([
    ['АВВ Ltd', 'ABB Ltd', 'Cyrillic and Latin letters that look alike'],
    ['𠮷田', '吉田', 'variants of a character'],
    ['発', '发', 'Japanese characters of today'],
    ['C++', 'C', 'symbols'],
    ['ABB Limited', 'ABB Ltd', 'a word and its abbreviation'],
    ['Ａ１', 'AI', 'digits and letters'],
  ])('keeps %j and %j apart: %s', (a, b) => {
    expect(exact(a)).not.toBe(exact(b));
  });

  it('is the key of itself, for every character of the table and for mixtures', () => {
    for (const char of traditionalTable.pairs) {
      const once = exact(char);
      if (exact(once) !== once || once === '') expect.fail(char);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = exact(text);
        expect(exact(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('sees no more than the strict key: names that are one there are one here', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(exact(normaliseName(text))).toBe(exact(text));
      }),
    );
  });
});

describe('the core key', () => {
  it.each([
    ['东海有限公司', '东海股份有限公司'],
    ['东海集团有限公司', '東海'],
    ['Honda Motor Co., Ltd.', 'HONDA MOTOR'],
    ['株式会社東芝', '東芝株式会社'],
    ['㈱東芝', '东芝'],
    ['Siemens AG', 'Siemens GmbH & Co. KG'],
    ['S.A. Solvay, S.A.', 'S A Solvay'],
  ])('of %j is that of %j', (a, b) => {
    expect(core(a)).toBe(core(b));
  });

  it.each([
    ['Cisco', 'Cis Co'],
    ['Volkswagen', 'Volkswagen ag pro'],
    ['Costa', 'Costa Sa Verde'],
  ])('takes off whole words at the ends only: %j is not %j', (a, b) => {
    expect(core(a)).not.toBe(core(b));
  });

  it('is empty exactly where the exact key is, however much of a name is legal form', () => {
    const words = fc.constantFrom(
      '有限公司',
      '集团',
      'Ltd',
      'Co.',
      'S.A.',
      'A/S',
      '株式会社',
      ' ',
      '…',
      '甲',
      'The',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), fc.string({ unit: 'grapheme' }), (parts, tail) => {
        const keys = nameKeysOf(`${parts.join(' ')}${tail}`);
        expect(keys.core === '').toBe(keys.exact === '');
      }),
      { numRuns: 1000 },
    );
  });

  it('takes moments for the longest and the wildest of names', () => {
    const begun = performance.now();
    for (const name of [
      '有限公司'.repeat(75),
      'a.'.repeat(150),
      'Ltd '.repeat(75),
      `a${'\u0301'.repeat(299)}`,
      '\ufdfa'.repeat(300),
    ])
      nameKeysOf(name);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
