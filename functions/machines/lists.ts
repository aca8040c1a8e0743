import type { Handlers } from '../_platform/handlers.ts';
import { readFleet, readSlots } from '../_platform/store/machines.ts';
import type { MachinesDeps } from './deps.ts';
import { demandAdministrator } from './own.ts';
import { machineView, officeView } from './view.ts';

type Machines = Handlers<'machines'>;

/** 本方的系统: what they are called, what they may do, and which secrets they have. */
export function listMachines(deps: MachinesDeps): Machines['machines.list'] {
  return async ({ caller }) => {
    demandAdministrator(caller);
    const fleet = await readFleet(deps.store, caller.party);
    const slots = await readSlots(deps.store, fleet?.clients ?? []);
    const items = slots.flatMap((one) =>
      one?.state === 'assigned' && one.machine.party === caller.party
        ? [machineView(one.client, one.machine)]
        : [],
    );
    return { body: { items } };
  };
}

/** 全部名额: every slot, so that operators see how many are left and whose the others are. */
export function listSlots(deps: MachinesDeps): Machines['office.machines.list'] {
  return async () => {
    const slots = await readSlots(deps.store, deps.slots);
    return { body: { items: deps.slots.map((client, index) => officeView(client, slots[index])) } };
  };
}
