import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DatabaseProxy, startProxy } from '../../../local/dynamodb/proxy.ts';
import { type HeldEngine, startHeldEngine } from './held-engine.ts';

// AWS developer guide, "Transaction conflict handling in DynamoDB": each test holds one sentence of it.

let engine: HeldEngine;
let proxy: DatabaseProxy;
let client: DynamoDBClient;

beforeEach(async () => {
  engine = await startHeldEngine();
  proxy = await startProxy({
    target: engine.url,
    tables: [{ name: 'ttt', arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/ttt', keys: ['pk', 'sk'] }],
    authorise: () => ({ kind: 'allowed' }),
  });
  client = new DynamoDBClient({
    endpoint: proxy.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
  await engine.close();
});

const TableName = 'ttt';
const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string): TransactWriteItem => ({ Put: { TableName, Item: { ...key(sk), v: { S: 'x' } } } });
const check = (sk: string): TransactWriteItem => ({
  ConditionCheck: { TableName, Key: key(sk), ConditionExpression: 'attribute_exists(pk)' },
});
const transact = (items: TransactWriteItem[], ClientRequestToken?: string) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: items,
      ...(ClientRequestToken && { ClientRequestToken }),
    }),
  );
const putItem = (sk: string) => client.send(new PutItemCommand({ TableName, Item: key(sk) }));
const transactGet = (...sks: string[]) =>
  client.send(
    new TransactGetItemsCommand({ TransactItems: sks.map((sk) => ({ Get: { TableName, Key: key(sk) } })) }),
  );

const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

async function cancellation(promise: Promise<unknown>): Promise<TransactionCanceledException> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TransactionCanceledException) return error;
  throw new Error(`Expected a cancellation, got ${String(error)}`);
}

describe('TransactWriteItems in flight', () => {
  it('cancels another on the same item, with the reasons in order', async () => {
    const first = transact([put('a'), put('b')]);
    await engine.arrived(1);
    const error = await cancellation(transact([put('z'), put('b'), put('y')]));
    expect(error.CancellationReasons).toEqual([{ Code: 'None' }, conflict, { Code: 'None' }]);
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict, None]',
    );
    expect(error.$metadata.httpStatusCode).toBe(400);
    engine.answer();
    await first;
  });

  it('conflicts also where both only check a condition', async () => {
    const first = transact([put('a'), check('shared')]);
    await engine.arrived(1);
    const error = await cancellation(transact([put('b'), check('shared')]));
    expect(error.CancellationReasons).toEqual([{ Code: 'None' }, conflict]);
    engine.answer();
    await first;
  });

  it('lets others pass on other items, and on the same one after the answer', async () => {
    const first = transact([put('a')]);
    const other = transact([put('b')]);
    await engine.arrived(2);
    engine.answer();
    engine.answer();
    await Promise.all([first, other]);
    const again = transact([put('a'), put('b')]);
    await engine.arrived(1);
    engine.answer();
    await again;
  });

  it('frees its items when the engine refuses it and when the engine breaks off', async () => {
    for (const end of [
      () => engine.answer({ __type: 'x#ValidationException' }, 400),
      () => engine.breakOff(),
    ]) {
      const first = transact([put('a')]);
      await engine.arrived(1);
      end();
      await expect(first).rejects.toThrow();
    }
    const again = transact([put('a')]);
    await engine.arrived(1);
    engine.answer();
    await again;
  });

  it('refuses a single write of its items, even of one it only checks', async () => {
    const first = transact([put('a'), check('b')]);
    await engine.arrived(1);
    for (const sk of ['a', 'b'])
      await expect(putItem(sk)).rejects.toMatchObject({
        name: 'TransactionConflictException',
        message: 'Transaction is ongoing for the item',
        $metadata: { httpStatusCode: 400 },
      });
    await expect(client.send(new UpdateItemCommand({ TableName, Key: key('a') }))).rejects.toMatchObject({
      name: 'TransactionConflictException',
    });
    engine.answer();
    await first;
  });

  it('does not disturb a plain read', async () => {
    const first = transact([put('a')]);
    await engine.arrived(1);
    const read = client.send(new GetItemCommand({ TableName, Key: key('a') }));
    await engine.arrived(2);
    engine.answer();
    engine.answer();
    await Promise.all([first, read]);
  });

  it('sends a BatchWriteItem its item back as unprocessed and lets the others through', async () => {
    const first = transact([put('a')]);
    await engine.arrived(1);
    const write = (sk: string) => ({ PutRequest: { Item: key(sk) } });
    const batch = client.send(
      new BatchWriteItemCommand({ RequestItems: { ttt: [write('b'), write('a'), write('c')] } }),
    );
    await engine.arrived(2);
    expect(engine.bodies[1]).toEqual({ RequestItems: { ttt: [write('b'), write('c')] } });
    engine.answer();
    engine.answer({ UnprocessedItems: { ttt: [write('c')] } });
    expect((await batch).UnprocessedItems).toEqual({ ttt: [write('a'), write('c')] });
    await first;
  });

  it('answers a BatchWriteItem by itself when nothing of it is left', async () => {
    const first = transact([put('a')]);
    await engine.arrived(1);
    const RequestItems = { ttt: [{ DeleteRequest: { Key: key('a') } }] };
    expect((await client.send(new BatchWriteItemCommand({ RequestItems }))).UnprocessedItems).toEqual(
      RequestItems,
    );
    engine.answer();
    await first;
  });

  it('is cancelled when it meets a single write in flight', async () => {
    const single = putItem('a');
    await engine.arrived(1);
    const error = await cancellation(transact([put('b'), put('a')]));
    expect(error.CancellationReasons).toEqual([{ Code: 'None' }, conflict]);
    engine.answer();
    await single;
  });

  it('never counts two single writes of one item as a conflict', async () => {
    const writes = [putItem('a'), putItem('a')];
    await engine.arrived(2);
    engine.answer();
    engine.answer();
    await Promise.all(writes);
  });

  it('means the same item by the same number however it is written', async () => {
    await proxy.close();
    proxy = await startProxy({
      target: engine.url,
      tables: [{ name: 'ttt', arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/ttt', keys: ['n'] }],
      authorise: () => ({ kind: 'allowed' }),
    });
    const call = (n: string) =>
      fetch(proxy.url, {
        method: 'POST',
        headers: {
          'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, Signature=0',
        },
        body: JSON.stringify({ TransactItems: [{ Put: { TableName, Item: { n: { N: n } } } }] }),
      });
    const first = call('10');
    await engine.arrived(1);
    expect(await (await call('1.0e1')).json()).toMatchObject({ CancellationReasons: [conflict] });
    engine.answer();
    await first;
  });
});

describe('TransactGetItems', () => {
  it('is cancelled when it meets a write in flight', async () => {
    const single = putItem('a');
    await engine.arrived(1);
    expect((await cancellation(transactGet('b', 'a'))).CancellationReasons).toEqual([
      { Code: 'None' },
      conflict,
    ]);
    engine.answer();
    await single;
  });

  it('is cancelled, and the write is not, when the write begins after it', async () => {
    const reading = cancellation(transactGet('a', 'b'));
    await engine.arrived(1);
    const writing = transact([put('b')]);
    await engine.arrived(2);
    engine.answer({ Responses: [{}, {}] });
    engine.answer();
    expect((await reading).CancellationReasons).toEqual([{ Code: 'None' }, conflict]);
    await writing;
  });

  it('passes beside another', async () => {
    const both = [transactGet('a'), transactGet('a')];
    await engine.arrived(2);
    engine.answer({ Responses: [{}] });
    engine.answer({ Responses: [{}] });
    await Promise.all(both);
  });
});

describe('ClientRequestToken', () => {
  it('in flight twice answers TransactionInProgressException', async () => {
    const first = transact([put('a')], 'token');
    await engine.arrived(1);
    await expect(transact([put('a')], 'token')).rejects.toMatchObject({
      name: 'TransactionInProgressException',
    });
    engine.answer();
    await first;
  });

  it('of a transaction that succeeded is answered again even while its items are busy', async () => {
    const first = transact([put('a')], 'token');
    await engine.arrived(1);
    engine.answer();
    await first;
    const other = transact([put('a')], 'other');
    await engine.arrived(1);
    const again = transact([put('a')], 'token');
    await engine.arrived(2);
    engine.answer();
    engine.answer();
    await Promise.all([other, again]);
  });

  it('of a transaction that failed may be tried again', async () => {
    const first = transact([put('a')], 'token');
    await engine.arrived(1);
    engine.answer({ __type: 'x#ValidationException' }, 400);
    await expect(first).rejects.toThrow();
    const again = transact([put('a')], 'token');
    await engine.arrived(1);
    engine.answer();
    await again;
  });
});
