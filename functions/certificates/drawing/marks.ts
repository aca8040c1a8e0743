import { pageText, certificateTexts as texts } from '../../../shared/certificates/texts.ts';
import { artifact, drawLine, ink, innerWidth, page, type Sheet } from './sheet.ts';
import { rule } from './table.ts';
import { place, type Style } from './wrap.ts';

const footStyle: Style = { sizePt: 7.5, weight: 'regular' };
const markZh: Style = { sizePt: 46, weight: 'bold' };
const markEn: Style = { sizePt: 21, weight: 'regular' };

/** Foot and watermark of every page, once it is known how many there are. */
export function markPages(sheet: Sheet, number: string, demonstration: boolean): void {
  const { start, count } = sheet.pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    sheet.pdf.switchToPage(start + index);
    artifact(sheet, 'Pagination', () => {
      foot(sheet, number, index + 1, count, demonstration);
      if (demonstration) watermark(sheet);
    });
  }
}

function foot(sheet: Sheet, number: string, at: number, of: number, demonstration: boolean): void {
  const y = page.height - page.bottom + 22;
  rule(sheet, y, 0.5, ink.rule);
  const style = { ...footStyle, color: ink.quiet };
  const row = { x: page.left, y: y + 5, width: innerWidth };
  const { zh, en } = pageText(at, of);
  drawLine(sheet, place(`${texts.registrationNumber.zh} ${number}`, style, sheet.fonts), style, row);
  drawLine(sheet, place(`${zh} / ${en}`, style, sheet.fonts), style, { ...row, align: 'right' });
  if (!demonstration) return;
  const mark = { ...footStyle, color: ink.accent };
  const both = `${texts.demonstration.zh}　${texts.demonstration.en}`;
  drawLine(sheet, place(both, mark, sheet.fonts), mark, { ...row, y: row.y + 12, align: 'center' });
}

/** The demonstration mark across the page: nobody may take a sample for the real thing, not even a photocopy of it. */
function watermark(sheet: Sheet): void {
  const { pdf, fonts } = sheet;
  const middle = { x: page.width / 2, y: page.height / 2 };
  pdf.save();
  pdf.rotate(-38, { origin: [middle.x, middle.y] }).fillOpacity(0.1);
  const across = { x: middle.x - 400, width: 800, align: 'center' } as const;
  const zh = { ...markZh, color: ink.accent };
  const en = { ...markEn, color: ink.accent };
  drawLine(sheet, place(texts.demonstration.zh, zh, fonts), zh, { ...across, y: middle.y - 52 });
  drawLine(sheet, place(texts.demonstration.en, en, fonts), en, { ...across, y: middle.y + 14 });
  pdf.restore();
}
