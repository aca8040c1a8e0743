/** The version of the algorithm below. A change of what it finds is a new version, and the index is rebuilt. */
export const NAME_ALGORITHM = 'name-1';

// Punctuation, separators, control and format characters, and variation selectors, which choose a glyph only.
const IGNORED = /[\p{P}\p{Z}\p{C}\p{Variation_Selector}]/gu;

/** Lower, upper, lower: the round trip unites ẞ, ß and ss, ſ and s, as Unicode's full case folding does. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/**
 * The key under which names of owners and parties are compared and searched, `name-1`:
 * compatibility form NFKC (full and half width become one), case folded, punctuation and spaces left out.
 *
 * It unites `ＡＢＢ（中国）有限公司` with `ABB(中国)有限公司`. It does not unite traditional with simplified
 * characters, translations, or abbreviations: those are different names until a person says otherwise. A name of
 * nothing but punctuation gives '', which must never count as equal to anything.
 */
export function normaliseName(text: string): string {
  const folded = foldCase(text.normalize('NFKC')).normalize('NFKC').replace(IGNORED, '');
  // Leaving characters out can bring a letter and its accent together.
  return folded.normalize('NFKC');
}
