import type { ProxyTable } from './catalogue.ts';
import { keyText } from './item-name.ts';
import { type JsonObject, objectAt, textAt } from './json.ts';

/**
 * The partition key values that a Query names, of the table or of its index. None means that the request has no
 * equality on the partition key, which the service refuses.
 */
export function queryLeadingKeys(table: ProxyTable, request: JsonObject): string[] {
  const index = textAt(request['IndexName']);
  const partitionKey = index === undefined ? table.keys[0] : table.indexes?.[index]?.[0];
  const values = [...fromExpression(partitionKey, request), ...fromConditions(partitionKey, request)];
  return values.map(keyText).filter((text) => text !== undefined);
}

/** An unknown partition key takes every equality: too strict a check is safe, too loose a one is not. */
function fromExpression(partitionKey: string | undefined, request: JsonObject): unknown[] {
  const expression = textAt(request['KeyConditionExpression']) ?? '';
  const names = objectAt(request['ExpressionAttributeNames']);
  const values = objectAt(request['ExpressionAttributeValues']);
  const equalities = [
    ...[...expression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)].map(([, name, value]) => ({ name, value })),
    ...[...expression.matchAll(/(:\w+)\s*=\s*(#?\w+)/g)].map(([, value, name]) => ({ name, value })),
  ];
  return equalities
    .filter(({ name = '' }) => {
      const attribute = name.startsWith('#') ? names[name] : name;
      return partitionKey === undefined || attribute === partitionKey;
    })
    .map(({ value = '' }) => values[value]);
}

/** The older KeyConditions parameter. */
function fromConditions(partitionKey: string | undefined, request: JsonObject): unknown[] {
  return Object.entries(objectAt(request['KeyConditions'])).flatMap(([attribute, condition]) => {
    if (partitionKey !== undefined && attribute !== partitionKey) return [];
    const { ComparisonOperator: operator, AttributeValueList: list } = objectAt(condition);
    return operator === 'EQ' && Array.isArray(list) ? list : [];
  });
}
