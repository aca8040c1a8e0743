import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { keyReadUnits, queryUnits } from './capacity.ts';
import type { ObservedCall } from './wiretap.ts';

/** Read units of one call, three ways. */
export type ReadUnits = {
  /** As the engine answered under ReturnConsumedCapacity. */
  readonly engine: number;
  /** By the documented rules, from the sizes of the items. */
  readonly rules: number;
  /** By the same rules, for those items alone that the caller could not do without. */
  readonly needed: number;
};

const item = z.record(z.string(), z.unknown());
const items = z.array(item).default([]);
const capacity = z.object({ CapacityUnits: z.number() });
const consumed = z.object({
  ConsumedCapacity: z.union([capacity.transform((one) => [one]), z.array(capacity)]),
});
const keyed = z.object({ ConsistentRead: z.boolean().default(false) });
const batch = z.object({ RequestItems: z.record(z.string(), keyed.extend({ Keys: z.array(item) })) });
const batchAnswer = z.object({ Responses: z.record(z.string(), items) });
const query = z.looseObject({ TableName: z.string(), ConsistentRead: z.boolean().default(false) });

/** What the engine says that a call consumed, tables and indexes together. */
export function engineUnits(call: ObservedCall): number {
  const { ConsumedCapacity } = consumed.parse(call.output);
  return ConsumedCapacity.reduce((sum, one) => sum + one.CapacityUnits, 0);
}

/** The read units of a call; `client` is asked for what a filter hid, since reading it over costs the same. */
export async function readUnits(call: ObservedCall, client: DynamoDBDocumentClient): Promise<ReadUnits> {
  const engine = engineUnits(call);
  switch (call.operation) {
    case 'GetItem': {
      const { ConsistentRead } = keyed.parse(call.input);
      const found = z.object({ Item: item.optional() }).parse(call.output).Item;
      const rules = keyReadUnits(found, ConsistentRead);
      return { engine, rules, needed: rules };
    }
    case 'BatchGetItem': {
      const perItem = batchItems(call).map(({ found, consistent }) => ({
        needed: found ? keyReadUnits(found, consistent) : 0,
        rules: keyReadUnits(found, consistent),
      }));
      return { engine, rules: sum(perItem, 'rules'), needed: sum(perItem, 'needed') };
    }
    case 'Query': {
      const asked = query.parse(call.input);
      const answered = z.object({ Items: items }).parse(call.output).Items;
      const { FilterExpression: _filter, ...unfiltered } = asked;
      const walked = items.parse((await client.send(new QueryCommand(unfiltered))).Items);
      return {
        engine,
        rules: queryUnits(walked, asked.ConsistentRead),
        needed: queryUnits(answered, asked.ConsistentRead),
      };
    }
    default:
      throw new Error(`not a read: ${call.operation}`);
  }
}

/** The keys of a batch with the items that were found under them. */
function batchItems(call: ObservedCall): { found: z.output<typeof item> | undefined; consistent: boolean }[] {
  const { RequestItems } = batch.parse(call.input);
  const { Responses } = batchAnswer.parse(call.output);
  return Object.entries(RequestItems).flatMap(([table, { Keys, ConsistentRead }]) =>
    Keys.map((key) => ({
      found: Responses[table]?.find((one) => Object.entries(key).every(([name, v]) => one[name] === v)),
      consistent: ConsistentRead,
    })),
  );
}

function sum<Name extends string>(list: readonly Record<Name, number>[], name: Name): number {
  return list.reduce((total, one) => total + one[name], 0);
}
