import { type Machine, secretsMax } from '../../shared/register/machine.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { putSlot } from '../_platform/store/machines.ts';
import type { MachinesDeps } from './deps.ts';
import { released, takeHold, underWay } from './hold.ts';
import { issue } from './issue.ts';
import { demandAdministrator, demandNotHeld, ownMachine } from './own.ts';
import { keptBy, settle } from './settle.ts';
import { machineView } from './view.ts';

type Machines = Handlers<'machines'>;

/** 轮换密钥: a second secret beside the one in use, which stays good until it is retired: no gap. */
export function rotateSecret(deps: MachinesDeps): Machines['machines.rotate'] {
  return async ({ params, caller, slot: reply }) => {
    demandAdministrator(caller);
    const from = await ownMachine(deps, params.clientId, caller.party);
    demandNotHeld(deps, from);
    if (keptBy(from.machine).length >= secretsMax) throw new Problem('secrets-full');
    const { client, machine } = from;
    const slot = await takeHold(deps, from, { client, state: 'assigned', machine });
    if (!slot) throw underWay();
    return issue(deps, slot, machine, reply, true);
  };
}

/**
 * 停用密钥: the secret is good for no new token from then on. That it leaves is written down first, so that a run that
 * crashes is finished by the next. Also the last one may go: the machine then has none until it rotates.
 */
export function retireSecret(deps: MachinesDeps): Machines['machines.retireSecret'] {
  return async ({ params, caller, slot: reply }) => {
    demandAdministrator(caller);
    const from = await ownMachine(deps, params.clientId, caller.party);
    const { client } = from;
    if (!from.machine.secrets.some((one) => one.id === params.secretId)) throw new Problem('not-found');
    demandNotHeld(deps, from);
    // One that was leaving already, when a run crashed, counts as nobody's and leaves with it.
    const secrets = keptBy(from.machine);
    const leaves: Machine = { ...from.machine, secrets, leaving: params.secretId };
    const slot = await takeHold(deps, from, { client, state: 'assigned', machine: leaves });
    if (!slot) throw underWay();
    const staying = secrets.filter((one) => one.id !== params.secretId);
    await settle(
      deps.clients,
      client,
      staying.map((one) => one.id),
      false,
    );
    const { leaving: _gone, ...rest } = leaves;
    const machine: Machine = { ...rest, secrets: staying };
    const actions = [putSlot(deps.store, slot, released(slot, { client, state: 'assigned', machine }))];
    const answered = { status: 200, body: machineView(client, machine) };
    const committed = await commitWithReply(deps.store, deps.ports, reply, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem('busy');
  };
}
