import type { Ended, Issued, MachineView, OfficeSlot } from '../../shared/contracts/operations/machines.ts';
import type { Instant } from '../../shared/kernel/instant.ts';
import type { Machine, Slot } from '../../shared/register/machine.ts';
import { keptBy } from './settle.ts';

export function machineView(client: string, machine: Machine): MachineView {
  const { name, scope, takenAt, rotatedAt } = machine;
  return { client, name, scope, takenAt, ...(rotatedAt && { rotatedAt }), secrets: keptBy(machine) };
}

/** What is stored as the reply, and answered to who asks again: all but the secret. */
export function issuedView(client: string, machine: Machine, secretId: string): Issued {
  return { machine: machineView(client, machine), secretId };
}

export function endedView(client: string, endedAt: Instant): Ended {
  return { client, endedAt };
}

/** A slot for operators; one that nobody ever took has no item yet and is as good as free. */
export function officeView(client: string, slot: Slot | undefined): OfficeSlot {
  if (!slot) return { client, state: 'free' };
  switch (slot.state) {
    case 'free':
      return { client, state: 'free' };
    case 'retired':
      return {
        ...{ client, state: 'retired', retiredAt: slot.since },
        ...(slot.sealed && { freeFrom: slot.sealed.freeFrom }),
      };
    case 'assigned': {
      const { client: _client, ...machine } = machineView(client, slot.machine);
      const { party, takenBy } = slot.machine;
      return { client, state: 'assigned', party, takenBy, machine };
    }
  }
}
