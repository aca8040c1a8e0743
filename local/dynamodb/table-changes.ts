import {
  type AttributeDefinition,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  type GlobalSecondaryIndexUpdate,
  type KeySchemaElement,
  type StreamSpecification,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { LocalCloudError } from './engine-error.ts';
import { untilActive } from './table-status.ts';
import type { WantedTable } from './template-table.ts';

type Definitions = readonly AttributeDefinition[];

/** Throws `table-differs` when the standing table's keys are not the wanted ones. */
export function compareKeys(wanted: WantedTable, standing: TableDescription): void {
  const want = keysText(wanted.create.KeySchema, wanted.create.AttributeDefinitions);
  const have = keysText(standing.KeySchema, standing.AttributeDefinitions);
  if (want !== have)
    throw new LocalCloudError(
      'table-differs',
      `Table ${wanted.name} has the keys ${have} but the template wants ${want}: run "npm start -- --fresh" to begin anew.`,
    );
}

/** Keys with their types, such as `pk:S (HASH), sk:S (RANGE)`. */
function keysText(keys: readonly KeySchemaElement[] = [], definitions: Definitions = []): string {
  const typeOf = (name?: string) => definitions.find((one) => one.AttributeName === name)?.AttributeType;
  return keys.map((key) => `${key.AttributeName}:${typeOf(key.AttributeName)} (${key.KeyType})`).join(', ');
}

function indexText(
  index: GlobalSecondaryIndex | GlobalSecondaryIndexDescription,
  definitions: Definitions = [],
) {
  const { ProjectionType: projection, NonKeyAttributes: others = [] } = index.Projection ?? {};
  return [index.IndexName, keysText(index.KeySchema, definitions), projection, ...[...others].sort()].join(
    ' ',
  );
}

/** Drops global indexes that are gone or changed, then makes those that are missing. */
export async function bringIndexes(
  client: DynamoDBClient,
  { name, create }: WantedTable,
  standing: TableDescription,
): Promise<void> {
  const definitions = create.AttributeDefinitions ?? [];
  const wanted = create.GlobalSecondaryIndexes ?? [];
  const has = standing.GlobalSecondaryIndexes ?? [];
  const wantedTexts = new Set(wanted.map((index) => indexText(index, definitions)));
  const standingTexts = new Set(has.map((index) => indexText(index, standing.AttributeDefinitions)));
  // DynamoDB takes one change of an index at a time; what goes must go before its name is used again.
  for (const index of has)
    if (!wantedTexts.has(indexText(index, standing.AttributeDefinitions)))
      await changeIndex(client, name, { Delete: { IndexName: index.IndexName } });
  for (const index of wanted) {
    if (standingTexts.has(indexText(index, definitions))) continue;
    const keys = [...(create.KeySchema ?? []), ...(index.KeySchema ?? [])].map((key) => key.AttributeName);
    const concerned = definitions.filter((one) => keys.includes(one.AttributeName));
    await changeIndex(client, name, { Create: index }, concerned);
  }
}

async function changeIndex(
  client: DynamoDBClient,
  name: string,
  change: GlobalSecondaryIndexUpdate,
  definitions?: AttributeDefinition[],
): Promise<void> {
  await client.send(
    new UpdateTableCommand({
      TableName: name,
      GlobalSecondaryIndexUpdates: [change],
      ...(definitions && { AttributeDefinitions: definitions }),
    }),
  );
  await untilActive(client, name);
}

/** Turns the stream on, off, or over to another view. */
export async function bringStream(
  client: DynamoDBClient,
  wanted: WantedTable,
  standing: TableDescription,
): Promise<void> {
  const want = wanted.create.StreamSpecification?.StreamViewType;
  const stream = standing.StreamSpecification;
  const have = stream?.StreamEnabled ? stream.StreamViewType : undefined;
  if (want === have) return;
  const change = (specification: StreamSpecification) =>
    client.send(new UpdateTableCommand({ TableName: wanted.name, StreamSpecification: specification }));
  // A stream's view is fixed for its life, so another view is another stream.
  if (have !== undefined) await change({ StreamEnabled: false });
  if (want !== undefined) await change({ StreamEnabled: true, StreamViewType: want });
}

/** Sets which attribute says when an item expires. The engine notes it and sweeps nothing. */
export async function bringTimeToLive(client: DynamoDBClient, wanted: WantedTable): Promise<void> {
  const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: wanted.name }));
  const have = answer.TimeToLiveDescription;
  const enabled = have?.TimeToLiveStatus === 'ENABLED' ? have.AttributeName : undefined;
  if (enabled === wanted.timeToLive) return;
  const set = (attribute: string, on: boolean) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName: wanted.name,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: on },
      }),
    );
  if (enabled !== undefined) await set(enabled, false);
  if (wanted.timeToLive !== undefined) await set(wanted.timeToLive, true);
}
