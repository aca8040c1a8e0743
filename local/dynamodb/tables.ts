import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { bringIndexes, bringStream, bringTimeToLive, compareKeys } from './table-changes.ts';
import { describe, untilActive } from './table-status.ts';
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

function keyNames(keys: readonly KeySchemaElement[] = []): string[] {
  const ordered = [...keys].sort((a) => (a.KeyType === 'HASH' ? -1 : 1));
  return ordered.flatMap((key) => (key.AttributeName === undefined ? [] : [key.AttributeName]));
}

function indexKeys(create: CreateTableCommandInput): Record<string, string[]> {
  const all = [...(create.GlobalSecondaryIndexes ?? []), ...(create.LocalSecondaryIndexes ?? [])];
  return Object.fromEntries(all.map((index) => [index.IndexName ?? '', keyNames(index.KeySchema)]));
}
