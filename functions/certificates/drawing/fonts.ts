import { create, type Font } from 'fontkit';

/** As the drawing library names them. */
type OpenTypeFeatures = PDFKit.Mixins.OpenTypeFeatures;

/**
 * The font files, by the weight they serve. Noto Serif SC holds all of the unified ideographs of the BMP and of
 * extension A; Noto Serif JP adds rare ones such as 𠮷. Both are under the SIL
 * Open Font Licence.
 */
export const fontFiles = {
  regular: 'NotoSerifSC_400Regular.ttf',
  bold: 'NotoSerifSC_700Bold.ttf',
  rare: 'NotoSerifJP_400Regular.ttf',
} as const;
export type FontName = keyof typeof fontFiles;

export type Fonts = Readonly<Record<FontName, Font>>;
export type Weight = 'regular' | 'bold';

/** The fonts in the order in which they are asked for a character. */
const order: Readonly<Record<Weight, readonly FontName[]>> = {
  regular: ['regular', 'rare'],
  bold: ['bold', 'regular', 'rare'],
};

/** Opens the fonts; `read` gives the bytes of one file. Throws when a file is no single font. */
export function openFonts(read: (file: string) => Uint8Array): Fonts {
  const open = (name: FontName): Font => {
    const { buffer, byteOffset, byteLength } = read(fontFiles[name]);
    // A view, not a copy: the three files take 37 MB.
    const font = create(Buffer.from(buffer, byteOffset, byteLength));
    if (!('createSubset' in font)) throw new Error(`${fontFiles[name]} is a collection, not a font`);
    return font;
  };
  return { regular: open('regular'), bold: open('bold'), rare: open('rare') };
}

/**
 * A stretch of text in one font. `coded` are code points that stand for characters nobody could see. `features` are
 * those of OpenType that the font applies to it.
 */
export type Run = {
  readonly font: FontName;
  readonly text: string;
  readonly coded: boolean;
  readonly features?: readonly OpenTypeFeatures[];
};

// Quotation marks are as wide as an ideograph in these fonts, which tears O’Neill apart.
const quote = /^[‘’“”]$/u;
const latin = /^\p{Script=Latin}$/u;
const narrow: readonly OpenTypeFeatures[] = ['pwid'];

const selector = /^\p{Variation_Selector}$/u;
// What is there but not to be seen would make two different names look the same.
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{C}]$/u;

/** Divides a text into runs, each in the first font that has its characters; what none has becomes its code point. */
export function runsOf(text: string, weight: Weight, fonts: Fonts): Run[] {
  const runs: Run[] = [];
  const add = (run: Run) => {
    const last = runs.at(-1);
    if (last?.font === run.font && last.features === run.features && !last.coded && !run.coded) {
      runs[runs.length - 1] = { ...last, text: last.text + run.text };
    } else runs.push(run);
  };
  const chars = [...text];
  for (const [at, char] of chars.entries()) {
    const last = runs.at(-1);
    // A selector chooses among the shapes of the character before it, and has none of its own.
    if (selector.test(char) && last && !last.coded) add({ ...last, text: char });
    else if (quote.test(char) && [chars[at - 1], chars[at + 1]].some((next) => latin.test(next ?? '')))
      add({ ...runFor(char, weight, fonts), features: narrow });
    else add(runFor(char, weight, fonts));
  }
  return runs;
}

function runFor(char: string, weight: Weight, fonts: Fonts): Run {
  const point = char.codePointAt(0) ?? 0;
  const font = invisible.test(char)
    ? undefined
    : order[weight].find((name) => fonts[name].hasGlyphForCodePoint(point));
  if (font) return { font, text: char, coded: false };
  return { font: weight, text: `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`, coded: true };
}
