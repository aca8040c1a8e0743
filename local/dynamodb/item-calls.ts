import { type Demand, type ReadCall, tableOf, unnamed } from './call.ts';
import type { Catalogue, ProxyTable } from './catalogue.ts';
import { failures } from './failure.ts';
import { itemName, keyText } from './item-name.ts';
import { type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { queryLeadingKeys } from './leading-keys.ts';

function leading(table: ProxyTable, attributes: readonly unknown[]): { leadingKeys?: string[] } {
  const partitionKey = table.keys[0];
  if (partitionKey === undefined) return {};
  const found = attributes.map((one) => keyText(objectAt(one)[partitionKey]));
  return { leadingKeys: found.filter((text) => text !== undefined) };
}

export function single(
  operation: string,
  part: 'none' | 'write',
  at: 'Key' | 'Item',
  request: JsonObject,
  catalogue: Catalogue,
): ReadCall {
  const table = tableOf(request, catalogue);
  if (!table) return unnamed();
  const demand = { action: `dynamodb:${operation}`, resource: table.arn, ...leading(table, [request[at]]) };
  const items = part === 'write' ? [itemName(table.name, table.keys, request[at])] : [];
  return { call: { operation, part, tables: [table.name], demands: [demand], items } };
}

export function many(operation: 'Query' | 'Scan', request: JsonObject, catalogue: Catalogue): ReadCall {
  const table = tableOf(request, catalogue);
  if (!table) return unnamed();
  const index = textAt(request['IndexName']);
  const resource = index === undefined ? table.arn : `${table.arn}/index/${index}`;
  const leadingKeys = operation === 'Query' ? queryLeadingKeys(table, request) : undefined;
  // Without this a condition on leading keys would hold for want of any, and the engine might read more than we saw.
  if (leadingKeys?.length === 0)
    return {
      failure: failures.validation(
        `Query condition missed key schema element: ${table.keys[0] ?? 'partition key'}`,
      ),
    };
  const demand = { action: `dynamodb:${operation}`, resource, ...(leadingKeys && { leadingKeys }) };
  return { call: { operation, part: 'none', tables: [table.name], demands: [demand], items: [] } };
}

export function batch(
  operation: 'BatchGetItem' | 'BatchWriteItem',
  request: JsonObject,
  catalogue: Catalogue,
): ReadCall {
  const demands: Demand[] = [];
  const tables: string[] = [];
  const items: (string | undefined)[] = [];
  for (const [name, asked] of Object.entries(objectAt(request['RequestItems']))) {
    const table = catalogue.table(name);
    const attributes =
      operation === 'BatchGetItem'
        ? listAt(objectAt(asked)['Keys'])
        : listAt(asked).map(batchWriteAttributes);
    tables.push(table.name);
    demands.push({ action: `dynamodb:${operation}`, resource: table.arn, ...leading(table, attributes) });
    if (operation === 'BatchWriteItem')
      items.push(...attributes.map((one) => itemName(table.name, table.keys, one)));
  }
  const part = operation === 'BatchWriteItem' ? 'batch-write' : 'none';
  return { call: { operation, part, tables, demands, items } };
}

function batchWriteAttributes(request: unknown): unknown {
  const { PutRequest: put, DeleteRequest: remove } = objectAt(request);
  return objectAt(put)['Item'] ?? objectAt(remove)['Key'];
}

/** The parts of a transaction's element, with the permission that each needs. */
const transactParts = [
  { name: 'ConditionCheck', action: 'ConditionCheckItem', at: 'Key' },
  { name: 'Put', action: 'PutItem', at: 'Item' },
  { name: 'Update', action: 'UpdateItem', at: 'Key' },
  { name: 'Delete', action: 'DeleteItem', at: 'Key' },
  { name: 'Get', action: 'GetItem', at: 'Key' },
] as const;

export function transact(
  operation: 'TransactWriteItems' | 'TransactGetItems',
  request: JsonObject,
  catalogue: Catalogue,
): ReadCall {
  const demands: Demand[] = [];
  const tables = new Set<string>();
  const items: (string | undefined)[] = [];
  for (const element of listAt(request['TransactItems'])) {
    const parts = transactParts.filter((part) => objectAt(element)[part.name] !== undefined);
    let item: string | undefined;
    for (const { name, action, at } of parts) {
      const asked = objectAt(objectAt(element)[name]);
      const table = tableOf(asked, catalogue);
      if (!table) return unnamed();
      tables.add(table.name);
      demands.push({ action: `dynamodb:${action}`, resource: table.arn, ...leading(table, [asked[at]]) });
      item = itemName(table.name, table.keys, asked[at]);
    }
    items.push(item);
  }
  const token = operation === 'TransactWriteItems' ? textAt(request['ClientRequestToken']) : undefined;
  const part = operation === 'TransactWriteItems' ? 'transact-write' : 'transact-get';
  return { call: { operation, part, tables: [...tables], demands, items, ...(token && { token }) } };
}
