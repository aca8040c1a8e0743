import { describe, expect, it } from 'vitest';
import { nameAlgorithm } from '../../../shared/contracts/name-algorithm.ts';

/** Written from the published steps and data alone, as somebody else would, with nothing of the register's own code. */
const { legalForms, traditional, vectors } = JSON.parse(
  JSON.stringify(nameAlgorithm),
) as typeof nameAlgorithm;

function strict(name: string): string {
  const lower = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return lower
    .normalize('NFKC')
    .replace(/\p{P}|\p{Z}|\p{C}|\p{Variation_Selector}/gu, '')
    .normalize('NFKC');
}

const chars = [...traditional.pairs];

function exact(name: string): string {
  const read = (char: string) => {
    const at = chars.findIndex((one, index) => index % 2 === 0 && one === char);
    return at < 0 ? char : (chars[at + 1] ?? char);
  };
  return strict([...strict(name)].map(read).join(''));
}

function core(name: string): string {
  let words = name
    .normalize('NFKC')
    .replace(/\.|\p{Cf}|\p{Variation_Selector}/gu, '')
    .split(/(?:\p{P}|\p{Z}|\p{C})+/u)
    .map(strict)
    .filter((word) => word !== '');
  const forms = (list: readonly string[]) =>
    list.map((form) => form.split(' ')).sort((a, b) => b.length - a.length);
  const fits = (part: readonly string[], form: readonly string[]) => part.join(' ') === form.join(' ');
  for (;;) {
    const form = forms(legalForms.words.end).find(
      (one) => one.length < words.length && fits(words.slice(-one.length), one),
    );
    if (!form) break;
    words = words.slice(0, words.length - form.length);
  }
  for (;;) {
    const form = forms(legalForms.words.start).find(
      (one) => one.length < words.length && fits(words.slice(0, one.length), one),
    );
    if (!form) break;
    words = words.slice(form.length);
  }
  let left = exact(words.join(''));
  const longest = (list: readonly string[]) => list.map(exact).sort((a, b) => b.length - a.length);
  const ends = longest(legalForms.joined.end);
  for (;;) {
    const form = ends.find((one) => left.endsWith(one) && left !== one);
    if (!form || ends.includes(left)) break;
    left = left.slice(0, -form.length);
  }
  const start = longest(legalForms.joined.start).find((one) => left.startsWith(one) && left !== one);
  return start && !ends.includes(left) ? left.slice(start.length) : left;
}

describe('the published algorithm of names', () => {
  it.each(vectors.map((one) => [one.name, one] as const))(
    'is enough to find the keys of %j',
    (name, vector) => {
      expect({ name, strict: strict(name), exact: exact(name), core: core(name) }).toEqual(vector);
    },
  );

  it('says everything in both languages', () => {
    for (const text of [...nameAlgorithm.steps.map(({ does }) => does), ...nameAlgorithm.apart]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/[a-z]{3}/);
    }
  });
});
