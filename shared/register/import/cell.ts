import type * as z from 'zod';
import type { Cells, Column } from './columns.ts';
import { type LineFault, lineFaultOf } from './faults.ts';

/** Reads the cells of one line and gathers what is wrong with them, so that a line's faults are told at once. */
export type CellReader = {
  /** The cell by its schema; undefined when it is blank or faulty. */
  readonly read: <Value>(column: Column, schema: z.ZodType<Value, string>) => Value | undefined;
  /** As `read`, where a blank cell is a fault. */
  readonly need: <Value>(column: Column, schema: z.ZodType<Value, string>) => Value | undefined;
  readonly fail: (column: Column, code: LineFault['code']) => void;
  readonly faults: readonly LineFault[];
};

export function cellReader(cells: Cells): CellReader {
  const faults: LineFault[] = [];
  const fail = (field: Column, code: LineFault['code']) => {
    faults.push({ field, code });
  };
  const read: CellReader['read'] = (column, schema) => {
    const cell = cells[column];
    if (cell === undefined) return undefined;
    const parsed = schema.safeParse(cell);
    if (parsed.success) return parsed.data;
    fail(column, lineFaultOf(parsed.error));
    return undefined;
  };
  const need: CellReader['need'] = (column, schema) => {
    if (cells[column] === undefined) fail(column, 'cell.required');
    return read(column, schema);
  };
  return { read, need, fail, faults };
}
