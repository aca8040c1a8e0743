import * as z from 'zod';
import type { Request } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { instant, instantOf } from '../../shared/kernel/instant.ts';
import { clientId, type Machine, machinesOfPartyMax, type Slot } from '../../shared/register/machine.ts';
import { type Item, readAll } from '../_platform/dynamodb.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { log } from '../_platform/logger.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, keptSeconds, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { putFleet, readFleet, readSlots } from '../_platform/store/machines.ts';
import { type Action, absent, put } from '../_platform/transaction.ts';
import type { MachinesDeps } from './deps.ts';
import { isHeld, takeHold, underWay } from './hold.ts';
import { issue } from './issue.ts';
import { demandAdministrator, ownMachine } from './own.ts';
import { issuedView } from './view.ts';

/** Which machine a request began to take: a repetition goes on with that one and takes no other. */
const claim = z.strictObject({ requestDigest: z.string(), client: clientId, takenAt: instant });
type Claim = z.output<typeof claim>;

const roundsMax = 8;

/** 登记系统: gives the party a free slot, with a secret that is shown this once. */
export function takeMachine(deps: MachinesDeps): Handlers<'machines'>['machines.take'] {
  return async ({ body, caller, slot: reply }) => {
    demandAdministrator(caller);
    for (let round = 1; round <= roundsMax; round += 1) {
      const begun = await claimOf(deps, reply);
      if (begun) return goOn(deps, begun, caller.party, reply);
      const machine = await begin(deps, body, caller, reply);
      if (machine) return issue(deps, machine.slot, machine.machine, reply, false);
    }
    throw new Problem('busy');
  };
}

const claimKey = (reply: ReplySlot) => ({ pk: reply.key.pk, sk: 'CLAIM' });

async function claimOf(deps: MachinesDeps, reply: ReplySlot): Promise<Claim | undefined> {
  const { client, tables } = deps.store;
  const [item]: (Item | undefined)[] = await readAll(client, [
    { table: tables.filings, key: claimKey(reply) },
  ]);
  const found = item && claim.parse(item['claim']);
  if (found && found.requestDigest !== reply.requestDigest) throw new Problem('idempotency-key-reused');
  return found;
}

function putClaim(deps: MachinesDeps, reply: ReplySlot, client: string, machine: Machine): Action {
  const made: Claim = { requestDigest: reply.requestDigest, client, takenAt: machine.takenAt };
  const expiresAt = Math.floor(deps.ports.now() / 1000) + keptSeconds;
  return put('claim', deps.store.tables.filings, { ...claimKey(reply), claim: made, expiresAt }, absent);
}

/**
 * Gives the party one free slot, the run holding it; undefined where another was quicker. The slot, the party's
 * count and the request itself are conditions of one transaction: no slot goes to two, no party gets too many, and
 * no request takes two.
 */
async function begin(
  deps: MachinesDeps,
  body: Request<'machines.take'>['body'],
  caller: { readonly party: PartyId; readonly account: string },
  reply: ReplySlot,
): Promise<{ slot: Slot; machine: Machine } | undefined> {
  const [fleet, slots] = await Promise.all([
    readFleet(deps.store, caller.party),
    readSlots(deps.store, deps.slots),
  ]);
  const own = fleet?.clients ?? [];
  if (own.length >= machinesOfPartyMax) throw new Problem('machines-full');
  const chosen = chooseFree(deps, slots);
  if (chosen === undefined) {
    log.warn('MACHINE_SLOTS_SHORT', { slots: deps.slots.length });
    throw new Problem('no-machine-free');
  }
  const machine: Machine = {
    ...{ party: caller.party, name: body.name, scope: body.scope, secrets: [] },
    ...{ takenAt: instantOf(deps.ports.now()), takenBy: caller.account },
  };
  const { client, from } = chosen;
  const slot = await takeHold(
    deps,
    from,
    { client, state: 'assigned', machine },
    putFleet(deps.store, caller.party, fleet, [...own, client]),
    putClaim(deps, reply, client, machine),
  );
  return slot && { slot, machine };
}

/** Any free slot, by chance, so that two who take at once seldom meet. One that was never used has no item yet. */
function chooseFree(
  deps: MachinesDeps,
  slots: readonly (Slot | undefined)[],
): { readonly client: string; readonly from: Slot | undefined } | undefined {
  const free = deps.slots.flatMap((client, index) => {
    const from = slots[index];
    return from === undefined || from.state === 'free' ? [{ client, from }] : [];
  });
  const [byte = 0] = deps.ports.random(1);
  return free[byte % Math.max(1, free.length)];
}

/** The same request again, which was not answered: perhaps it crashed, perhaps it still runs. */
async function goOn(
  deps: MachinesDeps,
  begun: Claim,
  party: PartyId,
  reply: ReplySlot,
): Promise<{ reply: StoredReply }> {
  const from = await ownMachine(deps, begun.client, party);
  const { client, machine } = from;
  // The machine was ended since, and the client perhaps taken anew: that is another machine.
  if (machine.takenAt !== begun.takenAt) throw new Problem('wrong-state');
  if (isHeld(from, deps.ports.now())) throw underWay();
  const last = machine.secrets.at(-1);
  if (last) {
    const answered = { status: 201, body: issuedView(client, machine, last.id) };
    const committed = await commitWithReply(deps.store, deps.ports, reply, [], answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem('busy');
  }
  const slot = await takeHold(deps, from, { client, state: 'assigned', machine });
  if (!slot) throw underWay();
  return issue(deps, slot, machine, reply, false);
}
