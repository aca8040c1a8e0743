import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { normaliseName } from '../../shared/kernel/name.ts';

const target = new URL('../../shared/kernel/traditional.json', import.meta.url);

export type TraditionalTable = {
  readonly source: string;
  readonly licence: string;
  readonly count: number;
  /** Traditional and simplified characters in turn, in the order of the traditional one's code point. */
  readonly pairs: string;
};

/**
 * The table by which `name-2` reads traditional characters as simplified ones: OpenCC's list of characters, each with
 * the first simplified form that it names. Left out is what normalising changes anyway. Where a simplified form is
 * itself a traditional one, the table leads to the end of the chain, so that once is as good as twice.
 */
export async function traditionalTable(): Promise<TraditionalTable> {
  const module = await import('opencc-js/dict/TSCharacters');
  const listed = module.default.split('|').flatMap((line): [string, string][] => {
    const [from = '', to = ''] = line.split(' ');
    return isOne(from) && isOne(to) && from !== to && isPlain(from) && isPlain(to) ? [[from, to]] : [];
  });
  const first = new Map(listed.toReversed());
  const pairs = [...first.keys()]
    .map((from): [string, string] => [from, endOf(first, from)])
    .filter(([from, to]) => from !== to)
    .sort(([a], [b]) => codeOf(a) - codeOf(b));
  return {
    source: `TSCharacters of OpenCC, by way of opencc-js ${await packageVersion()}`,
    licence: 'Apache-2.0, see shared/kernel/traditional-licence.txt',
    count: pairs.length,
    pairs: pairs.flat().join(''),
  };
}

const isOne = (text: string) => [...text].length === 1;
const isPlain = (text: string) => normaliseName(text) === text;
const codeOf = (text: string) => text.codePointAt(0) ?? 0;

function endOf(steps: ReadonlyMap<string, string>, from: string): string {
  const seen = new Set([from]);
  let at = from;
  for (let next = steps.get(at); next !== undefined && !seen.has(next); next = steps.get(at)) {
    seen.add(next);
    at = next;
  }
  return at;
}

async function packageVersion(): Promise<string> {
  const file = new URL('../../node_modules/opencc-js/package.json', import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, `${JSON.stringify(await traditionalTable(), null, 2)}\n`);
}
