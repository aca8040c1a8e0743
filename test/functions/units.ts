import type { Intercept } from './world.ts';

/** What the database was asked, and what that costs by its published rules; the local engine counts less. */
export type Cost = {
  calls: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  itemsWritten: number;
};

type Item = Record<string, unknown>;
type Answer = { Item?: Item; Items?: Item[]; Responses?: Record<string, Item[]> };
type Asked = {
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { Keys: Item[]; ConsistentRead?: boolean }>;
  TransactItems?: { Put?: { Item: Item }; ConditionCheck?: { Key: Item } }[];
};

const utf8 = (text: string) => Buffer.byteLength(text);

/** The size of a value by DynamoDB's rule: text in UTF-8, a number half a byte a digit, three bytes a map or list. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return utf8(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + 1 + sizeOf(one), 3);
  if (typeof value === 'object' && value !== null)
    return 3 + Object.keys(value).length + bytesOf(value as Item);
  return 1;
}

export function bytesOf(item: Item): number {
  const members = Object.entries(item).filter(([, value]) => value !== undefined);
  return members.reduce((sum, [name, value]) => sum + utf8(name) + sizeOf(value), 0);
}

const read = (bytes: number, consistent: boolean) =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
const written = (bytes: number) => 2 * Math.ceil(bytes / 1024);
const whole = (items: readonly Item[]) => items.reduce((sum, item) => sum + bytesOf(item), 0);

/** Counts what passes. A batch is charged item by item, also for what is not there; a query by its sum. */
export function meter(): { intercept: Intercept; cost: Cost } {
  const cost: Cost = { calls: {}, readUnits: 0, writeUnits: 0, itemsWritten: 0 };
  const intercept: Intercept = async (call, send) => {
    const answer = (await send()) as Answer;
    const asked = call.input as Asked;
    const consistent = asked.ConsistentRead === true;
    cost.calls[call.name] = (cost.calls[call.name] ?? 0) + 1;
    if (call.name === 'Get') cost.readUnits += read(bytesOf(answer.Item ?? {}), consistent);
    if (call.name === 'Query') cost.readUnits += read(whole(answer.Items ?? []), consistent);
    for (const [table, { Keys, ConsistentRead }] of Object.entries(asked.RequestItems ?? {})) {
      const found = answer.Responses?.[table] ?? [];
      const missing = Keys.length - found.length;
      const units = found.reduce((sum, item) => sum + read(bytesOf(item), ConsistentRead === true), missing);
      cost.readUnits += units;
    }
    for (const { Put, ConditionCheck } of asked.TransactItems ?? []) {
      cost.writeUnits += written(bytesOf(Put?.Item ?? ConditionCheck?.Key ?? {}));
      cost.itemsWritten += 1;
    }
    return answer;
  };
  return { intercept, cost };
}
