import { BatchGetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Batch, Transaction } from './wiretap.ts';

const options = { removeUndefinedValues: true };

/** The same read in attribute values, so that sending it costs nothing but the SDK itself. */
export function bareBatch({ RequestItems }: Batch): BatchGetItemCommand {
  const bare = Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead }]) => [
    table,
    { Keys: Keys.map((key) => marshall(key)), ConsistentRead },
  ]);
  return new BatchGetItemCommand({ RequestItems: Object.fromEntries(bare) });
}

/** The same transaction in attribute values. */
export function bareTransaction({ TransactItems }: Transaction): TransactWriteItemsCommand {
  const values = (given: Record<string, unknown> | undefined) =>
    given && { ExpressionAttributeValues: marshall(given, options) };
  return new TransactWriteItemsCommand({
    TransactItems: TransactItems.map(({ Put, ...others }) => {
      if (!Put) throw new Error(`not measured: ${Object.keys(others)}`);
      const { ExpressionAttributeValues: given, Item, ...rest } = Put;
      return { Put: { ...rest, Item: marshall(Item, options), ...values(given) } };
    }),
  });
}
