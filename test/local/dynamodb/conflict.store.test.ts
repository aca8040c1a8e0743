import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authoriseBy } from '../../../local/access/authorise.ts';
import { policiesOf } from '../../../local/access/policy.ts';
import { type Engine, startEngine } from '../../../local/dynamodb/engine.ts';
import { type DatabaseProxy, startProxy } from '../../../local/dynamodb/proxy.ts';
import { createTables } from '../../../local/dynamodb/tables.ts';
import { tables } from '../../../shared/tables.ts';
import { type Store, startStore, templateTable } from '../../store.ts';

const overlapping = 50;

/** A client that tries once, so that a conflict is seen and not retried away. */
function clientOf(endpoint: string, accessKeyId = 'test'): DynamoDBDocumentClient {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }),
  );
}

/** Transactions that each write an item of their own and then one that all share. */
function overlap(
  client: DynamoDBDocumentClient,
  TableName: string,
  pk: string,
): Promise<PromiseSettledResult<unknown>[]> {
  const transactions = Array.from({ length: overlapping }, (_, n) =>
    client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { pk: `${pk}#${n}`, sk: 'own' } } },
          {
            Update: {
              TableName,
              Key: { pk, sk: 'shared' },
              UpdateExpression: 'ADD writes :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
        ],
      }),
    ),
  );
  return Promise.allSettled(transactions);
}

describe(`${overlapping} overlapping transactions`, () => {
  let store: Store<keyof typeof tables>;
  beforeAll(async () => {
    store = await startStore(tables);
  });
  afterAll(() => store.close());

  it('conflict through the proxy as in the cloud, and those that lose write nothing', async () => {
    const client = clientOf(store.endpoint);
    const TableName = store.names.register;
    const results = await overlap(client, TableName, 'title#1');
    const lost = results.flatMap((one, n) =>
      one.status === 'rejected' ? [{ n, error: one.reason as unknown }] : [],
    );
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThan(overlapping);
    for (const { n, error } of lost) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      expect(error.message).toBe(
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
      );
      expect(error.CancellationReasons).toEqual([
        { Code: 'None' },
        { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      ]);
      const own = await client.send(new GetCommand({ TableName, Key: { pk: `title#1#${n}`, sk: 'own' } }));
      expect(own.Item).toBeUndefined();
    }
    const shared = await client.send(new GetCommand({ TableName, Key: { pk: 'title#1', sk: 'shared' } }));
    expect(shared.Item?.['writes']).toBe(overlapping - lost.length);
    expect(store.stats().refusals).toEqual({ TransactionCanceledException: lost.length });
  });

  it('all succeed once each when their callers try again', async () => {
    const TableName = store.names.register;
    const Key = { pk: 'title#3', sk: 'shared' };
    const add = new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName,
            Key,
            UpdateExpression: 'ADD writes :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
      ],
    });
    const once = async (): Promise<void> => {
      try {
        await store.client.send(add);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        await delay(Math.random() * 50);
        return once();
      }
    };
    await Promise.all(Array.from({ length: 10 }, once));
    expect((await store.client.send(new GetCommand({ TableName, Key }))).Item?.['writes']).toBe(10);
  });

  it('are no hindrance to a query on an index of shared/tables.ts', async () => {
    const TableName = store.names.register;
    const Item = { pk: 'title#2', sk: 'a', numberGroup: 'CN', number: '202310000001' };
    await store.client.send(new PutCommand({ TableName, Item }));
    const found = await store.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byNumber',
        KeyConditionExpression: 'numberGroup = :g AND begins_with(#n, :n)',
        ExpressionAttributeNames: { '#n': 'number' },
        ExpressionAttributeValues: { ':g': 'CN', ':n': '2023' },
      }),
    );
    expect(found.Items).toEqual([Item]);
  });
});

describe('the engine itself', () => {
  let engine: Engine;
  let proxy: DatabaseProxy;
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/titles';
  beforeAll(async () => {
    engine = await startEngine();
    const shape = { partitionKey: 'pk', sortKey: 'sk', indexes: {}, stream: false };
    const standing = await createTables(engine.url, [templateTable('titles', shape)]);
    const mayWrite = policiesOf([
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'],
        Resource: arn,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['title#*'] } },
      },
    ]);
    proxy = await startProxy({
      target: engine.url,
      tables: standing.map((table) => ({ ...table, arn })),
      authorise: authoriseBy(
        new Map([
          ['writer-key', { principal: 'arn:aws:sts::000000000000:assumed-role/writer/w', policy: mayWrite }],
        ]),
      ),
    });
  });
  afterAll(async () => {
    await proxy.close();
    await engine.close();
  });

  it('never conflicts, which is why tests of contention against it alone prove nothing', async () => {
    const results = await overlap(clientOf(engine.url), 'titles', 'title#1');
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(overlapping);
  });

  it('knows no roles; through the proxy a role may do what it was granted and no more', async () => {
    const client = clientOf(proxy.url, 'writer-key');
    await client.send(new PutCommand({ TableName: 'titles', Item: { pk: 'title#9', sk: 'a' } }));
    await expect(
      client.send(new GetCommand({ TableName: 'titles', Key: { pk: 'title#9', sk: 'a' } })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/writer/w is not authorized to perform: dynamodb:GetItem on ' +
        `resource: ${arn} because no identity-based policy allows the dynamodb:GetItem action`,
    });
    await expect(
      client.send(new PutCommand({ TableName: 'titles', Item: { pk: 'record#9', sk: 'a' } })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const results = await overlap(client, 'titles', 'title#8');
    expect(results.some((one) => one.status === 'fulfilled')).toBe(true);
    await expect(
      clientOf(proxy.url, 'stranger').send(
        new PutCommand({ TableName: 'titles', Item: { pk: 'title#9', sk: 'a' } }),
      ),
    ).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('answers the same token with the same success, and another body with a mismatch', async () => {
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: proxy.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'writer-key', secretAccessKey: 'x' },
      }),
    );
    const add = (amount: number) =>
      client.send(
        new TransactWriteCommand({
          ClientRequestToken: 'token-1',
          TransactItems: [
            {
              Update: {
                TableName: 'titles',
                Key: { pk: 'title#token', sk: 'a' },
                UpdateExpression: 'ADD amount :a',
                ExpressionAttributeValues: { ':a': amount },
              },
            },
          ],
        }),
      );
    await add(1);
    await add(1);
    await expect(add(2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    const item = await clientOf(engine.url).send(
      new GetCommand({ TableName: 'titles', Key: { pk: 'title#token', sk: 'a' } }),
    );
    expect(item.Item?.['amount']).toBe(1);
  });
});
