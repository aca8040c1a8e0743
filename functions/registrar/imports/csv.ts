import { CsvError, parse } from 'csv-parse/sync';
import { type Header, type HeaderFault, readHeader } from '../../../shared/register/import/columns.ts';
import type { CsvLine } from '../../../shared/register/import/lines.ts';

export const linesMax = 1000;

export type FileFault =
  | HeaderFault
  | { readonly code: 'csv.empty' | 'csv.tooManyLines' | 'csv.unreadableHeader' };

/** A line with its text, whose digest is kept for a line that is rejected. */
export type TextLine = CsvLine & { readonly text: string };

export type CsvFile =
  | { readonly ok: true; readonly header: Header; readonly lines: readonly TextLine[] }
  | { readonly ok: false; readonly fault: FileFault };

/**
 * Takes a CSV file (RFC 4180) apart, line by line. No field of a patent holds a line break, so a quotation mark
 * that is never closed spoils its own line only, where a parser of the whole file would swallow those after it.
 */
export function readCsv(csv: string): CsvFile {
  const [first = '', ...rest] = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = valuesOf(first);
  if (!names) return { ok: false, fault: { code: 'csv.unreadableHeader' } };
  const header = readHeader(names);
  if (!header.ok) return header;
  const filled = rest.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, line: index + 2 }]));
  if (filled.length === 0) return { ok: false, fault: { code: 'csv.empty' } };
  if (filled.length > linesMax) return { ok: false, fault: { code: 'csv.tooManyLines' } };
  const lines = filled.map(({ text, line }): TextLine => {
    const values = valuesOf(text);
    return values ? { text, line, values } : { text, line, fault: 'line.quote' };
  });
  return { ok: true, header: header.header, lines };
}

/** The values of one line; undefined when its quotation marks do not fit. */
function valuesOf(text: string): readonly string[] | undefined {
  try {
    // Named, since the parser would otherwise take a stray carriage return for the end of a line.
    const [values = []] = parse(text, { relax_column_count: true, record_delimiter: '\n' });
    return values;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
