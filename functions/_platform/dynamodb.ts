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
 * `undefined` where there is none. More than 100 different keys take further calls, at once: a filing of forty parties
 * with agents of their own has so many.
 */
export async function readAll(
  client: DynamoDBDocumentClient,
  wanted: readonly Wanted[],
): Promise<(Item | undefined)[]> {
  const apart = uniquely(wanted);
  const batches = Array.from({ length: Math.ceil(apart.length / batchMax) }, (_, index) =>
    apart.slice(index * batchMax, (index + 1) * batchMax),
  );
  const found = new Map((await Promise.all(batches.map((one) => readBatch(client, one)))).flat());
  return wanted.map((one) => found.get(nameOf(one)));
}

const nameOf = ({ table, key }: Wanted) => `${table}|${key.pk}|${key.sk}`;

async function readBatch(
  client: DynamoDBDocumentClient,
  wanted: readonly Wanted[],
): Promise<[name: string, Item][]> {
  const found: [string, Item][] = [];
  let open: Record<string, { Keys: Item[]; ConsistentRead: true }> = {};
  for (const { table, key } of wanted) {
    open[table] ??= { Keys: [], ConsistentRead: true };
    open[table].Keys.push({ ...key });
  }
  for (let round = 0; Object.keys(open).length > 0; round += 1) {
    if (round === roundsMax) throw new Problem('busy');
    const answer = await client.send(new BatchGetCommand({ RequestItems: open }));
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) {
        const key = { pk: String(item['pk']), sk: String(item['sk']) };
        found.push([nameOf({ table, key }), item]);
      }
    }
    open = unprocessed(answer.UnprocessedKeys);
  }
  return found;
}

/** DynamoDB refuses a batch that names a key twice. */
function uniquely(wanted: readonly Wanted[]): Wanted[] {
  return [...new Map(wanted.map((one) => [nameOf(one), one])).values()];
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
