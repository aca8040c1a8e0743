import type { Forwarder } from './forward.ts';
import { itemKey, itemName } from './item-name.ts';
import { isObject, type JsonObject, listAt, objectAt } from './json.ts';

/** A table, its copy beside it on the same engine, and the key attributes of both. */
export interface CopiedTable {
  readonly name: string;
  readonly copy: string;
  readonly keys: readonly string[];
}

/** So many writes the engine takes at once; as many whole items fit into one answer of it. */
const batchMax = 25;

/** Brings the named items of a copy to what the table holds now: put where they stand, deleted where they do not. */
export async function copyItems(
  engine: Forwarder,
  table: CopiedTable,
  names: readonly string[],
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(names.length / batchMax) }, (_, at) =>
    names.slice(at * batchMax, (at + 1) * batchMax),
  );
  await Promise.all(batches.map((batch) => copyBatch(engine, table, batch)));
}

async function copyBatch(engine: Forwarder, { name, copy, keys }: CopiedTable, names: readonly string[]) {
  const keyed = new Map(names.map((one) => [one, itemKey(keys, one)]));
  const asked = { [name]: { Keys: [...keyed.values()], ConsistentRead: true } };
  const read = await ask(engine, 'BatchGetItem', { RequestItems: asked }, 'UnprocessedKeys');
  const items = listAt(objectAt(read['Responses'])[name]);
  const found = new Map(items.map((item) => [itemName(name, keys, item), item]));
  const writes = [...keyed].map(([one, Key]) =>
    found.has(one) ? { PutRequest: { Item: found.get(one) } } : { DeleteRequest: { Key } },
  );
  await ask(engine, 'BatchWriteItem', { RequestItems: { [copy]: writes } }, 'UnprocessedItems');
}

/** The names of all items that stand in the table or in its copy. */
export async function everyName(engine: Forwarder, { name, copy, keys }: CopiedTable): Promise<Set<string>> {
  const names = new Set<string>();
  for (const TableName of [name, copy]) {
    let from: unknown;
    do {
      const request = { TableName, ConsistentRead: true, ...(isObject(from) && { ExclusiveStartKey: from }) };
      const page = await ask(engine, 'Scan', request);
      for (const item of listAt(page['Items'])) {
        const found = itemName(name, keys, item);
        if (found !== undefined) names.add(found);
      }
      from = page['LastEvaluatedKey'];
    } while (from !== undefined);
  }
  return names;
}

/** Asks the engine itself; `left` names what must not be left over in the answer. */
async function ask(
  engine: Forwarder,
  operation: string,
  request: JsonObject,
  left?: string,
): Promise<JsonObject> {
  const answer = await engine.send(`DynamoDB_20120810.${operation}`, Buffer.from(JSON.stringify(request)));
  const text = answer.body.toString('utf8');
  if (answer.status !== 200)
    throw new Error(`The engine answered ${operation} with ${answer.status}: ${text}`);
  const parsed = objectAt(JSON.parse(text));
  if (left !== undefined && Object.keys(objectAt(parsed[left])).length > 0)
    throw new Error(`The engine did not do all of ${operation}`);
  return parsed;
}
