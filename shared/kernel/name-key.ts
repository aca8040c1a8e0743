import { joinedForms, wordForms } from './legal-forms.ts';
import { normaliseName } from './name.ts';
import { simplify } from './traditional.ts';

/** What a name is found by: it is the same as another in its exact key, and similar to it in its core key. */
export type NameKeys = { readonly exact: string; readonly core: string };

/**
 * The two keys of a name, `name-2`. The exact key is the strict key with traditional characters read as simplified
 * ones. The core key is what is left of it without the words of the legal form; a name of nothing else keeps them.
 *
 * Of a name without a letter, digit or symbol both are '', which must never count as equal to anything.
 */
export function nameKeysOf(text: string): NameKeys {
  const exact = simplified(text);
  const words = withoutWordForms(wordsIn(text));
  return { exact, core: withoutJoinedForms(simplified(words.join(''))) };
}

/** Applied twice, since leaving punctuation out may bring together what composes to a character of the table. */
const simplified = (text: string) => normaliseName(simplify(normaliseName(text)));

// Full stops and what only formats stand inside a word; other punctuation, spaces and controls stand between two.
const WITHIN = /[.\p{Cf}\p{Variation_Selector}]/gu;
const BETWEEN = /[\p{P}\p{Z}\p{C}]+/u;

/** The words of a name, each by its strict key. A full stop inside a name of words ends an abbreviation, not a word. */
function wordsIn(text: string): string[] {
  return text.normalize('NFKC').replace(WITHIN, '').split(BETWEEN).map(normaliseName).filter(Boolean);
}

const split = (forms: readonly string[]) =>
  forms.map((form) => form.split(' ')).sort((a, b) => b.length - a.length);
const ending = split(wordForms.end);
const starting = split(wordForms.start);

const same = (words: readonly string[], form: readonly string[]) =>
  words.length === form.length && words.every((word, at) => word === form[at]);

/** Takes forms off the end, then off the beginning, while a word is left. */
function withoutWordForms(words: readonly string[]): readonly string[] {
  let left = words;
  const takenOff = (forms: readonly (readonly string[])[], end: boolean): boolean => {
    const part = (length: number) => (end ? left.slice(-length) : left.slice(0, length));
    const form = forms.find((one) => one.length < left.length && same(part(one.length), one));
    if (form) left = end ? left.slice(0, -form.length) : left.slice(form.length);
    return form !== undefined;
  };
  while (takenOff(ending, true));
  while (takenOff(starting, false));
  return left;
}

const longestFirst = (forms: readonly string[]) =>
  [...new Set(forms.map(simplified))].sort((a, b) => b.length - a.length);
const endings = longestFirst(joinedForms.end);
const startings = longestFirst(joinedForms.start);

function withoutJoinedForms(name: string): string {
  let left = name;
  // What is a form and nothing else stays whole, or 有限公司 would be left as 有限.
  const formAt = (forms: readonly string[], stands: (form: string) => boolean) =>
    endings.includes(left) ? undefined : forms.find((form) => left.length > form.length && stands(form));
  let end: string | undefined;
  do {
    end = formAt(endings, (form) => left.endsWith(form));
    if (end) left = left.slice(0, -end.length);
  } while (end);
  const start = formAt(startings, (form) => left.startsWith(form));
  return start ? left.slice(start.length) : left;
}
