import type { Handlers } from '../_platform/handlers.ts';
import type { MachinesDeps } from './deps.ts';
import { endMachine, endMachineByOffice } from './end.ts';
import { listMachines, listSlots } from './lists.ts';
import { retireSecret, rotateSecret } from './secrets.ts';
import { takeMachine } from './take.ts';

/** Every operation on machines. */
export function machinesHandlers(deps: MachinesDeps): Handlers<'machines'> {
  return {
    'machines.list': listMachines(deps),
    'machines.take': takeMachine(deps),
    'machines.rotate': rotateSecret(deps),
    'machines.retireSecret': retireSecret(deps),
    'machines.end': endMachine(deps),
    'office.machines.list': listSlots(deps),
    'office.machines.end': endMachineByOffice(deps),
  };
}
