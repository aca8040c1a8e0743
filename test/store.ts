import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Engine, startEngine } from '../local/dynamodb/engine.ts';
import type { Faults } from '../local/dynamodb/faults.ts';
import { type Lagging, startLagging } from '../local/dynamodb/lagging.ts';
import { type DatabaseProxy, startProxy } from '../local/dynamodb/proxy.ts';
import type { ProxyStats } from '../local/dynamodb/stats.ts';
import { createTables } from '../local/dynamodb/tables.ts';
import type { TemplateTable } from '../local/dynamodb/template-table.ts';
import type { TableShape } from '../shared/tables.ts';

export interface Store<Name extends string> {
  /** The proxy's address: transactions conflict as in the cloud, every role is allowed everything. */
  readonly endpoint: string;
  /** The engine itself, behind the proxy: for measurements that must not count the proxy's own time. */
  readonly engine: string;
  readonly client: DynamoDBDocumentClient;
  /** The physical table of each wanted one; unique, so that stores in one test file never meet. */
  readonly names: Readonly<Record<Name, string>>;
  stats(): ProxyStats;
  /** What lagging reads see, where a store was asked to keep it. */
  readonly older: Lagging | undefined;
  close(): Promise<void>;
}

let engine: Promise<Engine> | undefined;
let stores = 0;

/**
 * Starts a store in memory with the given tables, as in `shared/tables.ts`. Stores of one test file share one
 * engine, which stops with the last of them; each has its own tables, proxy and client. `older` keeps an older state
 * for faults of lagging reads.
 */
export async function startStore<Name extends string>(
  tables: Readonly<Record<Name, TableShape>>,
  faults?: Faults,
  keep?: 'older',
): Promise<Store<Name>> {
  stores += 1;
  engine ??= startEngine();
  let proxy: DatabaseProxy | undefined;
  try {
    const { url } = await engine;
    const suffix = randomBytes(4).toString('hex');
    const wanted = entriesOf(tables).map(([key, shape]) => ({
      key,
      ...templateTable(`${key}-${suffix}`, shape),
    }));
    const standing = await createTables(url, wanted);
    const proxied = standing.map((table) => ({
      ...table,
      arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${table.name}`,
    }));
    const lagging = keep && (await startLagging(url, proxied));
    proxy = await startProxy({
      target: url,
      tables: proxied,
      authorise: () => ({ kind: 'allowed' }),
      ...(faults && { faults }),
      ...(lagging && { lagging }),
    });
    return storeOf(
      proxy,
      url,
      lagging,
      Object.fromEntries(wanted.map(({ key, name }) => [key, name])) as Record<Name, string>,
    );
  } catch (error) {
    await proxy?.close();
    await leaveEngine();
    throw error;
  }
}

function storeOf<Name extends string>(
  proxy: DatabaseProxy,
  engineUrl: string,
  older: Lagging | undefined,
  names: Readonly<Record<Name, string>>,
): Store<Name> {
  const client = new DynamoDBClient({
    endpoint: proxy.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    client.destroy();
    await proxy.close();
    older?.close();
    await leaveEngine();
  };
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    endpoint: proxy.url,
    engine: engineUrl,
    client: document,
    names,
    stats: proxy.stats,
    older,
    close,
  };
}

async function leaveEngine(): Promise<void> {
  stores -= 1;
  if (stores > 0) return;
  const last = engine;
  engine = undefined;
  await last?.then((started) => started.close()).catch(() => undefined);
}

function entriesOf<Name extends string>(tables: Readonly<Record<Name, TableShape>>): [Name, TableShape][] {
  return Object.entries(tables) as [Name, TableShape][];
}

/** The CloudFormation properties that the infrastructure would synthesise for such a table. */
export function templateTable(name: string, shape: TableShape): TemplateTable {
  const key = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
  const indexes = Object.entries(shape.indexes);
  const attributes = new Set([
    shape.partitionKey,
    shape.sortKey,
    ...indexes.flatMap(([, index]) => [index.partitionKey, index.sortKey]),
  ]);
  return {
    name,
    type: 'AWS::DynamoDB::GlobalTable',
    properties: {
      KeySchema: key(shape.partitionKey, shape.sortKey),
      AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
        IndexName,
        KeySchema: key(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: index.projection },
      })),
      ...(shape.stream && { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      ...(shape.timeToLive && {
        TimeToLiveSpecification: { AttributeName: shape.timeToLive, Enabled: true },
      }),
    },
  };
}
