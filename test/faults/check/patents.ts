import * as z from 'zod';
import { readCsv } from '../../../functions/registrar/imports/csv.ts';
import { patentNumber } from '../../../shared/kernel/patent-number.ts';
import { type RightId, rightOf } from '../../../shared/kernel/right.ts';

const numbers = z.array(patentNumber.transform(rightOf));
const lines = z.array(z.looseObject({ line: z.int() }));

/** The patents that a form names, or those of a file of which some lines were turned away. */
export function rightsIn(of: Readonly<Record<string, unknown>>): RightId[] {
  const named = numbers.safeParse(of['rights']).data;
  if (named) return named;
  const csv = typeof of['csv'] === 'string' ? readCsv(of['csv']) : undefined;
  if (!csv?.ok) return [];
  const away = lines.safeParse(of['lines']).data?.map(({ line }) => line) ?? [];
  const column = csv.header.indexOf('patentNumber');
  return csv.lines.flatMap((line) => {
    const cell = 'values' in line && !away.includes(line.line) ? line.values[column] : undefined;
    const number = patentNumber.safeParse(cell).data;
    return number ? [rightOf(number)] : [];
  });
}
