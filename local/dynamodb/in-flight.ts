import { mergeUnprocessed, nothingDone, splitBatch } from './batch.ts';
import type { Call } from './call.ts';
import { type Conflicts, trackConflicts } from './conflicts.ts';
import { type Failure, failures } from './failure.ts';
import type { EngineAnswer } from './forward.ts';
import type { JsonObject } from './json.ts';
import { trackTokens } from './tokens.ts';

/** `cut`: the caller's connection breaks and nothing is answered; only added faults do that. */
export type Outcome =
  | { readonly answer: EngineAnswer }
  | { readonly failure: Failure }
  | { readonly cut: true };

/** Sends a body to the engine; `repeated` is a transaction that has succeeded under its token before. */
export type Send = (body: Buffer, repeated?: 'repeated') => Promise<Outcome>;

/** Carries calls to the engine one against another as the cloud would. */
export interface InFlight {
  /** `body` is the request's bytes, `request` the same parsed. Rejects when the engine cannot be reached. */
  carry(call: Call, body: Buffer, request: JsonObject, send: Send): Promise<Outcome>;
}

/** A call counts as in flight from here until the engine's answer is complete, whether its caller waits or not. */
export function trackInFlight(conflicts: Conflicts = trackConflicts()): InFlight {
  const tokens = trackTokens();

  async function write(call: Call, body: Buffer, send: Send): Promise<Outcome> {
    const started = conflicts.startWrite(call.items);
    if ('conflicts' in started) return { failure: failures.conflict() };
    try {
      return await send(body);
    } finally {
      started.end();
    }
  }

  async function transactWrite(call: Call, body: Buffer, send: Send): Promise<Outcome> {
    const started = conflicts.startTransactWrite(call.items);
    if ('conflicts' in started) return { failure: failures.cancelled(call.items.length, started.conflicts) };
    try {
      return await send(body);
    } finally {
      started.end();
    }
  }

  /** A repeated request finds its token: refused while the first is in flight, answered again once it succeeded. */
  async function transactWithToken(token: string, call: Call, body: Buffer, send: Send): Promise<Outcome> {
    const state = tokens.start(token);
    if (state === 'in-flight') return { failure: failures.inProgress() };
    let succeeded = false;
    try {
      const outcome = state === 'done' ? await send(body, 'repeated') : await transactWrite(call, body, send);
      succeeded = 'answer' in outcome && outcome.answer.status === 200;
      return outcome;
    } finally {
      tokens.end(token, succeeded);
    }
  }

  async function transactGet(call: Call, body: Buffer, send: Send): Promise<Outcome> {
    const started = conflicts.startTransactGet(call.items);
    if ('conflicts' in started) return { failure: failures.cancelled(call.items.length, started.conflicts) };
    let overtaken: ReadonlySet<number> = new Set();
    let outcome: Outcome;
    try {
      outcome = await send(body);
    } finally {
      overtaken = started.end();
    }
    if (!('answer' in outcome) || overtaken.size === 0) return outcome;
    return { failure: failures.cancelled(call.items.length, overtaken) };
  }

  async function batchWrite(call: Call, body: Buffer, request: JsonObject, send: Send): Promise<Outcome> {
    const first = conflicts.startWrite(call.items);
    if ('end' in first) {
      try {
        return await send(body);
      } finally {
        first.end();
      }
    }
    const split = splitBatch(request, first.conflicts);
    if (first.conflicts.size === call.items.length)
      return { answer: nothingDone('BatchWriteItem', split.back) };
    const rest = conflicts.startWrite(call.items.filter((_, position) => !first.conflicts.has(position)));
    if ('conflicts' in rest) throw new Error('Items free of conflicts met one in the same moment');
    try {
      const part = Buffer.from(JSON.stringify({ ...request, RequestItems: split.forward }));
      const outcome = await send(part);
      return 'answer' in outcome
        ? { answer: mergeUnprocessed('BatchWriteItem', outcome.answer, split.back) }
        : outcome;
    } finally {
      rest.end();
    }
  }

  return {
    async carry(call, body, request, send) {
      switch (call.part) {
        case 'none':
          return send(body);
        case 'write':
          return write(call, body, send);
        case 'batch-write':
          return batchWrite(call, body, request, send);
        case 'transact-get':
          return transactGet(call, body, send);
        case 'transact-write':
          return call.token === undefined
            ? transactWrite(call, body, send)
            : transactWithToken(call.token, call, body, send);
      }
    },
  };
}
