import * as z from 'zod';
import type { PartyId } from '../../../shared/kernel/id.ts';
import type { Instant } from '../../../shared/kernel/instant.ts';
import {
  clientId,
  type MachineScope,
  machinesOfPartyMax,
  type Slot,
  type SlotOf,
  slot,
} from '../../../shared/register/machine.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import type { Account } from './parties.ts';
import type { Store } from './store.ts';

export const clientKey = (client: string): Key => ({ pk: `CLIENT#${client}`, sk: 'CLIENT' });

function slotOf(item: Item | undefined): Slot | undefined {
  return item && slot.parse(item['slot']);
}

export type MachineAccount = {
  readonly account: Account;
  readonly scope: MachineScope;
  /** Since when the client is this party's. */
  readonly since: Instant;
};

/** Whom a machine acts as, and what it may do; nothing where its client belongs to no party. */
export function machineAccountOf(item: Item | undefined): MachineAccount | undefined {
  const found = slotOf(item);
  if (found?.state !== 'assigned') return undefined;
  const { party, scope, takenAt } = found.machine;
  // A machine never signs and never administers, whatever its party's people may do.
  const binding = { party, signer: false, administrator: false };
  return { account: { subject: found.client, parties: [binding] }, scope, since: takenAt };
}

/** 系统名额: slots by client, consistent; `undefined` where the client was never used. */
export async function readSlots(store: Store, clients: readonly string[]): Promise<(Slot | undefined)[]> {
  const wanted = clients.map((client) => ({ table: store.tables.parties, key: clientKey(client) }));
  return (await readAll(store.client, wanted)).map(slotOf);
}

/** The write of a slot, on condition of the version that was read; of the first one, that there is none. */
export function putSlot(store: Store, from: Slot | undefined, to: Slot): Action {
  const item = { ...clientKey(to.client), version: to.version, slot: to };
  return put('slot', store.tables.parties, item, from ? atVersion(from.version) : absent);
}

/** The clients that a party has: what bounds them, since one item holds all. */
const fleet = z.strictObject({
  version: z.int(),
  clients: z.array(clientId).max(machinesOfPartyMax),
});
export type Fleet = z.output<typeof fleet>;

const fleetKey = (party: PartyId): Key => ({ pk: `CLIENT#OF#${party}`, sk: 'FLEET' });

/** 本方的系统: the clients of a party. */
export async function readFleet(store: Store, party: PartyId): Promise<Fleet | undefined> {
  const [item] = await readAll(store.client, [{ table: store.tables.parties, key: fleetKey(party) }]);
  return item && fleet.parse(item['fleet']);
}

export function putFleet(
  store: Store,
  party: PartyId,
  from: Fleet | undefined,
  clients: readonly string[],
): Action {
  const to: Fleet = { version: (from?.version ?? 0) + 1, clients: [...clients] };
  const item = { ...fleetKey(party), version: to.version, fleet: to };
  return put('fleet', store.tables.parties, item, from ? atVersion(from.version) : absent);
}

/** Who had a client before, for the inquiry into what it did: written once, when that ends. */
export function noteEnded(
  store: Store,
  from: SlotOf<'assigned'>,
  how: { readonly endedAt: Instant; readonly endedBy: string },
): Action {
  const { pk } = clientKey(from.client);
  const item = { pk, sk: `ENDED#${from.machine.takenAt}`, machine: from.machine, ...how };
  return put('history', store.tables.parties, item, absent);
}
