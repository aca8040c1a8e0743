import type { PartyId } from '../../shared/kernel/id.ts';
import type { Acting } from '../../shared/register/authority.ts';
import type { SlotOf } from '../../shared/register/machine.ts';
import { Problem } from '../_platform/problem.ts';
import { readSlots } from '../_platform/store/machines.ts';
import type { MachinesDeps } from './deps.ts';
import { isHeld, underWay } from './hold.ts';

/** Who says which machines act for an enrolled party: its administrators, who are people. */
export function demandAdministrator(caller: Omit<Acting, 'mandates'>): void {
  if (!caller.administrator || caller.candidate) throw new Problem('forbidden');
}

/** A machine of the party. To anyone else it looks like a client that does not exist. */
export async function ownMachine(
  deps: MachinesDeps,
  client: string,
  party: PartyId,
): Promise<SlotOf<'assigned'>> {
  const found = await assignedSlot(deps, client);
  if (found?.machine.party !== party) throw new Problem('not-found');
  return found;
}

export async function assignedSlot(
  deps: MachinesDeps,
  client: string,
): Promise<SlotOf<'assigned'> | undefined> {
  if (!deps.slots.includes(client)) return undefined;
  const [found] = await readSlots(deps.store, [client]);
  return found?.state === 'assigned' ? found : undefined;
}

/** Secrets are changed by one run at a time. */
export function demandNotHeld(deps: MachinesDeps, slot: SlotOf<'assigned'>): void {
  if (isHeld(slot, deps.ports.now())) throw underWay();
}
