import * as z from 'zod';
import type { Outcome } from '../lambda/protocol.ts';
import { backoffMs } from './bell.ts';
import type { Batch, Send } from './delivery.ts';
import { ageMs, type StreamRecord } from './record.ts';

/** Why records were given up. The words are Lambda's own. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export type SettleRules = {
  readonly retriesMax: number | undefined;
  readonly recordAgeMsMax: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
};

export type SettleDeps = {
  readonly send: Send;
  /** All records up to this one are done with, for good. */
  settled(last: StreamRecord): Promise<void>;
  gaveUp(batch: Batch, reason: GivenUp, attempts: number): void;
  failed(batch: Batch, errorType: string, errorMessage: string): void;
  pause(ms: number): Promise<void>;
  /** Nothing is sent any more. */
  readonly signal: AbortSignal;
  readonly now: () => number;
};

/** Failures that say nothing of the records: they cost no attempt. */
const throttled = 'TooManyRequestsException';

/**
 * Sends a batch until each of its records is processed or given up, in order. Returns early, with the rest unsettled,
 * once the signal fires. Halving costs no attempt, as in the cloud; a reported item failure starts a new batch at the
 * first failed record, which has its own attempts.
 */
export async function settle(batch: Batch, rules: SettleRules, deps: SettleDeps): Promise<void> {
  // A stack of batches still to be settled, the next one last: halves and rests go on top.
  const todo: Batch[] = [batch];
  for (let next = todo.pop(); next && !deps.signal.aborted; next = todo.pop())
    todo.push(...(await settleOne(next, rules, deps)).toReversed());
}

/** What is left to be settled of a batch, as batches in order: its halves, its rest, or nothing. */
async function settleOne(whole: Batch, rules: SettleRules, deps: SettleDeps): Promise<readonly Batch[]> {
  for (let attempt = 1, pauses = 1; !deps.signal.aborted; pauses += 1) {
    const batch = await withoutTooOld(whole, attempt, rules, deps);
    const last = batch.at(-1);
    if (!last) return [];
    const outcome = await deps.send(batch);
    if (deps.signal.aborted && !outcome.ok) return [];
    const from = firstFailure(outcome, batch, rules.reportsItemFailures);
    if (from === undefined) {
      await deps.settled(last);
      return [];
    }
    const before = batch[from - 1];
    if (before) {
      deps.failed(batch.slice(from), 'ReportBatchItemFailures', `${from} of ${batch.length} were processed`);
      await deps.settled(before);
      await deps.pause(backoffMs(1, rules.backoff));
      return [batch.slice(from)];
    }
    const error = outcome.ok
      ? { errorType: 'ReportBatchItemFailures', errorMessage: 'none processed' }
      : outcome;
    deps.failed(batch, error.errorType, error.errorMessage);
    if (error.errorType !== throttled) {
      if (rules.bisects && !outcome.ok && batch.length > 1) {
        await deps.pause(backoffMs(1, rules.backoff));
        return halves(batch);
      }
      if (rules.retriesMax !== undefined && attempt > rules.retriesMax) {
        deps.gaveUp(batch, 'RetryAttemptsExhausted', attempt);
        await deps.settled(last);
        return [];
      }
      attempt += 1;
    }
    await deps.pause(backoffMs(pauses, rules.backoff));
  }
  return [];
}

function halves(batch: Batch): readonly Batch[] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

/** Gives up the records at the head that are too old; what follows them is younger. */
async function withoutTooOld(
  batch: Batch,
  attempt: number,
  { recordAgeMsMax }: SettleRules,
  deps: SettleDeps,
): Promise<Batch> {
  const now = deps.now();
  const young = batch.findIndex((record) => ageMs(record, now) <= recordAgeMsMax);
  if (young === 0) return batch;
  const old = young === -1 ? batch : batch.slice(0, young);
  const last = old.at(-1);
  if (last) {
    deps.gaveUp(old, 'RecordAgeExceeded', attempt - 1);
    await deps.settled(last);
  }
  return batch.slice(old.length);
}

const reportSchema = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * The position of the first record that was not processed, or undefined when all were. A report that cannot be read,
 * or that names a record that is not in the batch, fails the whole batch: so Lambda reads it.
 */
function firstFailure(outcome: Outcome, batch: Batch, reports: boolean): number | undefined {
  if (!outcome.ok) return 0;
  if (!reports) return undefined;
  const value: unknown = JSON.parse(outcome.payload);
  if (value === null || value === '') return undefined;
  const report = reportSchema.safeParse(value);
  if (!report.success) return 0;
  const positions = (report.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
  );
  if (positions.length === 0) return undefined;
  return Math.max(0, Math.min(...positions));
}
