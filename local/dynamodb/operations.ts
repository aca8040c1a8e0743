import { type ReadCall, tableOf, unnamed } from './call.ts';
import type { Catalogue } from './catalogue.ts';
import { failures } from './failure.ts';
import { batch, many, single, transact } from './item-calls.ts';
import { isObject, type JsonObject, textAt } from './json.ts';

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

// A map and not an object, so that a request cannot name what every object inherits.
const readers = new Map<string, Reader>([
  ...Object.entries(read).map(([name, reader]) => [`DynamoDB_20120810.${name}`, reader] as const),
  ...Object.entries(readStreams).map(
    ([name, reader]) => [`DynamoDBStreams_20120810.${name}`, reader] as const,
  ),
]);

/** Reads what a request asks for. `target` is the header `x-amz-target`. An operation not listed is refused. */
export function readCall(target: string, request: unknown, catalogue: Catalogue): ReadCall {
  const reader = readers.get(target);
  if (!reader) return { failure: failures.unknownOperation() };
  return isObject(request) ? reader(request, catalogue) : { failure: failures.serialization() };
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
