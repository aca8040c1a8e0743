/**
 * The version of the algorithm of names, in three keys: the strict key below, and the exact and the core key of
 * `name-key.ts`. A change of what it finds is a new version, and the index is rebuilt (ADR 0012).
 */
export const NAME_ALGORITHM = 'name-2';

// Punctuation, separators, control and format characters, and variation selectors, which choose a glyph only.
const IGNORED = /[\p{P}\p{Z}\p{C}\p{Variation_Selector}]/gu;

/** Lower, upper, lower: the round trip unites ẞ, ß and ss, ſ and s, as Unicode's full case folding does. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/**
 * The strict key of a name, the first step of `name-2`: compatibility form NFKC (full and half width become one),
 * case folded, punctuation and spaces left out. It unites `ＡＢＢ（中国）有限公司` with `ABB(中国)有限公司`.
 *
 * Who owns a patent is compared by this key alone (A4.g1). Traditional and simplified characters stay apart in it:
 * two surnames may fall together there (范 and 範, 余 and 餘), and a namesake could pledge what is another's.
 *
 * A name of nothing but punctuation gives '', which must never count as equal to anything.
 */
export function normaliseName(text: string): string {
  const folded = foldCase(text.normalize('NFKC')).normalize('NFKC').replace(IGNORED, '');
  // Leaving characters out can bring a letter and its accent together.
  return folded.normalize('NFKC');
}
