import type { ImportReport } from '../../../shared/contracts/operations/imports.ts';
import { encodeBase64url } from '../../../shared/kernel/base64url.ts';
import { digestText, SALT_BYTES, sha256Hex } from '../../../shared/kernel/digest.ts';
import { type BatchId, newId } from '../../../shared/kernel/id.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { ImportBody } from '../../../shared/register/import/body.ts';
import { differences } from '../../../shared/register/import/differences.ts';
import { reasonOf } from '../../../shared/register/import/faults.ts';
import type { AcceptedLine, RejectedLine } from '../../../shared/register/import/lines.ts';
import type { ImportTerms } from '../../../shared/register/import/terms.ts';
import type { Title } from '../../../shared/register/title.ts';
import type { TextLine } from './csv.ts';
import type { ImportsDeps } from './deps.ts';
import { readTitles } from './titles.ts';

/** The lines of one file as read, before the register is asked. */
export type ReadFile = {
  readonly lines: readonly TextLine[];
  readonly accepted: readonly AcceptedLine[];
  readonly rejected: readonly RejectedLine[];
  readonly terms: ImportTerms;
};

/** What is to become of each line, as the register stands. */
export type Plan = {
  readonly batch: BatchId;
  readonly created: readonly AcceptedLine[];
  readonly unchanged: readonly AcceptedLine[];
  /** In the order of the file. */
  readonly rejected: readonly RejectedLine[];
};

/** Sorts the lines by what the register holds: new, known and the same, or known and different. */
export async function planImport(deps: ImportsDeps, file: ReadFile): Promise<Plan> {
  const held = await readTitles(
    deps.store,
    file.accepted.map((line) => line.row.right),
  );
  return planOn(deps, file, held);
}

/** The same, on the titles that the register holds. */
export function planOn(
  deps: Pick<ImportsDeps, 'ports'>,
  file: ReadFile,
  held: ReadonlyMap<RightId, Title>,
): Plan {
  const created: AcceptedLine[] = [];
  const unchanged: AcceptedLine[] = [];
  const rejected: RejectedLine[] = [...file.rejected];
  for (const line of file.accepted) {
    const title = held.get(line.row.right);
    const fields = title ? differences(line, title) : [];
    if (!title) created.push(line);
    else if (fields.length === 0) unchanged.push(line);
    else {
      rejected.push({ line: line.line, faults: fields.map((field) => ({ field, code: 'line.differs' })) });
    }
  }
  rejected.sort((one, other) => one.line - other.line);
  const batch = newId('bat', deps.ports.now(), deps.ports.random(10));
  return { batch, created, unchanged, rejected };
}

export function bodyOf(deps: Pick<ImportsDeps, 'ports'>, file: ReadFile, plan: Plan): ImportBody {
  const { source, statusBasis, annuityBasis } = file.terms;
  const texts = new Map(file.lines.map((line) => [line.line, line.text]));
  return {
    schema: 'import-1',
    batch: plan.batch,
    ...{ source, statusBasis, annuityBasis },
    salt: encodeBase64url(deps.ports.random(SALT_BYTES)),
    created: plan.created.map(({ line, row }) => ({ line, ...row })),
    unchanged: plan.unchanged.map(({ line, row }) => ({ line, right: row.right })),
    rejected: plan.rejected.map(({ line, faults }) => ({
      line,
      digest: digestText.parse(`sha256:${sha256Hex(texts.get(line) ?? '')}`),
      faults: faults.map(({ field, code }) => ({ field, code })),
    })),
  };
}

/** The report is stored with the reply, in one item, so the faults it tells are bounded too. */
const faultsMax = 1000;

/** Every rejected line with its first fault, and its further ones as far as the report has room. */
export function reportOf(plan: Plan): ImportReport {
  const more = plan.rejected.flatMap(({ faults }) => faults.slice(1));
  const kept = new Set(more.slice(0, Math.max(0, faultsMax - plan.rejected.length)));
  const lines = plan.rejected.flatMap(({ line, faults }) =>
    faults
      .filter((fault, index) => index === 0 || kept.has(fault))
      .map(({ field, code }) => ({ line, field, code, reason: reasonOf(code) })),
  );
  return {
    batch: plan.batch,
    created: plan.created.length,
    unchanged: plan.unchanged.length,
    rejected: plan.rejected.length,
    lines,
  };
}
