import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../local/dynamodb/engine.ts';
import { LocalCloudError } from '../../../local/dynamodb/engine-error.ts';
import { createTables } from '../../../local/dynamodb/tables.ts';
import type { TemplateTable } from '../../../local/dynamodb/template-table.ts';

let engine: Engine;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startEngine();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: engine.url, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const hash = (name: string) => ({ AttributeName: name, KeyType: 'HASH' });
const range = (name: string) => ({ AttributeName: name, KeyType: 'RANGE' });
const text = (...names: string[]) => names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const index = (IndexName: string, keys: unknown[], Projection: unknown = { ProjectionType: 'ALL' }) => ({
  IndexName,
  KeySchema: keys,
  Projection,
});

const plain = {
  KeySchema: [hash('pk'), range('sk')],
  AttributeDefinitions: text('pk', 'sk'),
  BillingMode: 'PAY_PER_REQUEST',
};
const full = {
  ...plain,
  AttributeDefinitions: text('pk', 'sk', 'a', 'b', 'c'),
  GlobalSecondaryIndexes: [
    index('byA', [hash('a'), range('sk')], { ProjectionType: 'KEYS_ONLY' }),
    index('byB', [hash('b'), range('c')], { ProjectionType: 'INCLUDE', NonKeyAttributes: ['v'] }),
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  // What the template says and the engine has no word for.
  SSESpecification: { SSEEnabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  DeletionProtectionEnabled: true,
  Replicas: [{ Region: 'us-east-1', TableClass: 'STANDARD' }],
  Tags: [],
};

const table = (name: string, properties: unknown): TemplateTable => ({
  name,
  type: 'AWS::DynamoDB::GlobalTable',
  properties,
});
const describeTable = async (TableName: string) =>
  (await client.send(new DescribeTableCommand({ TableName }))).Table;

async function failure(wanted: TemplateTable): Promise<LocalCloudError> {
  const error = await createTables(engine.url, [wanted]).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LocalCloudError) return error;
  throw new Error(`Expected a LocalCloudError, got ${String(error)}`);
}

describe('tables from a template', () => {
  it('come with keys, indexes, stream and expiry', async () => {
    const [made] = await createTables(engine.url, [table('full', full)]);
    expect(made).toMatchObject({
      name: 'full',
      created: true,
      keys: ['pk', 'sk'],
      indexes: { byA: ['a', 'sk'], byB: ['b', 'c'] },
    });
    const standing = await describeTable('full');
    expect(made?.streamArn).toBe(standing?.LatestStreamArn);
    expect(standing?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    expect(standing?.GlobalSecondaryIndexes?.map((one) => one.Projection?.ProjectionType).sort()).toEqual([
      'INCLUDE',
      'KEYS_ONLY',
    ]);
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: 'full' }));
    expect(ttl.TimeToLiveDescription).toMatchObject({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expiresAt',
    });
  });

  it('are left alone when they stand as wanted', async () => {
    await createTables(engine.url, [table('twice', full)]);
    const before = await describeTable('twice');
    const [again] = await createTables(engine.url, [table('twice', full)]);
    expect(again?.created).toBe(false);
    expect(await describeTable('twice')).toEqual(before);
  });

  it('gain two indexes, a stream and an expiry, and their items are found by them', async () => {
    const Item = { pk: { S: 'p' }, sk: { S: 's' }, a: { S: 'x' }, b: { S: 'y' }, c: { S: 'z' } };
    await createTables(engine.url, [table('grows', plain)]);
    await client.send(new PutItemCommand({ TableName: 'grows', Item }));
    const [grown] = await createTables(engine.url, [table('grows', full)]);
    expect(grown?.streamArn).toContain('table/grows/stream/');
    for (const [IndexName, key, value] of [
      ['byA', 'a', 'x'],
      ['byB', 'b', 'y'],
    ] as const) {
      const found = await client.send(
        new QueryCommand({
          TableName: 'grows',
          IndexName,
          KeyConditionExpression: `${key} = :v`,
          ExpressionAttributeValues: { ':v': { S: value } },
        }),
      );
      expect(found.Count).toBe(1);
    }
  });

  it('have a changed index made anew and lose what the template no longer has', async () => {
    await createTables(engine.url, [table('changes', full)]);
    const changed = {
      ...plain,
      AttributeDefinitions: text('pk', 'sk', 'c'),
      GlobalSecondaryIndexes: [index('byA', [hash('c')])],
    };
    const [after] = await createTables(engine.url, [table('changes', changed)]);
    expect(after).toMatchObject({ indexes: { byA: ['c'] }, streamArn: undefined });
    const standing = await describeTable('changes');
    expect(
      standing?.GlobalSecondaryIndexes?.map((one) => [one.IndexName, one.Projection?.ProjectionType]),
    ).toEqual([['byA', 'ALL']]);
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: 'changes' }));
    expect(ttl.TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
  });

  it('are never replaced: other keys are refused with both named', async () => {
    await createTables(engine.url, [table('keys', plain)]);
    const error = await failure(
      table('keys', { ...plain, KeySchema: [hash('pk')], AttributeDefinitions: text('pk') }),
    );
    expect(error.code).toBe('table-differs');
    expect(error.message).toBe(
      'Table keys has the keys pk:S (HASH), sk:S (RANGE) but the template wants pk:S (HASH): run "npm start -- --fresh" to begin anew.',
    );
    const number = [{ AttributeName: 'pk', AttributeType: 'N' }, ...text('sk')];
    expect((await failure(table('keys', { ...plain, AttributeDefinitions: number }))).code).toBe(
      'table-differs',
    );
  });

  it.each([
    ['KeySchema', { ...plain, KeySchema: undefined }],
    ['KeySchema', { ...plain, KeySchema: { 'Fn::If': ['a', [], []] } }],
    ['StreamSpecification.StreamViewType', { ...plain, StreamSpecification: { StreamViewType: 'ALL' } }],
  ])('that cannot be read are named with the property %s', async (property, properties) => {
    const error = await failure(table('odd', properties));
    expect(error.code).toBe('template-unreadable');
    expect(error.message).toContain(`table odd is not understood at ${property}`);
  });
});
