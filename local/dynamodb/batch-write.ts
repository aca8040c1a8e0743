import type { EngineAnswer } from './forward.ts';
import { isObject, type JsonObject, listAt, objectAt } from './json.ts';

type RequestItems = Record<string, unknown[]>;

/**
 * Splits a BatchWriteItem request by position: what may go to the engine, and what stays back because a
 * transaction is at work on the item.
 */
export function splitBatch(
  request: JsonObject,
  back: ReadonlySet<number>,
): { readonly forward: RequestItems; readonly back: RequestItems } {
  const split: { forward: RequestItems; back: RequestItems } = { forward: {}, back: {} };
  let position = 0;
  for (const [table, writes] of Object.entries(objectAt(request['RequestItems'])))
    for (const write of listAt(writes)) {
      const side = back.has(position++) ? split.back : split.forward;
      side[table] = [...(side[table] ?? []), write];
    }
  return split;
}

/** The engine's answer with what stayed back among its UnprocessedItems. */
export function mergeUnprocessed(answer: EngineAnswer, back: RequestItems): EngineAnswer {
  const parsed: unknown = answer.status === 200 ? JSON.parse(answer.body.toString('utf8')) : undefined;
  if (!isObject(parsed)) return answer;
  const unprocessed: RequestItems = { ...back };
  for (const [table, writes] of Object.entries(objectAt(parsed['UnprocessedItems'])))
    unprocessed[table] = [...(unprocessed[table] ?? []), ...listAt(writes)];
  const { 'x-amz-crc32': _, ...headers } = answer.headers;
  return {
    status: 200,
    headers,
    body: Buffer.from(JSON.stringify({ ...parsed, UnprocessedItems: unprocessed })),
  };
}
