import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { LocalCloudError } from './engine-error.ts';
import { readTemplateTable, type TemplateTable, type WantedTable } from './template-table.ts';

/** A table that stands in the engine now. */
export interface StandingTable {
  readonly name: string;
  /** Whether this call made it. */
  readonly created: boolean;
  /** Key attribute names: partition key, then sort key if any. */
  readonly keys: readonly string[];
  /** Key attribute names of each index, by index name. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** The engine's own stream ARN, where the template wants a stream. */
  readonly streamArn: string | undefined;
}

const activeMsMax = 60_000;

/**
 * Creates what the template wants and the engine lacks: tables, indexes, streams, expiry. An index that changed is
 * made anew and one that is gone is dropped, as a deployment would. Throws `table-differs` when the keys of a
 * standing table are others than wanted, since its items would be lost, and `template-unreadable`.
 */
export async function createTables(
  url: string,
  templateTables: readonly TemplateTable[],
): Promise<StandingTable[]> {
  const wanted = templateTables.map(readTemplateTable);
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    return await Promise.all(wanted.map((table) => createTable(client, table)));
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, wanted: WantedTable): Promise<StandingTable> {
  const standing = await describe(client, wanted.name);
  if (!standing) await client.send(new CreateTableCommand(wanted.create));
  else {
    compareKeys(wanted, standing);
    await bringIndexes(client, wanted, standing);
    await bringStream(client, wanted, standing);
  }
  const table = await untilActive(client, wanted.name);
  await bringTimeToLive(client, wanted);
  return {
    name: wanted.name,
    created: standing === undefined,
    keys: keyNames(wanted.create.KeySchema),
    indexes: indexKeys(wanted.create),
    streamArn: table.StreamSpecification?.StreamEnabled ? table.LatestStreamArn : undefined,
  };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function compareKeys(wanted: WantedTable, standing: TableDescription): void {
  const want = keyText(wanted.create.KeySchema, wanted.create.AttributeDefinitions);
  const have = keyText(standing.KeySchema, standing.AttributeDefinitions);
  if (want !== have)
    throw new LocalCloudError(
      'table-differs',
      `Table ${wanted.name} has the keys ${have} but the template wants ${want}: run "npm start -- --fresh" to begin anew.`,
    );
}

/** Keys with their types in a fixed order, such as `pk:S (HASH), sk:S (RANGE)`. */
function keyText(keys: readonly KeySchemaElement[] = [], types: readonly AttributeDefinition[] = []): string {
  const typeOf = (name: string | undefined) => types.find((one) => one.AttributeName === name)?.AttributeType;
  return keys.map((key) => `${key.AttributeName}:${typeOf(key.AttributeName)} (${key.KeyType})`).join(', ');
}

async function bringIndexes(
  client: DynamoDBClient,
  wanted: WantedTable,
  standing: TableDescription,
): Promise<void> {
  const definitions = wanted.create.AttributeDefinitions;
  const text = (index: GlobalSecondaryIndex | GlobalSecondaryIndexDescription, types = definitions) =>
    `${index.IndexName} ${keyText(index.KeySchema, types)} ${index.Projection?.ProjectionType} ${[...(index.Projection?.NonKeyAttributes ?? [])].sort()}`;
  const want = new Map((wanted.create.GlobalSecondaryIndexes ?? []).map((index) => [text(index), index]));
  const have = new Map(
    (standing.GlobalSecondaryIndexes ?? []).map((index) => [
      text(index, standing.AttributeDefinitions),
      index.IndexName,
    ]),
  );
  // DynamoDB takes one change of an index at a time; what goes must go before its name is used again.
  for (const [shape, name] of have)
    if (!want.has(shape)) await update(client, wanted, [{ Delete: { IndexName: name } }]);
  for (const [shape, index] of want) if (!have.has(shape)) await update(client, wanted, [{ Create: index }]);
}

type IndexUpdates = NonNullable<
  ConstructorParameters<typeof UpdateTableCommand>[0]['GlobalSecondaryIndexUpdates']
>;

async function update(client: DynamoDBClient, wanted: WantedTable, changes: IndexUpdates): Promise<void> {
  await client.send(
    new UpdateTableCommand({
      TableName: wanted.name,
      AttributeDefinitions: wanted.create.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: changes,
    }),
  );
  await untilActive(client, wanted.name);
}

async function bringStream(
  client: DynamoDBClient,
  wanted: WantedTable,
  standing: TableDescription,
): Promise<void> {
  const want = wanted.create.StreamSpecification?.StreamViewType;
  const have = standing.StreamSpecification?.StreamEnabled
    ? standing.StreamSpecification.StreamViewType
    : undefined;
  if (want === have) return;
  const change = (specification: { StreamEnabled: boolean; StreamViewType?: typeof want }) =>
    client.send(
      new UpdateTableCommand({
        TableName: wanted.name,
        StreamSpecification: specification as { StreamEnabled: boolean },
      }),
    );
  if (have !== undefined) await change({ StreamEnabled: false });
  if (want !== undefined) await change({ StreamEnabled: true, StreamViewType: want });
}

async function bringTimeToLive(client: DynamoDBClient, wanted: WantedTable): Promise<void> {
  const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: wanted.name }));
  const have = answer.TimeToLiveDescription;
  const enabled = have?.TimeToLiveStatus === 'ENABLED' ? have.AttributeName : undefined;
  if (enabled === wanted.timeToLive) return;
  const set = (AttributeName: string, Enabled: boolean) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName: wanted.name,
        TimeToLiveSpecification: { AttributeName, Enabled },
      }),
    );
  if (enabled !== undefined) await set(enabled, false);
  if (wanted.timeToLive !== undefined) await set(wanted.timeToLive, true);
}

async function untilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  const until = Date.now() + activeMsMax;
  for (;;) {
    const table = await describe(client, name);
    const busy = table?.GlobalSecondaryIndexes?.some((index) => index.IndexStatus !== 'ACTIVE');
    if (table?.TableStatus === 'ACTIVE' && !busy) return table;
    if (Date.now() > until)
      throw new LocalCloudError(
        'engine-silent',
        `Table ${name} was not ready within ${activeMsMax / 1000} s.`,
      );
    await delay(50);
  }
}

function keyNames(keys: readonly KeySchemaElement[] = []): string[] {
  const ordered = [...keys].sort((a) => (a.KeyType === 'HASH' ? -1 : 1));
  return ordered.flatMap((key) => (key.AttributeName === undefined ? [] : [key.AttributeName]));
}

function indexKeys(create: CreateTableCommandInput): Record<string, string[]> {
  const all = [...(create.GlobalSecondaryIndexes ?? []), ...(create.LocalSecondaryIndexes ?? [])];
  return Object.fromEntries(all.map((index) => [index.IndexName ?? '', keyNames(index.KeySchema)]));
}
