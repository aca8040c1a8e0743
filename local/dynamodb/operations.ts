import type { Catalogue, ProxyTable } from './catalogue.ts';
import { type Failure, failures } from './failure.ts';
import { itemName, keyText } from './item-name.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import { queryLeadingKeys } from './leading-keys.ts';

/** One thing that the caller's role must allow. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
  readonly leadingKeys?: readonly string[];
}

/** A request as the proxy understands it. */
export interface Call {
  readonly operation: string;
  /** How the call takes part in conflicts. */
  readonly part: 'none' | 'write' | 'batch-write' | 'transact-write' | 'transact-get';
  readonly tables: readonly string[];
  readonly demands: readonly Demand[];
  /** Items in the request's order, where the call takes part in conflicts. */
  readonly items: readonly (string | undefined)[];
  readonly token?: string;
}

export type ReadCall = { readonly call: Call } | { readonly failure: Failure };

const read = {
  GetItem: (request, catalogue) => single('GetItem', 'none', 'Key', request, catalogue),
  PutItem: (request, catalogue) => single('PutItem', 'write', 'Item', request, catalogue),
  UpdateItem: (request, catalogue) => single('UpdateItem', 'write', 'Key', request, catalogue),
  DeleteItem: (request, catalogue) => single('DeleteItem', 'write', 'Key', request, catalogue),
  Query: (request, catalogue) => many('Query', request, catalogue),
  Scan: (request, catalogue) => many('Scan', request, catalogue),
  BatchGetItem: (request, catalogue) => batch('BatchGetItem', request, catalogue),
  BatchWriteItem: (request, catalogue) => batch('BatchWriteItem', request, catalogue),
  TransactWriteItems: (request, catalogue) => transact('TransactWriteItems', request, catalogue),
  TransactGetItems: (request, catalogue) => transact('TransactGetItems', request, catalogue),
  CreateTable: (request, catalogue) => onTable('CreateTable', request, catalogue),
  DescribeTable: (request, catalogue) => onTable('DescribeTable', request, catalogue),
  UpdateTable: (request, catalogue) => onTable('UpdateTable', request, catalogue),
  DeleteTable: (request, catalogue) => onTable('DeleteTable', request, catalogue),
  UpdateTimeToLive: (request, catalogue) => onTable('UpdateTimeToLive', request, catalogue),
  DescribeTimeToLive: (request, catalogue) => onTable('DescribeTimeToLive', request, catalogue),
  ListTables: () => onResource('ListTables', '*'),
  DescribeLimits: () => onResource('DescribeLimits', '*'),
  ExecuteStatement: () => ({ failure: failures.partiql() }),
  BatchExecuteStatement: () => ({ failure: failures.partiql() }),
  ExecuteTransaction: () => ({ failure: failures.partiql() }),
} as const satisfies Readonly<Record<string, Reader>>;

const readStreams = {
  ListStreams: () => onResource('ListStreams', '*'),
  DescribeStream: (request, catalogue) => onStream('DescribeStream', request['StreamArn'], catalogue),
  GetShardIterator: (request, catalogue) => onStream('GetShardIterator', request['StreamArn'], catalogue),
  // An iterator begins with its stream's ARN, here as in the cloud.
  GetRecords: (request, catalogue) =>
    onStream('GetRecords', textAt(request['ShardIterator'])?.split('|', 1)[0], catalogue),
} as const satisfies Readonly<Record<string, Reader>>;

type Reader = (request: JsonObject, catalogue: Catalogue) => ReadCall;

const services: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  DynamoDB_20120810: read,
  DynamoDBStreams_20120810: readStreams,
};

/** Reads what a request asks for. `target` is the header `x-amz-target`. An operation not listed is refused. */
export function readCall(target: string, request: unknown, catalogue: Catalogue): ReadCall {
  const [service = '', operation = ''] = target.split('.');
  const operations = services[service];
  const reader = operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!reader) return { failure: failures.unknownOperation() };
  return isObject(request) ? reader(request, catalogue) : { failure: failures.serialization() };
}

function tableOf(request: unknown, catalogue: Catalogue): ProxyTable | undefined {
  const name = textAt(objectAt(request)['TableName']);
  return name === undefined || name === '' ? undefined : catalogue.table(name);
}

function unnamed(): ReadCall {
  return {
    failure: failures.validation(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ),
  };
}

function leading(table: ProxyTable, attributes: readonly unknown[]): { leadingKeys?: string[] } {
  const partitionKey = table.keys[0];
  if (partitionKey === undefined) return {};
  const found = attributes.map((one) => keyText(objectAt(one)[partitionKey]));
  return { leadingKeys: found.filter((text) => text !== undefined) };
}

function single(
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

function many(operation: 'Query' | 'Scan', request: JsonObject, catalogue: Catalogue): ReadCall {
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

function batch(
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

function transact(
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

function onTable(operation: string, request: JsonObject, catalogue: Catalogue): ReadCall {
  const table = tableOf(request, catalogue);
  if (!table) return unnamed();
  const demands = [{ action: `dynamodb:${operation}`, resource: table.arn }];
  return { call: { operation, part: 'none', tables: [table.name], demands, items: [] } };
}

function onStream(operation: string, streamArn: unknown, catalogue: Catalogue): ReadCall {
  if (typeof streamArn !== 'string' || !streamArn.includes(':table/'))
    return { failure: failures.validation(`${operation} names no stream`) };
  return onResource(operation, catalogue.stream(streamArn));
}

function onResource(operation: string, resource: string): ReadCall {
  const demands = [{ action: `dynamodb:${operation}`, resource }];
  return { call: { operation, part: 'none', tables: [], demands, items: [] } };
}
