/** Columns every import file must have, in any order. */
export const requiredColumns = [
  'patentNumber',
  'kind',
  'title',
  'titleLang',
  'patentees',
  'filingDate',
] as const;

/** Columns a file may have. What a file leaves out, or a cell leaves blank, it says nothing about. */
export const optionalColumns = [
  'grantDate',
  'publicationNumber',
  'ipcMain',
  'compensationDays',
  'patenteeIdentifiers',
  'legalStatus',
  'annuity',
  'invalidationStarted',
  'sameDayInvention',
  'checkDigit',
  'source',
] as const;

export const columns = [...requiredColumns, ...optionalColumns] as const;
export type Column = (typeof columns)[number];

/** The column at each place of a line. */
export type Header = readonly Column[];

/** Why a header cannot be read; `place` counts from 1, since a name that was sent is never repeated back. */
export type HeaderFault =
  | { readonly code: 'csv.missingColumn'; readonly column: Column }
  | { readonly code: 'csv.unknownColumn'; readonly place: number }
  | { readonly code: 'csv.repeatedColumn'; readonly column: Column };

/**
 * Reads the header line. An unknown column is refused rather than skipped: a misspelt `compensationDays` would
 * otherwise lose days of a term without a word.
 */
export function readHeader(
  cells: readonly string[],
): { readonly ok: true; readonly header: Header } | { readonly ok: false; readonly fault: HeaderFault } {
  const header: Column[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns.find((name) => name === cell.trim());
    if (!column) return { ok: false, fault: { code: 'csv.unknownColumn', place: index + 1 } };
    if (header.includes(column)) return { ok: false, fault: { code: 'csv.repeatedColumn', column } };
    header.push(column);
  }
  const missing = requiredColumns.find((column) => !header.includes(column));
  if (missing) return { ok: false, fault: { code: 'csv.missingColumn', column: missing } };
  return { ok: true, header };
}

/** What a line says: only its filled cells, trimmed. */
export type Cells = Readonly<Partial<Record<Column, string>>>;

export function cellsOf(header: Header, values: readonly string[]): Cells {
  const filled = header.flatMap((column, index) => {
    const value = values[index]?.trim() ?? '';
    return value === '' ? [] : [[column, value] as const];
  });
  return Object.fromEntries(filled);
}
