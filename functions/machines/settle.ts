import type { KnownSecret, Machine } from '../../shared/register/machine.ts';
import { secretSteps } from '../../shared/register/secret-steps.ts';
import type { Clients } from './clients.ts';

export type Settled = {
  /** Those of the kept secrets that the provider still has. */
  readonly kept: readonly string[];
  readonly added: { readonly id: string; readonly secret: string } | undefined;
};

/**
 * Brings a client's secrets to what is kept, and a new one where wanted or where none would be left. Only for the run
 * that holds the slot. What it adds for no one, the seal, is thrown away here, unread.
 */
export async function settle(
  clients: Clients,
  client: string,
  kept: readonly string[],
  adds: boolean,
): Promise<Settled> {
  const listed = await clients.list(client);
  let added: Settled['added'];
  for (const step of secretSteps(listed, kept, adds)) {
    if (step.kind === 'add') added = await clients.add(client);
    else await clients.remove(client, step.secret);
  }
  return { kept: kept.filter((one) => listed.includes(one)), added };
}

/** The secrets that a machine is to keep: those it has, but for one that leaves. */
export function keptBy(machine: Machine): KnownSecret[] {
  return machine.secrets.filter((one) => one.id !== machine.leaving);
}
