import {
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type LocalSecondaryIndexDescription,
} from '@aws-sdk/client-dynamodb';
import { describe, untilActive } from './table-status.ts';

/**
 * Creates, beside each table, an empty one of the same keys and indexes; one that stands already stays as it is.
 * The copies have no stream and no expiry: they are changed by whoever keeps them alone.
 */
export async function createCopies(url: string, copies: ReadonlyMap<string, string>): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await Promise.all([...copies].map(([table, copy]) => createCopy(client, table, copy)));
  } finally {
    client.destroy();
  }
}

async function createCopy(client: DynamoDBClient, name: string, copy: string): Promise<void> {
  if (await describe(client, copy)) return;
  const table = await describe(client, name);
  if (!table) throw new Error(`There is no table ${name} to copy`);
  const globals = table.GlobalSecondaryIndexes?.map(plain);
  const locals = table.LocalSecondaryIndexes?.map(plain);
  await client.send(
    new CreateTableCommand({
      TableName: copy,
      AttributeDefinitions: table.AttributeDefinitions,
      KeySchema: table.KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(globals && { GlobalSecondaryIndexes: globals }),
      ...(locals && { LocalSecondaryIndexes: locals }),
    }),
  );
  await untilActive(client, copy);
}

const plain = (index: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription) => ({
  IndexName: index.IndexName,
  KeySchema: index.KeySchema,
  Projection: index.Projection,
});
