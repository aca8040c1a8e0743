import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startProxy } from '../../../local/dynamodb/proxy.ts';
import { type Store, startStore } from '../../store.ts';
import { planFaults } from './planned-faults.ts';

const faults = planFaults();
let store: Store<'titles'>;
let TableName: string;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  const shape = { partitionKey: 'pk', sortKey: 'sk', indexes: {}, stream: false };
  store = await startStore({ titles: shape }, faults);
  TableName = store.names.titles;
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await store.close();
});
afterEach(() => {
  for (const list of [faults.first, faults.last, faults.seen, faults.over]) list.splice(0);
});

function clientOf(maxAttempts: number, mark?: string, endpoint = store.endpoint): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts });
  if (mark !== undefined)
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-fault-mark': mark });
        return next(args);
      },
      { step: 'build' },
    );
  clients.push(client);
  return DynamoDBDocumentClient.from(client);
}

let items = 0;
/** The key of an item that no other test knows. */
const fresh = () => ({ pk: `title#${++items}`, sk: 'a' });
const once = () => clientOf(1);
type Key = ReturnType<typeof fresh>;

const put = (key: Key, client = once()) => client.send(new PutCommand({ TableName, Item: { ...key, v: 1 } }));
/** Adds one to a count, so that what lands twice is seen. */
const add = (keys: readonly Key[], client = once(), ClientRequestToken?: string) =>
  client.send(
    new TransactWriteCommand({
      ClientRequestToken,
      TransactItems: keys.map((Key) => ({
        Update: {
          ...{ TableName, Key, UpdateExpression: 'ADD v :one' },
          ExpressionAttributeValues: { ':one': 1 },
        },
      })),
    }),
  );
/** What stands in the engine, read behind the proxy. */
async function standing(Key: Key): Promise<unknown> {
  const engine = clientOf(3, undefined, store.engine);
  return (await engine.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item?.['v'];
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error('Expected a failure');
}

describe('a call that the engine never hears of', () => {
  it('is a broken connection when it is cut, and writes nothing', async () => {
    const key = fresh();
    faults.first.push('cut');
    expect(await failure(put(key))).toMatchObject({ code: 'ECONNRESET' });
    expect(await standing(key)).toBeUndefined();
    expect(faults.over).toEqual([]);
  });

  it('is a fault of the service when it fails', async () => {
    const key = fresh();
    faults.first.push('failed');
    expect(await failure(put(key))).toMatchObject({
      name: 'InternalServerError',
      $fault: 'server',
      $metadata: { httpStatusCode: 500 },
    });
    expect(await standing(key)).toBeUndefined();
  });

  it('is told when it is throttled, and the SDK tries again', async () => {
    const key = fresh();
    faults.first.push('throttled');
    expect(await failure(put(key))).toMatchObject({ name: 'ThrottlingException' });
    faults.first.push('throttled', 'throttled');
    await put(key, clientOf(3));
    expect(await standing(key)).toBe(1);
    expect(faults.seen).toHaveLength(4);
  });

  it('as a transaction is cancelled by throttling, or turned away whole', async () => {
    const keys = [fresh(), fresh()];
    faults.first.push('throttled', 'turnedAway');
    const error = await failure(add(keys));
    if (!(error instanceof TransactionCanceledException)) throw error;
    expect(error.CancellationReasons).toMatchObject([{ Code: 'ThrottlingError' }, { Code: 'None' }]);
    expect(error.message).toContain('[ThrottlingError, None]');
    expect(await failure(add(keys))).toMatchObject({ name: 'ThrottlingException' });
    expect(await Promise.all(keys.map(standing))).toEqual([undefined, undefined]);
  });

  it('can meet a conflict with nobody', async () => {
    const key = fresh();
    faults.first.push('conflict', 'conflict', 'conflict');
    expect(await failure(put(key))).toMatchObject({ name: 'TransactionConflictException' });
    expect(await failure(add([key]))).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    });
    const read = once().send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: key } }] }));
    expect(await failure(read)).toMatchObject({ name: 'TransactionCanceledException' });
    expect(await standing(key)).toBeUndefined();
  });

  it('goes through where the cloud could not say the word', async () => {
    const key = fresh();
    faults.first.push('unprocessed', 'lagging', 'conflict');
    await put(key);
    await add([key]);
    const read = await once().send(new GetCommand({ TableName, Key: key }));
    expect(read.Item?.['v']).toBe(2);
  });
});

describe('a batch over the capacity', () => {
  it('of writes comes back whole or by half, and what came back was not written', async () => {
    const keys = [fresh(), fresh(), fresh()];
    const write = (asked: readonly Key[]) =>
      once().send(
        new BatchWriteCommand({
          RequestItems: { [TableName]: asked.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
    faults.first.push('unprocessed', 'partlyUnprocessed', 'conflict');
    const back = async (asked: readonly Key[]) =>
      (await write(asked)).UnprocessedItems?.[TableName]?.map((one) => one.PutRequest?.Item) ?? [];
    expect(await back(keys)).toEqual(keys);
    expect(await back(keys)).toEqual(keys.slice(1));
    expect(await back(keys.slice(1))).toEqual(keys.slice(1));
    const read = await once().send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } }),
    );
    expect(read.Responses?.[TableName]).toEqual(keys.slice(0, 1));
  });

  it('of reads comes back whole or by half, asked as before', async () => {
    const keys = [fresh(), fresh(), fresh()];
    for (const key of keys) await put(key);
    const asked = { Keys: keys, ConsistentRead: true, ProjectionExpression: 'pk, sk' };
    const read = () => once().send(new BatchGetCommand({ RequestItems: { [TableName]: asked } }));
    faults.first.push('unprocessed', 'partlyUnprocessed');
    expect(await read()).toMatchObject({ Responses: {}, UnprocessedKeys: { [TableName]: asked } });
    const half = await read();
    expect(half.Responses).toEqual({ [TableName]: keys.slice(0, 1) });
    expect(half.UnprocessedKeys).toEqual({ [TableName]: { ...asked, Keys: keys.slice(1) } });
    expect((await read()).UnprocessedKeys).toEqual({});
  });
});

describe('a call that the engine has done', () => {
  it('stays done when nobody hears of it, or hears that it failed', async () => {
    const [cut, failed] = [fresh(), fresh()];
    faults.last.push('cut', 'failed');
    expect(await failure(put(cut))).toMatchObject({ code: 'ECONNRESET' });
    expect(await failure(put(failed))).toMatchObject({ name: 'InternalServerError' });
    expect(await Promise.all([cut, failed].map(standing))).toEqual([1, 1]);
  });

  it('lands once when the SDK sends the same transaction again', async () => {
    const key = fresh();
    faults.first.push('cut', 'through', 'throttled', 'conflict');
    faults.last.push('cut');
    await add([key], clientOf(6), 'lands-once');
    expect(await standing(key)).toBe(1);
    // Cut before, done and cut after, turned away, and answered again: what is done meets no conflict.
    expect(faults.seen).toHaveLength(4);
    expect(faults.over).toHaveLength(2);
    expect(await failure(add([key, fresh()], once(), 'lands-once'))).toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });
});

describe('a call that is held', () => {
  it('conflicts with a competitor, is in progress under its token, and is done when released', async () => {
    const [shared, other] = [fresh(), fresh()];
    const held = faults.hold();
    const first = add([shared], once(), 'held');
    await held.arrived;
    expect(await failure(add([other, shared]))).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    expect(await failure(put(shared))).toMatchObject({ name: 'TransactionConflictException' });
    expect(await failure(add([shared], once(), 'held'))).toMatchObject({
      name: 'TransactionInProgressException',
    });
    expect(await standing(shared)).toBeUndefined();
    held.release();
    await first;
    expect(await standing(shared)).toBe(1);
    await add([other, shared]);
    expect(await standing(shared)).toBe(2);
  });

  it('goes on to the engine though its caller has hung up, and then leaves nothing behind', async () => {
    const key = fresh();
    const held = faults.hold();
    const caller = clientOf(1);
    const gone = new AbortController();
    const first = failure(
      caller.send(new PutCommand({ TableName, Item: { ...key, v: 7 } }), { abortSignal: gone.signal }),
    );
    await held.arrived;
    gone.abort();
    expect(await first).toMatchObject({ name: 'AbortError' });
    expect(await failure(add([key]))).toMatchObject({ name: 'TransactionCanceledException' });
    held.release();
    await expect.poll(() => faults.over.length).toBe(1);
    await add([key]);
    expect(await standing(key)).toBe(8);
  });

  it('does not keep the proxy from closing, and writes nothing after', async () => {
    const plan = planFaults();
    const proxy = await startProxy({
      target: store.engine,
      tables: [{ name: TableName, arn: 'arn', keys: ['pk', 'sk'] }],
      authorise: () => ({ kind: 'allowed' }),
      faults: plan,
    });
    const key = fresh();
    const held = plan.hold();
    const first = failure(put(key, clientOf(1, undefined, proxy.url)));
    await held.arrived;
    await proxy.close();
    expect(await first).toMatchObject({ code: 'ECONNRESET' });
    held.release();
    expect(await standing(key)).toBeUndefined();
    expect(plan.over).toEqual([]);
  });
});

it('whoever plans faults is told the operation, the items, the mark, and whether a read is consistent', async () => {
  const key = fresh();
  const client = clientOf(1, 'call-7');
  await put(key, client);
  await client.send(new GetCommand({ TableName, Key: key }));
  await client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }));
  await client.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: key } }] }));
  const item = JSON.stringify([TableName, `S${key.pk}`, `S${key.sk}`]);
  const common = { tables: [TableName], mark: 'call-7' };
  expect(faults.seen).toEqual([
    { ...common, operation: 'PutItem', items: [item], consistent: false },
    { ...common, operation: 'GetItem', items: [], consistent: false },
    { ...common, operation: 'GetItem', items: [], consistent: true },
    { ...common, operation: 'TransactGetItems', items: [item], consistent: true },
  ]);
  expect(faults.over).toEqual(faults.seen);
});
