import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import type { SlotOf } from '../../shared/register/machine.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { log } from '../_platform/logger.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { noteEnded, putFleet, putSlot, readFleet } from '../_platform/store/machines.ts';
import type { MachinesDeps } from './deps.ts';
import { held } from './hold.ts';
import { assignedSlot, demandAdministrator, ownMachine } from './own.ts';
import { seal } from './seal.ts';
import { endedView } from './view.ts';

type Machines = Handlers<'machines'>;
type Assigned = SlotOf<'assigned'>;

/** 终止系统, by an administrator of its party. */
export function endMachine(deps: MachinesDeps): Machines['machines.end'] {
  return async ({ params, caller, slot: reply }) => {
    demandAdministrator(caller);
    return end(deps, () => ownMachine(deps, params.clientId, caller.party), caller.account, reply);
  };
}

/** 由登记机构终止: for a party that can no longer do it itself. */
export function endMachineByOffice(deps: MachinesDeps): Machines['office.machines.end'] {
  return async ({ params, staff, slot: reply }) => {
    const find = async () => {
      const found = await assignedSlot(deps, params.clientId);
      if (!found) throw new Problem('not-found');
      return found;
    };
    return end(deps, find, staff.account, reply);
  };
}

const roundsMax = 5;

/**
 * The table decides: from this commit on no function knows the client, so that its tokens are worth nothing though
 * they live on. Its secrets go next; if that fails, the schedule does it. Also a machine that another run is at can
 * be ended: that run's own commit then fails.
 */
async function end(
  deps: MachinesDeps,
  find: () => Promise<Assigned>,
  by: string,
  reply: ReplySlot,
): Promise<{ reply: StoredReply }> {
  for (let round = 1; round <= roundsMax; round += 1) {
    const from = await find();
    const since = instantOf(deps.ports.now());
    const retired = held(from, retiredOf(from, since), deps.ports.now());
    const { party } = from.machine;
    const fleet = await readFleet(deps.store, party);
    const left = (fleet?.clients ?? []).filter((one) => one !== from.client);
    const actions = [
      putSlot(deps.store, from, retired),
      putFleet(deps.store, party, fleet, left),
      noteEnded(deps.store, from, { endedAt: since, endedBy: by }),
    ];
    const answered = { status: 200, body: endedView(from.client, since) };
    const committed = await commitWithReply(deps.store, deps.ports, reply, actions, answered);
    if (committed.kind === 'reply') {
      if (retired.state === 'retired') await sealNow(deps, retired);
      return { reply: committed.reply };
    }
    if (committed.kind === 'busy') break;
  }
  throw new Problem('busy');
}

function retiredOf({ client }: Assigned, since: Instant) {
  return { client, state: 'retired', since, used: true } as const;
}

async function sealNow(deps: MachinesDeps, retired: SlotOf<'retired'>): Promise<void> {
  try {
    await seal(deps, retired);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log.warn('MACHINE_CLEANING_LEFT', { client: retired.client, reason });
  }
}
