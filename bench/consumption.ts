import type { OperationId } from '../shared/contracts/operations/index.ts';
import { type ReadUnits, readUnits } from './call-units.ts';
import { type Functions, functionsOver } from './functions-over.ts';
import type { Asked } from './gateway-event.ts';
import { documentClient, type RegisterUnderTest, rawClient } from './register-under-test.ts';
import { isTransaction, listen, type ObservedCall, rehearse } from './wiretap.ts';
import { type WriteUnits, writeUnits } from './write-units.ts';

/** One thing a caller does, and what must be known before what can be read: the calls that no design can save. */
export type Scenario = {
  readonly name: string;
  readonly operation: OperationId;
  readonly steps: readonly string[];
  /** Builds a request that has never been made before. */
  readonly ask: (register: RegisterUnderTest) => Promise<Asked>;
};

export type Consumption = {
  readonly name: string;
  readonly calls: readonly string[];
  readonly steps: readonly string[];
  readonly read: ReadUnits;
  readonly write: WriteUnits | undefined;
};

/** Counts the calls and units of one operation: exact figures, the same on every machine. */
export async function consumptionOf(register: RegisterUnderTest, scenario: Scenario): Promise<Consumption> {
  const { world } = register;
  const raw = rawClient(world.engine);
  const observed = listen(raw);
  const client = documentClient(raw);
  await functionsOver(world, client).call(scenario.operation, await scenario.ask(register));
  const calls = [...observed];
  const read = { engine: 0, rules: 0, needed: 0 };
  for (const call of calls.filter((one) => !isTransaction(one.input))) {
    const units = await readUnits(call, client);
    for (const way of ['engine', 'rules', 'needed'] as const) read[way] += units[way];
  }
  raw.destroy();
  const { name, steps } = scenario;
  const write = calls.some(isWrite) ? await writesOf(register, scenario) : undefined;
  return { name, steps, calls: calls.map((one) => one.operation), read, write };
}

const isWrite = (call: ObservedCall) => isTransaction(call.input);

/** The writes of a twin of the request, taken from the function before they are sent. */
async function writesOf(register: RegisterUnderTest, scenario: Scenario): Promise<WriteUnits> {
  const raw = rawClient(register.world.engine);
  const take = rehearse(raw);
  const rehearsal: Functions = functionsOver(register.world, documentClient(raw));
  await rehearsal.call(scenario.operation, await scenario.ask(register));
  raw.destroy();
  return writeUnits(register.world.engine, register.world.names, take().transaction);
}
