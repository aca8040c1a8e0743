import { batchSize, isBatch, mergeUnprocessed, nothingDone, splitBatch } from './batch.ts';
import type { Call } from './call.ts';
import { failures } from './failure.ts';
import { type Before, type Faults, faultedCall } from './faults.ts';
import type { Outcome, Send } from './in-flight.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Lagging } from './lagging.ts';

/** A call with what was read of its request. */
interface Arrived {
  readonly call: Call;
  readonly request: JsonObject;
  readonly mark: string | undefined;
}

/** What goes wrong, and the older state that lagging reads see. */
interface Injected {
  readonly faults: Faults;
  readonly lagging?: Lagging | undefined;
}

/** Carries a call through the given faults; `carry` is what would happen without them. */
export async function withFaults(
  { faults, lagging }: Injected,
  { call, request, mark }: Arrived,
  carry: (send: Send) => Promise<Outcome>,
  send: Send,
): Promise<Outcome> {
  const asked = faultedCall(call, request, mark);
  let answered = false;
  const reach: Send = async (body) => {
    try {
      const outcome = await send(body);
      answered = true;
      return outcome;
    } finally {
      // Without an answer it may have been written all the same.
      lagging?.note(call);
    }
  };
  const outcome = await carry(async (body, repeated) => {
    const word = await faults.before(asked);
    const instead = insteadOf(word, call, repeated !== undefined);
    if (instead) return instead;
    const older = word === 'lagging' ? lagging?.aim(call, request) : undefined;
    if (!older) return back(word, call, body, reach) ?? reach(body);
    const seen = await reach(older.body);
    return 'answer' in seen ? { answer: older.named(seen.answer) } : seen;
  });
  if (!answered) return outcome;
  const word = await faults.after(asked);
  if (word === 'through') return outcome;
  return word === 'cut' ? { cut: true } : { failure: failures.internal() };
}

/** What is answered without the engine. */
function insteadOf(word: Before, call: Call, repeated: boolean): Outcome | undefined {
  const transaction = call.part === 'transact-write' || call.part === 'transact-get';
  switch (word) {
    case 'cut':
      return { cut: true };
    case 'failed':
      return { failure: failures.internal() };
    case 'turnedAway':
      return { failure: failures.throttled() };
    case 'throttled':
      // Once it has succeeded, a transaction is not worked at again, and nothing is left to be cancelled.
      return {
        failure: transaction && !repeated ? cancelled(call, 'ThrottlingError') : failures.throttled(),
      };
    case 'conflict':
      if (call.part === 'write') return { failure: failures.conflict() };
      return transaction && !repeated ? { failure: cancelled(call, 'TransactionConflict') } : undefined;
    default:
      return undefined;
  }
}

const cancelled = (call: Call, code: 'ThrottlingError' | 'TransactionConflict') =>
  failures.cancelled(call.items.length, new Set([0]), code);

/** A batch of which all or the later half comes back. The body is what conflicts have left of the request. */
function back(word: Before, { operation }: Call, body: Buffer, send: Send): Promise<Outcome> | undefined {
  const all = word === 'unprocessed' || (word === 'conflict' && operation === 'BatchWriteItem');
  if (!isBatch(operation) || !(all || word === 'partlyUnprocessed')) return undefined;
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  if (!isObject(parsed)) return undefined;
  const size = batchSize(parsed);
  const done = all ? 0 : Math.floor(size / 2);
  const positions = Array.from({ length: size - done }, (_, at) => done + at);
  const split = splitBatch(parsed, new Set(positions));
  if (done === 0) return Promise.resolve({ answer: nothingDone(operation, split.back) });
  return sendPart(operation, { ...parsed, RequestItems: split.forward }, split.back, send);
}

async function sendPart(
  operation: Parameters<typeof mergeUnprocessed>[0],
  request: JsonObject,
  left: Parameters<typeof mergeUnprocessed>[2],
  send: Send,
): Promise<Outcome> {
  const outcome = await send(Buffer.from(JSON.stringify(request)));
  return 'answer' in outcome ? { answer: mergeUnprocessed(operation, outcome.answer, left) } : outcome;
}
