import type { ImportReport } from '../../../shared/contracts/operations/imports.ts';
import { type DigestText, digestText, SALT_BYTES, sha256Hex } from '../../../shared/kernel/digest.ts';
import { type EntryId, newId } from '../../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../../shared/kernel/instant.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { bodyBytes, importAct, importBodyMediaType, titlesOf } from '../../../shared/register/import/body.ts';
import { readLines } from '../../../shared/register/import/lines.ts';
import { seal } from '../../../shared/register/seal.ts';
import type { Call, Handlers } from '../../_platform/handlers.ts';
import { Problem } from '../../_platform/problem.ts';
import { commitWithReply, type StoredReply } from '../../_platform/reply.ts';
import { writeEntry } from '../../_platform/store/records.ts';
import { readCsv } from './csv.ts';
import type { ImportsDeps } from './deps.ts';
import { refusal } from './file-fault.ts';
import { finishImport, readSettledState } from './finish.ts';
import { bodyOf, type Plan, planImport, type ReadFile, reportOf } from './plan.ts';
import { beginImport, endImport, type ImportState, nextVersion } from './state.ts';
import { putTitles } from './titles.ts';

type ImportCall = Call<'office.imports.make'>;

const roundsMax = 6;

/** The moment of one batch: what its entry, its state and its report all name. */
export type Made = {
  readonly entry: EntryId;
  readonly instant: Instant;
  readonly body: { readonly digest: DigestText; readonly bytes: number };
};

/**
 * 导入专利: creates titles from the lines of a file, by one entry (docs/adr/0005-imports.md). It plans and
 * commits, and does both again when another import began in between. The answer comes when the titles are there.
 */
export function makeImport(deps: ImportsDeps): Handlers<'imports'>['office.imports.make'] {
  return async (call) => {
    const file = readFile(call);
    for (let round = 1; round <= roundsMax; round += 1) {
      const state = await readSettledState(deps);
      const plan = await planImport(deps, file);
      const reply =
        plan.created.length === 0
          ? await reportOnly(deps, call, plan)
          : await create(deps, call, file, plan, state);
      if (reply) return { reply };
    }
    throw new Problem('busy');
  };
}

export function readFile({
  body,
  today,
  language,
}: Pick<ImportCall, 'body' | 'today' | 'language'>): ReadFile {
  const csv = readCsv(body.csv);
  if (!csv.ok) throw refusal(csv.fault, language);
  if (body.annuityBasis === 'source' && !csv.header.includes('annuity')) {
    throw refusal({ code: 'csv.annuityColumn' }, language);
  }
  const { source, statusBasis, annuityBasis } = body;
  const terms = { source, statusBasis, annuityBasis, today };
  return { ...readLines(csv.header, csv.lines, terms), lines: csv.lines, terms };
}

/** A file that creates nothing changes nothing: no entry, just the report under its key. */
async function reportOnly(deps: ImportsDeps, call: ImportCall, plan: Plan): Promise<StoredReply | undefined> {
  const answered = { status: 201, body: reportOf(plan) };
  const committed = await commitWithReply(deps.store, deps.ports, call.slot, [], answered);
  if (committed.kind === 'busy') throw new Problem('busy');
  return committed.kind === 'reply' ? committed.reply : undefined;
}

/**
 * Body first, which is harmless if left over; then the one transaction that is the moment; then the titles, which
 * anyone can put from the body. Undefined where another import began since the state was read.
 */
async function create(
  deps: ImportsDeps,
  call: ImportCall,
  file: ReadFile,
  plan: Plan,
  state: ImportState,
): Promise<StoredReply | undefined> {
  const { ports, store } = deps;
  const body = bodyOf(deps, file, plan);
  const bytes = bodyBytes(body);
  const digest = digestText.parse(`sha256:${sha256Hex(bytes)}`);
  await deps.bodies.put(digest, bytes, importBodyMediaType);
  const made: Made = {
    entry: newId('ent', ports.now(), ports.random(10)),
    instant: instantOf(ports.now()),
    body: { digest, bytes: bytes.length },
  };
  const unfinished = { batch: plan.batch, entry: made.entry, instant: made.instant, digest };
  const actions = [beginImport(store, state, unfinished), ...entryActions(deps, call, plan, made)];
  const report: ImportReport = { ...reportOf(plan), ...made };
  const answered = { status: 201, body: report };
  const committed = await commitWithReply(store, ports, call.slot, actions, answered);
  if (committed.kind === 'busy') throw new Problem('busy');
  if (committed.kind === 'failed') return undefined;
  if (committed.reply.body === JSON.stringify(report)) {
    await putTitles(deps, titlesOf(body, made));
    await endImport(deps, nextVersion(state));
  } else {
    // A twin under the same key was first: its titles must be there before its reply is given here.
    await finishImport(deps);
  }
  return committed.reply;
}

/** The writes of a batch's entry. */
export function entryActions(
  deps: Omit<ImportsDeps, 'bodies'>,
  call: Pick<ImportCall, 'staff' | 'body'>,
  plan: Plan,
  made: Made,
) {
  const operator = { value: call.staff.account, public: false };
  const sealed = seal({ operator }, () => deps.ports.random(SALT_BYTES));
  const { source, statusBasis, annuityBasis } = call.body;
  const entry: Entry = {
    schema: 'entry-1',
    id: made.entry,
    instant: made.instant,
    act: importAct,
    decidedBy: 'office',
    public: {
      ...{ source, statusBasis, annuityBasis, created: plan.created.length },
      ...{ unchanged: plan.unchanged.length, rejected: plan.rejected.length },
    },
    commitments: [...sealed.commitments],
    body: { ...made.body, mediaType: importBodyMediaType },
    demonstration: deps.demonstration,
  };
  return writeEntry(deps.store, entry, sealed.openings);
}
