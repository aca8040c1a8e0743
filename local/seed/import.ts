import type { Answer } from '../../shared/contracts/operations/index.ts';
import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { People } from './people.ts';
import { demand } from './refused.ts';
import type { Sample } from './sample.ts';

type Report = Answer<'office.imports.make'>;

/** What became of the sample's lines; line numbers are those of the whole file, its header being line 1. */
export type ImportedSample = {
  readonly created: number;
  readonly unchanged: number;
  readonly rejected: readonly Report['lines'][number][];
};

/** Far fewer lines than a batch may have, so that whoever waits sees the work go on. */
const linesInBatch = 48;

/**
 * Imports the sample in batches, one after another. The key of a batch is made from its text: a restart repeats
 * nothing, and a changed sample is not taken for the old one.
 */
export async function importSample(
  people: People,
  sample: Sample,
  onLines: (done: number) => void,
): Promise<ImportedSample> {
  const operator = people.as('operator');
  let done: ImportedSample = { created: 0, unchanged: 0, rejected: [] };
  for (let start = 0; start < sample.patents.length; start += linesInBatch) {
    const lines = sample.patents.slice(start, start + linesInBatch);
    const body = {
      source: 'local/sample/patents.csv, docs/data.md',
      csv: `${sample.header}${lines.map((one) => one.line).join('')}`,
      // No source says whether a patent is in force or its annual fees are paid, so both are marked as assumed.
      statusBasis: 'assumed',
      annuityBasis: 'assumed',
    } as const;
    const idempotencyKey = `sample-${sha256Hex(JSON.stringify(body)).slice(0, 32)}`;
    const report = demand(
      await operator.call('office.imports.make', { body }, { idempotencyKey }),
      `office.imports.make, lines ${start + 2} to ${start + 1 + lines.length}`,
    );
    done = {
      created: done.created + report.created,
      unchanged: done.unchanged + report.unchanged,
      rejected: [...done.rejected, ...report.lines.map((one) => ({ ...one, line: one.line + start }))],
    };
    onLines(start + lines.length);
  }
  return done;
}
