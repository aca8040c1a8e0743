import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Faults } from '../../../local/dynamodb/faults.ts';
import { type Lagging, startLagging } from '../../../local/dynamodb/lagging.ts';
import { startProxy } from '../../../local/dynamodb/proxy.ts';
import { type Store, startStore } from '../../store.ts';

/** Every call may lag: those that do not are the ones that must not. */
const alwaysLagging: Faults = { before: async () => 'lagging', after: async () => 'through' };

let store: Store<'titles' | 'plain'>;
let older: Lagging;
let client: DynamoDBDocumentClient;
let behind: DynamoDBDocumentClient;
let TableName: string;
let plain: string;

beforeAll(async () => {
  const indexes = {
    byNumber: { partitionKey: 'group', sortKey: 'number', projection: 'KEYS_ONLY' },
  } as const;
  const keys = { partitionKey: 'pk', sortKey: 'sk', stream: false };
  store = await startStore(
    { titles: { ...keys, indexes }, plain: { ...keys, indexes: {} } },
    alwaysLagging,
    'older',
  );
  if (!store.older) throw new Error('The store keeps no older state');
  older = store.older;
  client = store.client;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  behind = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: store.engine, region: 'us-east-1', credentials }),
  );
  TableName = store.names.titles;
  plain = store.names.plain;
});
afterAll(async () => {
  behind.destroy();
  await store.close();
});
beforeEach(() => older.catchUp());

let titles = 0;
const fresh = () => ({ pk: `title#${++titles}`, sk: 'a' });
type Key = ReturnType<typeof fresh>;
const put = (key: Key, more: object = {}, table = TableName) =>
  client.send(new PutCommand({ TableName: table, Item: { ...key, ...more } }));
async function seen(Key: Key, ConsistentRead = false, table = TableName): Promise<unknown> {
  return (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead }))).Item;
}
async function found(group: string): Promise<unknown[]> {
  const query = {
    ...{ TableName, IndexName: 'byNumber', KeyConditionExpression: '#group = :group' },
    ...{ ExpressionAttributeNames: { '#group': 'group' }, ExpressionAttributeValues: { ':group': group } },
  };
  return ((await client.send(new QueryCommand(query))).Items ?? []).map((item) => item['number']);
}

describe('a read that lags', () => {
  it('of an index misses what is new and shows what is gone, until it is brought up to date', async () => {
    const [gone, made] = [fresh(), fresh()];
    await put(gone, { group: 'g', number: '1' });
    await older.catchUp();
    await client.send(new DeleteCommand({ TableName, Key: gone }));
    await put(made, { group: 'g', number: '2' });
    expect(await found('g')).toEqual(['1']);
    await older.catchUp();
    expect(await found('g')).toEqual(['2']);
  });

  it('of one item or of a page sees the item before its last writes, and none that was just made', async () => {
    const [changed, made] = [fresh(), { ...fresh(), pk: `title#${titles - 1}`, sk: 'b' }];
    await put(changed, { v: 1 });
    await older.catchUp();
    await client.send(
      new UpdateCommand({
        ...{ TableName, Key: changed, UpdateExpression: 'SET v = :v' },
        ExpressionAttributeValues: { ':v': 2 },
      }),
    );
    await client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: { ...made, v: 3 } } }] }),
    );
    const page = (ConsistentRead: boolean) =>
      client.send(
        new QueryCommand({
          ...{ TableName, KeyConditionExpression: 'pk = :pk', ConsistentRead },
          ExpressionAttributeValues: { ':pk': changed.pk },
        }),
      );
    expect(await seen(changed)).toEqual({ ...changed, v: 1 });
    expect(await seen(made)).toBeUndefined();
    expect((await page(false)).Items).toEqual([{ ...changed, v: 1 }]);
    expect((await page(true)).Items).toEqual([
      { ...changed, v: 2 },
      { ...made, v: 3 },
    ]);
    await older.catchUp();
    expect((await page(false)).Items).toHaveLength(2);
  });

  it('in a batch lags table by table, under the names that were asked for', async () => {
    const key = fresh();
    await put(key, { v: 1 });
    await put(key, { v: 1 }, plain);
    await older.catchUp();
    await put(key, { v: 2 });
    await put(key, { v: 2 }, plain);
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [TableName]: { Keys: [key] }, [plain]: { Keys: [key], ConsistentRead: true } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(answer.Responses).toEqual({ [TableName]: [{ ...key, v: 1 }], [plain]: [{ ...key, v: 2 }] });
    expect(answer.UnprocessedKeys).toEqual({});
    const consumed = answer.ConsumedCapacity?.map((one) => one.TableName).sort();
    expect(consumed).toEqual([TableName, plain].sort());
  });

  it('is never one that asked for strong consistency', async () => {
    const key = fresh();
    await put(key, { v: 1 });
    expect(await seen(key)).toBeUndefined();
    expect(await seen(key, true)).toEqual({ ...key, v: 1 });
    const transacted = await client.send(
      new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: key } }] }),
    );
    expect(transacted.Responses?.[0]?.Item).toEqual({ ...key, v: 1 });
    const scan = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    expect(scan.Items).toContainEqual({ ...key, v: 1 });
  });

  it('of an index cannot ask for strong consistency: the engine refuses as ever', async () => {
    const query = new QueryCommand({
      ...{
        TableName,
        IndexName: 'byNumber',
        KeyConditionExpression: '#group = :group',
        ConsistentRead: true,
      },
      ...{ ExpressionAttributeNames: { '#group': 'group' }, ExpressionAttributeValues: { ':group': 'g' } },
    });
    await expect(client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('the older state', () => {
  it('takes up items in any order, and the others later', async () => {
    const keys = [fresh(), fresh()];
    for (const key of keys) await put(key);
    await older.catchUp((item) => item.includes(`S${keys[1]?.pk}"`));
    expect(await Promise.all(keys.map((key) => seen(key)))).toEqual([undefined, keys[1]]);
    await older.catchUp();
    expect(await Promise.all(keys.map((key) => seen(key)))).toEqual(keys);
  });

  it('takes up more than one batch at a time, of several tables', async () => {
    const keys = Array.from({ length: 60 }, fresh);
    for (let from = 0; from < keys.length; from += 12)
      await client.send(
        new BatchWriteCommand({
          RequestItems: Object.fromEntries(
            [TableName, plain].map((table) => [
              table,
              keys.slice(from, from + 12).map((Item) => ({ PutRequest: { Item } })),
            ]),
          ),
        }),
      );
    expect(await seen(keys[59] ?? fresh())).toBeUndefined();
    await Promise.all([older.catchUp(), older.catchUp()]);
    for (const table of [TableName, plain])
      expect(await Promise.all(keys.map((key) => seen(key, false, table)))).toEqual(keys);
  });

  it('learns of what was written or deleted behind the proxy when all is copied', async () => {
    const [gone, made] = [fresh(), fresh()];
    await put(gone);
    await older.catchUp();
    await behind.send(new DeleteCommand({ TableName, Key: gone }));
    await behind.send(new PutCommand({ TableName, Item: made }));
    await older.catchUp();
    expect([await seen(gone), await seen(made)]).toEqual([gone, undefined]);
    await older.copyAll();
    expect([await seen(gone), await seen(made)]).toEqual([undefined, made]);
  });

  it('is kept of keys that are numbers and bytes too, and brought up through the proxy', async () => {
    const name = `measured-${titles}-${plain}`;
    await behind.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: [
          { AttributeName: 'n', AttributeType: 'N' },
          { AttributeName: 'b', AttributeType: 'B' },
        ],
        KeySchema: [
          { AttributeName: 'n', KeyType: 'HASH' },
          { AttributeName: 'b', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const tables = [{ name, arn: name, keys: ['n', 'b'] }];
    const lagging = await startLagging(store.engine, tables);
    const proxy = await startProxy({
      ...{ target: store.engine, tables, authorise: () => ({ kind: 'allowed' }) },
      ...{ faults: alwaysLagging, lagging },
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const direct = new DynamoDBClient({ endpoint: proxy.url, region: 'us-east-1', credentials });
    try {
      const Key = { n: { N: '-12.50' }, b: { B: new Uint8Array([0, 255, 7]) } };
      await direct.send(new PutItemCommand({ TableName: name, Item: { ...Key, v: { S: 'x' } } }));
      const read = async () => (await direct.send(new GetItemCommand({ TableName: name, Key }))).Item;
      expect(await read()).toBeUndefined();
      await proxy.catchUp();
      expect(await read()).toMatchObject({ v: { S: 'x' }, n: { N: '-12.5' } });
    } finally {
      direct.destroy();
      await proxy.close();
      lagging.close();
    }
  });
});
