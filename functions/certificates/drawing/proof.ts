import type { Certificate, JournalPlace } from '../../../shared/certificates/certificate.ts';
import { instantText, placeText } from '../../../shared/certificates/facts.ts';
import { certificateTexts as texts } from '../../../shared/certificates/texts.ts';
import type { Localised } from '../../../shared/kernel/localised.ts';
import { drawSection, field, heightOfField, noteEn, noteZh, type Value } from './blocks.ts';
import { drawQr } from './qr.ts';
import {
  artifact,
  drawLine,
  drawLines,
  ink,
  innerWidth,
  leading,
  linesOf,
  page,
  type Sheet,
} from './sheet.ts';
import { place } from './wrap.ts';

const qrSize = 108;
const sealSize = 118;
const above = 10;
const aboveNotes = 8;
const value = { sizePt: 9, weight: 'regular' } as const;

/** The entry, its digest, the address to verify it at, and the place of the seal; all on one page. */
export function drawProof(sheet: Sheet, shown: Certificate): void {
  const fields: readonly (readonly [Localised, readonly Value[]])[] = [
    [texts.entry, [{ text: shown.entry, style: value }]],
    [texts.instant, [{ text: instantText(shown.instant), style: value }]],
    [
      texts.entryDigest,
      [{ text: shown.entryDigest, style: { ...value, sizePt: 8.5 } }, ...both(texts.digestMethod)],
    ],
    [texts.place, placeValues(shown.journal)],
    [texts.root, [{ text: shown.journal.root, style: { ...value, sizePt: 8.5 } }]],
    [texts.verification, [{ text: shown.verificationAddress, style: value }]],
  ];
  const height = fields.reduce((sum, [, values]) => sum + heightOfField(sheet, values), 0);
  // Entry, code and seal are never on different pages.
  drawSection(sheet, texts.entrySection, height + above + Math.max(sealSize, notesHeight(sheet)));
  for (const [label, values] of fields) field(sheet, label, values);
  const top = sheet.y + above;
  drawCode(sheet, shown.verificationAddress, page.left, top);
  drawNotes(sheet, top + aboveNotes);
  drawSeal(sheet, shown, page.left + innerWidth - sealSize, top);
  sheet.y = top + sealSize;
}

/** Index and size, and whose journal it is: what a reader compares with the proof and with the published checkpoint. */
function placeValues({ origin, index, size }: JournalPlace): Value[] {
  const { zh, en } = placeText(index, size);
  return [
    { text: `${zh} ${en}`, style: value },
    { text: origin, style: { ...noteZh, color: ink.quiet } },
  ];
}

function both(text: Localised) {
  return [
    { text: text.zh, style: { ...noteZh, color: ink.quiet } },
    { text: text.en, style: noteEn },
  ];
}

function drawCode(sheet: Sheet, address: string, x: number, y: number): void {
  // The code's own quiet zone is white paper, so that its edge stands on the margin.
  const quiet = 9;
  const figure = sheet.pdf.struct('Figure', { alt: `QR: ${address}` }, () => {
    drawQr(sheet.pdf, address, x - quiet, y - quiet, qrSize + quiet);
  });
  sheet.root.add(figure);
  figure.end();
  const style = { ...noteZh, color: ink.quiet };
  const lines = linesOf(sheet, `${texts.scan.zh} ${texts.scan.en}`, style, qrSize);
  const below = { x: x - quiet, y: y + qrSize - quiet, width: qrSize + quiet, align: 'center' } as const;
  drawLines(sheet, sheet.root, 'P', lines, style, below);
}

/** Between the code and the seal. */
const notes = { x: page.left + qrSize + 14, width: innerWidth - qrSize - sealSize - 32, after: 5 } as const;

function notesOf(sheet: Sheet): Localised[] {
  return sheet.coded ? [texts.present, texts.attached, texts.codePoints] : [texts.present, texts.attached];
}

function notesHeight(sheet: Sheet): number {
  const heights = notesOf(sheet)
    .flatMap(both)
    .map(({ text, style }) => linesOf(sheet, text, style, notes.width).length * leading(style));
  return heights.reduce((sum, height) => sum + height, aboveNotes + notes.after);
}

function drawNotes(sheet: Sheet, y: number): void {
  let at = y;
  for (const note of notesOf(sheet)) {
    for (const { text, style } of both(note)) {
      const place = { x: notes.x, y: at, width: notes.width };
      at = drawLines(sheet, sheet.root, 'P', linesOf(sheet, text, style, notes.width), style, place);
    }
    at += notes.after;
  }
}

/** The place for the office's seal; a demonstration says there, and all over the page, that it has none. */
function drawSeal(sheet: Sheet, shown: Certificate, x: number, y: number): void {
  const radius = sealSize / 2;
  artifact(sheet, 'Layout', () => {
    const { pdf } = sheet;
    pdf
      .circle(x + radius, y + radius, radius)
      .lineWidth(0.8)
      .dash(3, { space: 3 })
      .stroke(ink.rule);
    pdf.undash();
  });
  if (shown.demonstration) {
    stampDemonstration(sheet, x + radius, y + radius);
    return;
  }
  const zh = { ...value, color: ink.quiet };
  const en = { ...noteEn, sizePt: 6.5 };
  const across = { x, width: sealSize, align: 'center' } as const;
  const inside = sealSize - 24;
  drawLines(sheet, sheet.root, 'P', linesOf(sheet, texts.seal.zh, zh, inside), zh, {
    ...across,
    y: y + radius - 14,
  });
  drawLines(sheet, sheet.root, 'P', linesOf(sheet, texts.seal.en, en, inside), en, {
    ...across,
    y: y + radius,
  });
}

function stampDemonstration(sheet: Sheet, x: number, y: number): void {
  const { pdf, fonts } = sheet;
  const zh = { sizePt: 9.5, weight: 'bold', color: ink.accent } as const;
  const en = { sizePt: 5.2, weight: 'bold', color: ink.accent } as const;
  const lines = [place(texts.demonstration.zh, zh, fonts), place(texts.demonstration.en, en, fonts)];
  const width = Math.max(...lines.map((line) => line.widthPt)) + 14;
  const across = { x: x - width / 2, width, align: 'center' } as const;
  artifact(sheet, 'Layout', () => {
    pdf.save().rotate(-14, { origin: [x, y] });
    pdf
      .rect(x - width / 2, y - 18, width, 34)
      .lineWidth(1.3)
      .fillAndStroke('#ffffff', ink.accent);
    const [chinese, english] = lines;
    if (chinese) drawLine(sheet, chinese, zh, { ...across, y: y - 16 });
    if (english) drawLine(sheet, english, en, { ...across, y: y + 2.5 });
    pdf.restore();
  });
}
