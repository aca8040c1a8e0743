import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tables } from '../../../shared/tables.ts';
import { type Store, startStore } from '../../store.ts';

let store: Store<keyof typeof tables>;
beforeAll(async () => {
  store = await startStore(tables);
});
afterAll(() => store.close());

const pair = (n: number) =>
  new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName: store.names.register, Item: { pk: `own#${n}`, sk: 'a' } } },
      { Put: { TableName: store.names.register, Item: { pk: 'shared', sk: 'a', n } } },
    ],
  });

describe('transaction conflicts through the proxy', () => {
  it('cancels overlapping transactions with reasons in the order of the items', async () => {
    const once = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: store.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 't', secretAccessKey: 't' },
        maxAttempts: 1,
      }),
    );
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => once.send(pair(n))));
    const won = results.filter((one) => one.status === 'fulfilled');
    const lost = results.filter((one) => one.status === 'rejected').map((one) => one.reason);
    expect(won.length).toBeGreaterThan(0);
    expect(lost.length).toBeGreaterThan(0);
  });
});
