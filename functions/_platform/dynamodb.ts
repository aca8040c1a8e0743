import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from './problem.ts';

export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };

/** Endpoint, region and credentials come from the standard environment, so no handler knows where it runs. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

export type Wanted = { readonly table: string; readonly key: Key };

const batchMax = 100;
const roundsMax = 5;

/**
 * Reads items of several tables in one call, strongly consistent. Answers items in the order of the keys, with
 * `undefined` where there is none; at most 100 different keys.
 */
export async function readAll(
  client: DynamoDBDocumentClient,
  wanted: readonly Wanted[],
): Promise<(Item | undefined)[]> {
  if (wanted.length === 0) return [];
  const apart = uniquely(wanted);
  if (apart.length > batchMax) throw new RangeError(`at most ${batchMax} keys in one read`);
  const found = new Map<string, Item>();
  let open: Record<string, { Keys: Item[]; ConsistentRead: true }> = {};
  for (const { table, key } of apart) {
    open[table] ??= { Keys: [], ConsistentRead: true };
    open[table].Keys.push({ ...key });
  }
  for (let round = 0; Object.keys(open).length > 0; round += 1) {
    if (round === roundsMax) throw new Problem('busy');
    const answer = await client.send(new BatchGetCommand({ RequestItems: open }));
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) found.set(`${table}|${item['pk']}|${item['sk']}`, item);
    }
    open = unprocessed(answer.UnprocessedKeys);
  }
  return wanted.map(({ table, key }) => found.get(`${table}|${key.pk}|${key.sk}`));
}

/** DynamoDB refuses a batch that names a key twice. */
function uniquely(wanted: readonly Wanted[]): Wanted[] {
  return [...new Map(wanted.map((one) => [`${one.table}|${one.key.pk}|${one.key.sk}`, one])).values()];
}

function unprocessed(
  left: Record<string, { Keys?: Item[] | undefined }> | undefined,
): Record<string, { Keys: Item[]; ConsistentRead: true }> {
  return Object.fromEntries(
    Object.entries(left ?? {}).flatMap(([table, { Keys }]) =>
      Keys && Keys.length > 0 ? [[table, { Keys, ConsistentRead: true as const }]] : [],
    ),
  );
}
