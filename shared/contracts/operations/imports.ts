import * as z from 'zod';
import { digestText } from '../../kernel/digest.ts';
import { batchId, entryId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { line } from '../../kernel/plain-text.ts';
import { bases } from '../../register/title.ts';
import { rows } from '../operation.ts';

export const importReport = z.strictObject({
  batch: batchId,
  entry: entryId.optional().describe('Absent where no line made a new title'),
  instant: instant.optional(),
  body: z.strictObject({ digest: digestText, bytes: z.int() }).optional(),
  created: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  lines: z
    .array(
      z.strictObject({
        line: z.int().describe('Line number in the file; the header is line 1'),
        field: z.string(),
        code: z.string(),
        reason: z.strictObject({ zh: z.string(), en: z.string() }),
      }),
    )
    .describe('Every line that was not taken, with field and reason'),
});
export type ImportReport = z.output<typeof importReport>;

export const importOperations = rows([
  {
    id: 'office.imports.make',
    audience: 'office',
    role: 'operator',
    method: 'POST',
    path: '/v1/office/imports',
    function: 'imports',
    summary: { zh: '导入专利', en: 'Import patents from CSV' },
    body: z.strictObject({
      source: line(200).describe('Where the lines come from; shown with each title'),
      csv: z.string().min(1).max(1_000_000).describe('Header and up to 1,000 lines (RFC 4180)'),
      statusBasis: z.enum(bases),
      annuityBasis: z.enum(bases),
    }),
    success: { status: 201, schema: importReport },
    problems: ['import-refused', 'busy'],
    idempotent: true,
  },
]);
