import { joinedForms, legalFormsAsOf, wordForms } from '../kernel/legal-forms.ts';
import { NAME_ALGORITHM } from '../kernel/name.ts';
import published from '../kernel/name-vectors.json' with { type: 'json' };
import { traditionalTable } from '../kernel/traditional.ts';
import type { Answer } from './operations/index.ts';

type NameAlgorithm = Answer<'names.algorithm'>;

/** How a name becomes each key, in words from which anyone can write it again; `vectors` say whether they did. */
const steps = [
  {
    key: 'strict',
    does: {
      zh: '按 NFKC 规范化；按 Unicode 默认映射依次转小写、大写、小写，ς 改为 σ；再按 NFKC 规范化；删去性质为 P、Z、C 或 Variation_Selector 的字符；再按 NFKC 规范化。权利人与出质人是否一致（A4.g1）仅以此为准',
      en: 'Normalise by NFKC; lower, upper and lower the case by Unicode’s default mappings, and read ς as σ; normalise by NFKC; leave out characters of the properties P, Z, C and Variation_Selector; normalise by NFKC. Whether an owner is the pledgor (A4.g1) is compared by this key alone.',
    },
  },
  {
    key: 'exact',
    does: {
      zh: '由上一键，按 traditional.pairs（繁、简相间）逐字改为简体，再按上一步求键。键相同即完全一致',
      en: 'From the key above: read each character by traditional.pairs (traditional and simplified in turn), then make the key above again. Names of the same key match exactly.',
    },
  },
  {
    key: 'core',
    does: {
      zh: '按 NFKC 规范化；删去“.”以及性质为 Cf 或 Variation_Selector 的字符；在性质为 P、Z、C 的字符处断开为词，每词求 strict 键，空者舍去。只要还剩一词，反复从末尾删去 legalForms.words.end 中的词或词组，词数多者先；再同样从开头删去 legalForms.words.start 中的',
      en: 'Normalise by NFKC; leave out “.” and characters of the properties Cf and Variation_Selector; break into words at characters of P, Z and C, make the strict key of each, drop the empty. While a word is left, take the words of legalForms.words.end off the end, those of more words first, as often as one stands there; then those of legalForms.words.start off the beginning.',
    },
  },
  {
    key: 'core',
    does: {
      zh: '连接各词并求 exact 键。所剩如非 legalForms.joined.end（亦求 exact 键）之一，且还剩一字，则从末尾删去其中最长的，反复进行；最后从开头至多删去一次 legalForms.joined.start 中的。所求名称至少两字时，键以其键开头者为近似；仅一字时，键相同者为近似',
      en: 'Join the words and make the exact key. Unless what is left is itself one of legalForms.joined.end (by exact keys), take the longest of these off the end while a character is left, as often as one stands there; last, take one of legalForms.joined.start off the beginning, once. A name whose key begins with the key of the name sought is similar; where that has one character only, a name of the same key.',
    },
  },
] as const;

const apart = [
  {
    zh: '不同文字中形近的字母，例如西里尔字母 А 与拉丁字母 A',
    en: 'letters of different scripts that look alike, as Cyrillic А and Latin A',
  },
  {
    zh: '异体字，例如𠮷与吉；日文新字体与简体字，例如発与发',
    en: 'variants of a character, as 𠮷 and 吉, and Japanese simplified characters, as 発 and 发',
  },
  { zh: '译名、音译、简称和错字', en: 'translations, transliterations, short names and misspellings' },
  {
    zh: '带变音符号与不带变音符号的字母，例如 é 与 e',
    en: 'letters with and without diacritics, as é and e',
  },
  {
    zh: '按词义而非逐字转换的简繁差异',
    en: 'traditional and simplified words that differ by more than their characters',
  },
  { zh: '名称中间的组织形式、地名和分支机构', en: 'legal forms inside a name, places and branches' },
] as const;

/** The algorithm of names as it is published: steps, data and vectors, enough to write it again. */
export const nameAlgorithm: NameAlgorithm = {
  algorithm: NAME_ALGORITHM,
  steps: [...steps],
  apart: [...apart],
  legalForms: {
    asOf: legalFormsAsOf,
    joined: { end: [...joinedForms.end], start: [...joinedForms.start] },
    words: { end: [...wordForms.end], start: [...wordForms.start] },
  },
  traditional: traditionalTable,
  vectors: published.vectors,
};
