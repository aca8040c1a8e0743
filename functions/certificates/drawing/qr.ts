import { encode } from 'uqr';
import type { Pdf } from './sheet.ts';

/**
 * A QR code of the text, drawn as vectors into a square of `size` points with the quiet zone inside it. Level M
 * survives a stamp's edge or a fold, and still leaves the modules of an ordinary address large enough to print.
 */
export function drawQr(pdf: Pdf, text: string, x: number, y: number, size: number): void {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 4 });
  const unit = size / modules;
  data.forEach((row, line) => {
    row.forEach((dark, column) => {
      if (dark) pdf.rect(x + column * unit, y + line * unit, unit, unit);
    });
  });
  pdf.fill('#000000');
}
