import PDFDocument from 'pdfkit';
import { certificateTexts } from '../../../shared/certificates/texts.ts';
import { epochMsOf, type Instant } from '../../../shared/kernel/instant.ts';
import type { Fonts } from './fonts.ts';
import { type Line, type Style, wrap } from './wrap.ts';

/** A4 in points, with the margins within which everything but the watermark stays. */
export const page = { width: 595.28, height: 841.89, left: 56, right: 56, top: 54, bottom: 70 } as const;
export const innerWidth = page.width - page.left - page.right;
export const floor = page.height - page.bottom;

export const ink = {
  text: '#1a1a1a',
  quiet: '#5a5f66',
  rule: '#9aa1aa',
  accent: '#8c1c13',
  band: '#f3f1ec',
} as const;

export type Pdf = PDFKit.PDFDocument;
export type Align = 'left' | 'center' | 'right';
export type Place = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: Align;
};

/** A document being drawn: the place of the next block, and what to do at the top of each page. */
export type Sheet = {
  readonly pdf: Pdf;
  readonly fonts: Fonts;
  readonly root: PDFKit.PDFStructureElement;
  y: number;
  /** Whether some character had to be given by its code point. */
  coded: boolean;
};

export type About = { readonly title: string; readonly subject: string; readonly at: Instant };

/**
 * An empty document. Nothing in it depends on when or where it is made: its date is the entry's, its identifier
 * follows from its particulars, and its streams are not compressed, since compressors differ between machines.
 */
export function openSheet(fonts: Fonts, about: About): Sheet {
  const made = new Date(epochMsOf(about.at));
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    compress: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    // No default font: it would be read from a file that no bundle carries.
    font: '',
    info: {
      Title: about.title,
      Subject: about.subject,
      Author: certificateTexts.register.en,
      Creator: certificateTexts.register.en,
      Producer: 'PDFKit',
      CreationDate: made,
      ModDate: made,
    },
  });
  for (const [name, font] of Object.entries(fonts)) register(pdf, name, font);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const sheet: Sheet = { pdf, fonts, root, y: page.top, coded: false };
  newPage(sheet);
  return sheet;
}

/** A font parsed once serves every document; the library takes it, which its types do not say yet. */
function register(pdf: Pdf, name: string, font: Fonts[keyof Fonts]): void {
  pdf.registerFont(name, font as unknown as PDFKit.Mixins.PDFFontSource);
}

export function newPage(sheet: Sheet): void {
  sheet.pdf.addPage({ size: 'A4', margin: 0 });
  sheet.y = page.top;
}

/** The finished bytes. */
export function closeSheet(sheet: Sheet): Promise<Uint8Array> {
  const { pdf, root } = sheet;
  return new Promise((done, fail) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', fail);
    pdf.on('end', () => done(new Uint8Array(Buffer.concat(chunks))));
    root.end();
    pdf.end();
  });
}

/** Puts a file into the document, as it is: the seal names its bytes. It bears the document's date, not the clock's. */
export function attach(
  sheet: Sheet,
  bytes: Uint8Array,
  { fileName, mediaType }: { readonly fileName: string; readonly mediaType: string },
  at: Instant,
): void {
  const made = new Date(epochMsOf(at));
  const dates = { creationDate: made, modifiedDate: made };
  sheet.pdf.file(Buffer.from(bytes), { name: fileName, type: mediaType, ...dates });
}

/** Height of one line of a style. */
export function leading({ sizePt }: Style): number {
  return sizePt * 1.45;
}

export function linesOf(sheet: Sheet, text: string, style: Style, width: number): Line[] {
  return wrap(text, style, width, sheet.fonts);
}

/** Draws lines from `y` down, as one element of the document's structure; gives the y below them. */
export function drawLines(
  sheet: Sheet,
  parent: PDFKit.PDFStructureElement,
  tag: string,
  lines: readonly Line[],
  style: Style & { readonly color?: string; readonly lang?: string },
  at: Place,
): number {
  const element = sheet.pdf.struct(tag, style.lang ? { lang: style.lang } : {}, () => {
    lines.forEach((line, index) => {
      drawLine(sheet, line, style, { ...at, y: at.y + index * leading(style) });
    });
  });
  parent.add(element);
  element.end();
  return at.y + lines.length * leading(style);
}

/** One line, its runs on one baseline. */
export function drawLine(
  sheet: Sheet,
  line: Line,
  style: Style & { readonly color?: string },
  { x, y, width, align = 'left' }: Place,
): void {
  const { pdf } = sheet;
  const slack = width - line.widthPt;
  let at = x + (align === 'center' ? slack / 2 : align === 'right' ? slack : 0);
  for (const run of line.runs) {
    if (run.coded) sheet.coded = true;
    pdf
      .font(run.font)
      .fontSize(style.sizePt)
      .fillColor(run.coded ? ink.accent : (style.color ?? ink.text))
      .text(run.text, at, y + style.sizePt * 1.1, {
        lineBreak: false,
        baseline: 'alphabetic',
        ...(run.features && { features: [...run.features] }),
      });
    at += run.widthPt;
  }
}

/** Draws what is no part of the text: rules, fields, watermarks, page numbers. */
export function artifact(sheet: Sheet, type: 'Layout' | 'Pagination', draw: () => void): void {
  sheet.pdf.markContent('Artifact', { type });
  draw();
  sheet.pdf.endMarkedContent();
}
