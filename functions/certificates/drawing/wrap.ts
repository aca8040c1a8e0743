import LineBreaker from 'linebreak';
import { type Fonts, type Run, runsOf, type Weight } from './fonts.ts';

export type Style = { readonly sizePt: number; readonly weight: Weight };
export type Placed = Run & { readonly widthPt: number };
export type Line = { readonly runs: readonly Placed[]; readonly widthPt: number };

/**
 * Breaks a text into lines no wider than `widthPt`: where Unicode allows it (UAX 14), and inside a word only where
 * the word is wider than a whole line. No character is ever lost or hyphenated.
 */
export function wrap(text: string, style: Style, widthPt: number, fonts: Fonts): Line[] {
  const lines: Line[] = [];
  let line: Line = empty;
  const end = () => lines.push(inOneGo(line, style, fonts));
  for (const word of wordsOf(text)) {
    const placed = place(word, style, fonts);
    if (line.widthPt + visible(word, placed, style, fonts) <= widthPt) {
      line = joined(line, placed);
      continue;
    }
    if (line.runs.length > 0) end();
    line = empty;
    for (const piece of placed.widthPt <= widthPt ? [placed] : piecesOf(placed, style, fonts)) {
      if (line.runs.length > 0 && line.widthPt + piece.widthPt > widthPt) {
        end();
        line = empty;
      }
      line = joined(line, piece);
    }
  }
  if (line.runs.length > 0) end();
  return lines;
}

const empty: Line = { runs: [], widthPt: 0 };

/** The text on one line, measured. */
export function place(text: string, style: Style, fonts: Fonts): Line {
  const runs = runsOf(text, style.weight, fonts).map((run) => measured(run, style, fonts));
  return { runs, widthPt: runs.reduce((sum, run) => sum + run.widthPt, 0) };
}

function measured(run: Run, { sizePt }: Style, fonts: Fonts): Placed {
  const font = fonts[run.font];
  const [only = '', ...more] = run.text;
  // A single ideograph is as wide as its glyph; to shape it like a text takes twenty times as long.
  const { advanceWidth } =
    more.length === 0 && !run.features
      ? font.glyphForCodePoint(only.codePointAt(0) ?? 0)
      : font.layout(run.text, run.features && [...run.features]);
  return { ...run, widthPt: (advanceWidth / font.unitsPerEm) * sizePt };
}

function wordsOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const words: string[] = [];
  let from = 0;
  for (let at = breaker.nextBreak(); at; at = breaker.nextBreak()) {
    words.push(text.slice(from, at.position));
    from = at.position;
  }
  return words;
}

/** The width that must fit: a space at the end of a line may hang over. */
function visible(word: string, placed: Line, style: Style, fonts: Fonts): number {
  const trimmed = word.trimEnd();
  return trimmed === word ? placed.widthPt : place(trimmed, style, fonts).widthPt;
}

function joined(line: Line, more: Line): Line {
  return { runs: [...line.runs, ...more.runs], widthPt: line.widthPt + more.widthPt };
}

/**
 * The line with neighbours of one font as one run: between ideographs a line may break anywhere, and drawn one by one
 * they would take six times the bytes and most of the time.
 */
function inOneGo(line: Line, style: Style, fonts: Fonts): Line {
  const merged: Run[] = [];
  for (const { widthPt: _, ...run } of line.runs) {
    const last = merged.at(-1);
    const alike = last && last.font === run.font && last.features === run.features;
    if (alike && !last.coded && !run.coded)
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    else merged.push(run);
  }
  const runs = merged.map((run) => measured(run, style, fonts));
  return { runs, widthPt: runs.reduce((sum, run) => sum + run.widthPt, 0) };
}

/** A long word character by character, a code point in one piece, a combining mark with what it stands on. */
function piecesOf(word: Line, style: Style, fonts: Fonts): Line[] {
  const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
  return word.runs.flatMap((run) =>
    run.coded
      ? [{ runs: [run], widthPt: run.widthPt }]
      : [...graphemes.segment(run.text)].map(({ segment }) => {
          const piece = measured({ ...run, text: segment }, style, fonts);
          return { runs: [piece], widthPt: piece.widthPt };
        }),
  );
}
