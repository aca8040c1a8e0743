import type { RightId } from '../../kernel/right.ts';
import { type Cells, cellsOf, type Header } from './columns.ts';
import type { LineFault, LineFaultCode } from './faults.ts';
import { type ImportRow, readRow } from './row.ts';
import type { ImportTerms } from './terms.ts';

/** One line of the file, by its number there (the header is line 1): its values, or why it has none. */
export type CsvLine = { readonly line: number } & (
  | { readonly values: readonly string[] }
  | { readonly fault: LineFaultCode }
);

export type AcceptedLine = { readonly line: number; readonly row: ImportRow; readonly cells: Cells };
export type RejectedLine = { readonly line: number; readonly faults: readonly LineFault[] };

/**
 * Reads every line on its own: a bad one stops nothing else. Of several good lines with one number the first
 * counts, since an import could not tell which of them is meant.
 */
export function readLines(
  header: Header,
  lines: readonly CsvLine[],
  terms: ImportTerms,
): { readonly accepted: AcceptedLine[]; readonly rejected: RejectedLine[] } {
  const accepted: AcceptedLine[] = [];
  const rejected: RejectedLine[] = [];
  const seen = new Set<RightId>();
  for (const line of lines) {
    const read = readLine(header, line, terms);
    if ('faults' in read) {
      rejected.push(read);
    } else if (seen.has(read.row.right)) {
      rejected.push({ line: line.line, faults: [{ field: 'patentNumber', code: 'line.repeated' }] });
    } else {
      seen.add(read.row.right);
      accepted.push(read);
    }
  }
  return { accepted, rejected };
}

function readLine(header: Header, of: CsvLine, terms: ImportTerms): AcceptedLine | RejectedLine {
  const { line } = of;
  if ('fault' in of) return { line, faults: [{ field: 'line', code: of.fault }] };
  if (of.values.length !== header.length) {
    return { line, faults: [{ field: 'line', code: 'line.columnCount' }] };
  }
  const cells = cellsOf(header, of.values);
  const read = readRow(cells, terms);
  return read.ok ? { line, row: read.row, cells } : { line, faults: read.faults };
}
