import type { EngineAnswer } from './forward.ts';
import { isObject, type JsonObject, listAt, objectAt } from './json.ts';

/** By table: what a BatchWriteItem asks is a list of writes, what a BatchGetItem asks is an object with `Keys`. */
type RequestItems = Record<string, unknown>;

/** The elements of one table: the single writes or keys. */
const elementsOf = (asked: unknown) => listAt(isObject(asked) ? asked['Keys'] : asked);
const withElements = (asked: unknown, elements: readonly unknown[]) =>
  isObject(asked) ? { ...asked, Keys: elements } : elements;

/** The number of writes or keys in a batch. */
export function batchSize(request: JsonObject): number {
  return Object.values(objectAt(request['RequestItems'])).reduce<number>(
    (sum, asked) => sum + elementsOf(asked).length,
    0,
  );
}

/** Splits a batch by position: what may go to the engine, and what stays back for the caller to ask again. */
export function splitBatch(
  request: JsonObject,
  back: ReadonlySet<number>,
): { readonly forward: RequestItems; readonly back: RequestItems } {
  const split: { forward: RequestItems; back: RequestItems } = { forward: {}, back: {} };
  let position = 0;
  for (const [table, asked] of Object.entries(objectAt(request['RequestItems'])))
    for (const element of elementsOf(asked)) {
      const side = back.has(position++) ? split.back : split.forward;
      side[table] = withElements(asked, [...elementsOf(side[table]), element]);
    }
  return split;
}

const unprocessedOf = { BatchWriteItem: 'UnprocessedItems', BatchGetItem: 'UnprocessedKeys' } as const;
type Batch = keyof typeof unprocessedOf;

export const isBatch = (operation: string): operation is Batch => operation in unprocessedOf;

/** The answer to a batch of which nothing was done. */
export function nothingDone(operation: Batch, back: RequestItems): EngineAnswer {
  const body = JSON.stringify(operation === 'BatchGetItem' ? { Responses: {} } : {});
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return mergeUnprocessed(operation, { status: 200, headers, body: Buffer.from(body) }, back);
}

/** The engine's answer with what stayed back among what it left unprocessed. */
export function mergeUnprocessed(operation: Batch, answer: EngineAnswer, back: RequestItems): EngineAnswer {
  const parsed: unknown = answer.status === 200 ? JSON.parse(answer.body.toString('utf8')) : undefined;
  if (!isObject(parsed)) return answer;
  const field = unprocessedOf[operation];
  const unprocessed: RequestItems = { ...back };
  for (const [table, asked] of Object.entries(objectAt(parsed[field])))
    unprocessed[table] = withElements(asked, [...elementsOf(unprocessed[table]), ...elementsOf(asked)]);
  const { 'x-amz-crc32': _, ...headers } = answer.headers;
  return { status: 200, headers, body: Buffer.from(JSON.stringify({ ...parsed, [field]: unprocessed })) };
}
