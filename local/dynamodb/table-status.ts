import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { LocalCloudError } from './engine-error.ts';

const activeMsMax = 60_000;

/** The table as the engine knows it, or undefined when it has none of that name. */
export async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Waits until the table and all its indexes can be used. Throws `engine-silent` after a minute. */
export async function untilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
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
