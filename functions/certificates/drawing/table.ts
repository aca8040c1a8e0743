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
import type { Line, Style } from './wrap.ts';

export type Column = { readonly head: Localised; readonly share: number; readonly align?: 'left' | 'center' };

const cellStyle: Style = { sizePt: 9, weight: 'regular' };
const headZh: Style = { sizePt: 9, weight: 'bold' };
const headEn: Style = { sizePt: 7, weight: 'regular' };
const pad = 4;
const headingMax = 30;

/**
 * A table that flows over pages, each of which begins with the head again. A row is divided only where it is
 * longer than a whole page, as a name of nothing but characters without a glyph can be. `heading` is drawn above
 * and told what must stay with it on its page.
 */
export function drawTable(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  heading: (keepPt: number) => void,
): void {
  const widths = columns.map(({ share }) => share * innerWidth);
  const pieces = rows
    .map((row) => row.map((text, at) => linesOf(sheet, text, cellStyle, (widths[at] ?? 0) - 2 * pad)))
    .flatMap(piecesOf);
  heading(headHeight + (pieces[0] ? heightOf(pieces[0]) : 0));
  const table = sheet.pdf.struct('Table');
  sheet.root.add(table);
  drawHead(sheet, table, columns, widths);
  for (const row of pieces) {
    if (sheet.y + heightOf(row) > floor) {
      newPage(sheet);
      drawHead(sheet, table, columns, widths);
    }
    drawRow(sheet, table, columns, widths, row);
  }
  table.end();
}

const headHeight = leading(headZh) + leading(headEn) + 2 * pad;

/** As many as a page takes below a heading and the head. */
const rowLinesMax = Math.floor((floor - page.top - headingMax - headHeight - 2 * pad) / leading(cellStyle));

function piecesOf(row: readonly (readonly Line[])[]): (readonly Line[])[][] {
  const count = Math.ceil(Math.max(1, ...row.map((lines) => lines.length)) / rowLinesMax);
  return Array.from({ length: count }, (_, index) =>
    row.map((lines) => lines.slice(index * rowLinesMax, (index + 1) * rowLinesMax)),
  );
}

function heightOf(row: readonly (readonly Line[])[]): number {
  return Math.max(1, ...row.map((lines) => lines.length)) * leading(cellStyle) + 2 * pad;
}

function drawHead(
  sheet: Sheet,
  table: PDFKit.PDFStructureElement,
  columns: readonly Column[],
  widths: readonly number[],
): void {
  artifact(sheet, 'Layout', () => {
    sheet.pdf.rect(page.left, sheet.y, innerWidth, headHeight).fill(ink.band);
    rule(sheet, sheet.y, 0.8, ink.text);
  });
  const row = sheet.pdf.struct('TR');
  table.add(row);
  eachColumn(columns, widths, (column, x, width) => {
    const cell = sheet.pdf.struct('TH');
    row.add(cell);
    const at = { x: x + pad, width: width - 2 * pad, align: column.align ?? 'left' } as const;
    const below = drawLines(sheet, cell, 'P', linesOf(sheet, column.head.zh, headZh, at.width), headZh, {
      ...at,
      y: sheet.y + pad,
    });
    const en = { ...headEn, color: ink.quiet, lang: 'en' };
    drawLines(sheet, cell, 'P', linesOf(sheet, column.head.en, headEn, at.width), en, { ...at, y: below });
    cell.end();
  });
  row.end();
  sheet.y += headHeight;
  artifact(sheet, 'Layout', () => rule(sheet, sheet.y, 0.5, ink.text));
}

function drawRow(
  sheet: Sheet,
  table: PDFKit.PDFStructureElement,
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly (readonly Line[])[],
): void {
  const row = sheet.pdf.struct('TR');
  table.add(row);
  eachColumn(columns, widths, (column, x, width, index) => {
    const place = {
      x: x + pad,
      y: sheet.y + pad,
      width: width - 2 * pad,
      align: column.align ?? 'left',
    } as const;
    drawLines(sheet, row, 'TD', cells[index] ?? [], cellStyle, place);
  });
  row.end();
  sheet.y += heightOf(cells);
  artifact(sheet, 'Layout', () => rule(sheet, sheet.y, 0.4, ink.rule));
}

function eachColumn(
  columns: readonly Column[],
  widths: readonly number[],
  draw: (column: Column, x: number, width: number, index: number) => void,
): void {
  let x: number = page.left;
  columns.forEach((column, index) => {
    const width = widths[index] ?? 0;
    draw(column, x, width, index);
    x += width;
  });
}

export function rule(sheet: Sheet, y: number, thickPt: number, color: string): void {
  sheet.pdf
    .moveTo(page.left, y)
    .lineTo(page.left + innerWidth, y)
    .lineWidth(thickPt)
    .stroke(color);
}

/** The patents' columns (A6.4, and the version of each title that the entry made). */
export const patentColumns: readonly Column[] = [
  { head: texts.line, share: 0.06, align: 'center' },
  { head: texts.patentNumber, share: 0.195 },
  { head: texts.name, share: 0.295 },
  { head: texts.filingDate, share: 0.12 },
  { head: texts.grantDate, share: 0.12 },
  { head: texts.mainClassification, share: 0.11 },
  { head: texts.titleVersion, share: 0.1, align: 'center' },
];
