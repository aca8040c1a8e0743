import type { Certificate, CertifiedParty } from '../../../shared/certificates/certificate.ts';
import { certificateTexts as texts } from '../../../shared/certificates/texts.ts';
import type { Localised } from '../../../shared/kernel/localised.ts';
import {
  artifact,
  drawLines,
  floor,
  ink,
  innerWidth,
  leading,
  linesOf,
  newPage,
  page,
  type Sheet,
} from './sheet.ts';
import { rule } from './table.ts';
import type { Style } from './wrap.ts';

type Dressed = Style & { readonly color?: string; readonly lang?: string };

const titleZh: Dressed = { sizePt: 25, weight: 'bold' };
const titleEn: Dressed = { sizePt: 12.5, weight: 'regular', color: ink.quiet, lang: 'en' };
const sectionZh: Dressed = { sizePt: 11.5, weight: 'bold' };
const sectionEn: Dressed = { sizePt: 9, weight: 'regular', color: ink.quiet, lang: 'en' };
const bodyZh: Dressed = { sizePt: 10.5, weight: 'regular' };
const bodyEn: Dressed = { sizePt: 9, weight: 'regular', color: ink.quiet, lang: 'en' };
export const noteZh: Dressed = { sizePt: 8, weight: 'regular' };
export const noteEn: Dressed = { sizePt: 7.5, weight: 'regular', color: ink.quiet, lang: 'en' };
const labelWidth = 118;
const betweenFields = 3;
/** What the heading of a section takes, with the room around it. */
export const sectionHeight = 6 + leading(sectionZh) + 4;

/** One text under the last, over the whole width; gives way to a new page line by line never, block by block. */
export function paragraph(
  sheet: Sheet,
  text: string,
  style: Dressed,
  more: { tag?: string; align?: 'left' | 'center'; after?: number } = {},
): void {
  const lines = linesOf(sheet, text, style, innerWidth);
  if (sheet.y + lines.length * leading(style) > floor) newPage(sheet);
  const place = { x: page.left, y: sheet.y, width: innerWidth, align: more.align ?? 'left' } as const;
  sheet.y = drawLines(sheet, sheet.root, more.tag ?? 'P', lines, style, place) + (more.after ?? 0);
}

/** Title, number and date: what a reader looks for first. */
export function drawTitle(sheet: Sheet, shown: Certificate): void {
  artifact(sheet, 'Layout', () => {
    rule(sheet, sheet.y, 2.2, ink.accent);
    rule(sheet, sheet.y + 4, 0.6, ink.accent);
  });
  sheet.y += 14;
  const small: Dressed = { sizePt: 9.5, weight: 'regular', color: ink.quiet };
  paragraph(sheet, `${texts.register.zh}　${texts.register.en}`, small, { align: 'center', after: 10 });
  paragraph(sheet, shown.title.zh, titleZh, { tag: 'H1', align: 'center' });
  paragraph(sheet, shown.title.en, titleEn, { align: 'center', after: 14 });
  field(sheet, texts.registrationNumber, [
    { text: shown.registrationNumber, style: { sizePt: 13, weight: 'bold' } },
  ]);
  field(sheet, texts.registrationDate, [{ text: longDate(shown.registrationDate), style: bodyZh }]);
  sheet.y += 8;
  paragraph(sheet, texts.statement.zh, bodyZh, { after: 2 });
  paragraph(sheet, texts.statement.en, bodyEn, { after: 8 });
}

/** 2026年11月22日 (2026-11-22): the spelling of Chinese notices, and the one that leaves no doubt abroad. */
function longDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日（${date}）`;
}

export function drawSection(sheet: Sheet, heading: Localised, keepPt: number): void {
  if (sheet.y + sectionHeight + keepPt > floor) newPage(sheet);
  sheet.y += 6;
  const zh = linesOf(sheet, heading.zh, sectionZh, innerWidth);
  const x = page.left + (zh[0]?.widthPt ?? 0) + 8;
  const element = sheet.pdf.struct('H2');
  sheet.root.add(element);
  drawLines(sheet, element, 'Span', zh, sectionZh, { x: page.left, y: sheet.y, width: innerWidth });
  const en = linesOf(sheet, heading.en, sectionEn, innerWidth);
  drawLines(sheet, element, 'Span', en, sectionEn, { x, y: sheet.y + 2.7, width: innerWidth });
  element.end();
  sheet.y += leading(sectionZh) + 4;
}

export type Value = { readonly text: string; readonly style: Dressed };

/** What a field takes, with the room below it. */
export function heightOfField(sheet: Sheet, values: readonly Value[], widthPt: number = innerWidth): number {
  const heights = values.map(
    ({ text, style }) => linesOf(sheet, text, style, widthPt - labelWidth).length * leading(style),
  );
  return Math.max(leading(bodyZh), ...[heights.reduce((sum, height) => sum + height, 0)]) + betweenFields;
}

/** A label in both languages at the left, its values at the right; label and values stay on one page. */
export function field(
  sheet: Sheet,
  label: Localised,
  values: readonly Value[],
  widthPt: number = innerWidth,
): void {
  const width = widthPt - labelWidth;
  const set = values.map(({ text, style }) => ({ style, lines: linesOf(sheet, text, style, width) }));
  const least = leading(bodyZh);
  if (sheet.y + heightOfField(sheet, values, widthPt) - betweenFields > floor) newPage(sheet);
  const begun = sheet.y;
  const zh = linesOf(sheet, label.zh, bodyZh, labelWidth);
  const en = linesOf(sheet, label.en, noteEn, labelWidth - (zh[0]?.widthPt ?? 0) - 6);
  drawLines(sheet, sheet.root, 'P', zh, bodyZh, { x: page.left, y: begun, width: labelWidth });
  const beside = page.left + (zh[0]?.widthPt ?? 0) + 5;
  drawLines(sheet, sheet.root, 'P', en, noteEn, { x: beside, y: begun + 3.3, width: labelWidth });
  let y = begun;
  const first = set[0];
  // A value in larger type stands on the label's line, not below it.
  if (first) y -= (first.style.sizePt - bodyZh.sizePt) * 1.1;
  for (const { lines, style } of set) {
    y = drawLines(sheet, sheet.root, 'P', lines, style, { x: page.left + labelWidth, y, width });
  }
  sheet.y = Math.max(y, begun + Math.max(least, en.length * leading(noteEn))) + betweenFields;
}

/** 当事人: each with its name and, where it has one, its code. */
export function drawParties(sheet: Sheet, shown: Certificate): void {
  drawSection(sheet, texts.parties, 40);
  for (const one of shown.pledgors) field(sheet, texts.pledgor, partyValues(one));
  for (const one of shown.pledgees) field(sheet, texts.pledgee, partyValues(one));
}

function partyValues(party: CertifiedParty): Value[] {
  const note: Dressed = { ...noteZh, color: ink.quiet };
  if (party.name === undefined) {
    return [
      { text: texts.unnamed.zh, style: bodyZh },
      { text: texts.unnamed.en, style: noteEn },
    ];
  }
  const name: Value = { text: party.name, style: bodyZh };
  if (party.kind === 'person') {
    return [name, { text: `${texts.person.zh} ${texts.person.en}`, style: note }];
  }
  if (party.identifier === undefined) return [name];
  const code = `${texts.identifier.zh} ${texts.identifier.en}: ${party.identifier}`;
  return [name, { text: code, style: note }];
}
