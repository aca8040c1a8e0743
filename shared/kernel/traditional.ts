import table from './traditional.json' with { type: 'json' };

let simplified: ReadonlyMap<string, string> | undefined;

function read(): ReadonlyMap<string, string> {
  const chars = [...table.pairs];
  return new Map(chars.flatMap((from, at) => (at % 2 === 0 ? [[from, chars[at + 1] ?? from]] : [])));
}

/**
 * 繁体转简体: each traditional character read as its simplified one, by itself and whatever stands beside it. A phrase
 * may want another character (乾 is 干 here, also in 乾坤): that is no matter where both sides are read alike.
 */
export function simplify(text: string): string {
  simplified ??= read();
  const known = simplified;
  return Array.from(text, (char) => known.get(char) ?? char).join('');
}

/** The table as it is published: where it comes from, its licence, and its characters in pairs. */
export const traditionalTable: typeof table = table;
