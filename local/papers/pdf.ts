import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

/** A day of no meaning: a file says when it was made, and the same words shall give the same bytes. */
const madeAt = new Date('2026-01-01T00:00:00Z');

/** A page with a heading and lines of Latin text: a real file, if a plain one. */
export async function pdf(heading: string, lines: readonly string[] = []): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', info: { Title: heading, CreationDate: madeAt } });
  document.fontSize(18).text(heading).moveDown().fontSize(11);
  for (const line of lines) document.text(line);
  document.end();
  return buffer(document);
}
