import { isObject, type JsonObject, objectAt } from './json.ts';

/** Capacity units that the engine says a call consumed in one table. */
export interface Consumed {
  readonly table: string;
  readonly units: number;
}

/** Whether the request wants to be told what it consumed. */
export function asksConsumption(request: JsonObject): boolean {
  const asked = request['ReturnConsumedCapacity'];
  return asked === 'TOTAL' || asked === 'INDEXES';
}

/** The consumed capacity in an answer's body: one object for single calls, a list for batches and transactions. */
export function consumptionIn(body: Buffer): Consumed[] {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return [];
  }
  const found = objectAt(answer)['ConsumedCapacity'];
  return (Array.isArray(found) ? found : [found]).flatMap((one: unknown) => {
    if (!isObject(one)) return [];
    const { TableName: table, CapacityUnits: units } = one;
    return typeof table === 'string' && typeof units === 'number' ? [{ table, units }] : [];
  });
}
