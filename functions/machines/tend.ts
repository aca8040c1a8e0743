import { instantOf } from '../../shared/kernel/instant.ts';
import type { Machine, Slot, SlotOf } from '../../shared/register/machine.ts';
import { log } from '../_platform/logger.ts';
import { putSlot, readSlots } from '../_platform/store/machines.ts';
import { commit } from '../_platform/transaction.ts';
import type { MachinesDeps } from './deps.ts';
import { isHeld, type Next, released, takeHold } from './hold.ts';
import { seal } from './seal.ts';
import { keptBy, settle } from './settle.ts';

/**
 * Brings every slot to where the table says it should be: finishes what crashed, seals what was never used, frees
 * what has rested, and deletes secrets that the register did not make. Run by schedule, as often as wanted. One
 * slot's trouble stops no other; all of it is thrown in the end, so that the run counts as failed.
 */
export async function tend(deps: MachinesDeps): Promise<{ free: number; assigned: number; retired: number }> {
  const troubles: unknown[] = [];
  const before = await readSlots(deps.store, deps.slots);
  // One after the other: the provider lets an account list only some clients a second.
  for (const [index, client] of deps.slots.entries()) {
    await tendSlot(deps, client, before[index]).catch((error: unknown) => troubles.push(error));
  }
  const count = countOf(await readSlots(deps.store, deps.slots));
  log.info('MACHINE_SLOTS_COUNTED', count);
  if (count.free === 0 && deps.slots.length > 0) {
    log.warn('MACHINE_SLOTS_SHORT', { slots: deps.slots.length });
  }
  if (troubles.length > 0) throw new AggregateError(troubles, 'slots that could not be tended');
  return count;
}

async function tendSlot(deps: MachinesDeps, client: string, from: Slot | undefined): Promise<void> {
  const now = deps.ports.now();
  if (from && isHeld(from, now)) return;
  if (!from) return void (await clean(deps, from, client, false));
  switch (from.state) {
    case 'assigned':
      return mend(deps, from);
    case 'free':
      if (!(await isSealed(deps, client, from.seal))) await cleanForeign(deps, from);
      return;
    case 'retired':
      if (!from.sealed) return void (await clean(deps, from, client, from.used));
      if (instantOf(now) < from.sealed.freeFrom) return;
      if (!(await isSealed(deps, client, from.sealed.seal))) return cleanForeign(deps, from);
      return setFree(deps, from, from.sealed.seal);
  }
}

async function isSealed(deps: MachinesDeps, client: string, sealId: string): Promise<boolean> {
  const listed = await deps.clients.list(client);
  return listed.length === 1 && listed[0] === sealId;
}

/** Somebody gave the client a secret past the register: it may be known, and tokens may live. */
async function cleanForeign(deps: MachinesDeps, from: Slot): Promise<void> {
  const slot = await clean(deps, from, from.client, true);
  // Where another run took the slot meanwhile, what was listed may have been that run's.
  if (slot) log.error('MACHINE_SECRETS_FOREIGN', { client: from.client });
}

async function clean(
  deps: MachinesDeps,
  from: Slot | undefined,
  client: string,
  used: boolean,
): Promise<Slot | undefined> {
  const since = from?.state === 'retired' ? from.since : instantOf(deps.ports.now());
  const slot = await takeHold(deps, from, { client, state: 'retired', since, used });
  if (slot?.state === 'retired') await seal(deps, slot);
  return slot;
}

async function setFree(deps: MachinesDeps, from: Slot, sealId: string): Promise<void> {
  const next: Next = { client: from.client, state: 'free', seal: sealId };
  await commit(deps.store.client, deps.ports, [putSlot(deps.store, from, released(from, next))]);
}

/** A machine's secrets are those the table knows: what a crashed run added goes, and what left is forgotten. */
async function mend(deps: MachinesDeps, from: SlotOf<'assigned'>): Promise<void> {
  const { client, machine } = from;
  const known = keptBy(machine).map((one) => one.id);
  const listed = await deps.clients.list(client);
  const strangers = listed.filter((one) => !known.includes(one)).length;
  const missing = known.filter((one) => !listed.includes(one)).length;
  // A machine without secrets has the seal, of which nobody knows.
  const expected = known.length === missing ? 1 : 0;
  const crashed = from.heldUntil !== undefined;
  if (strangers === expected && missing === 0 && !machine.leaving && !crashed) return;
  const slot = await takeHold(deps, from, { client, state: 'assigned', machine });
  if (!slot) return;
  const { kept } = await settle(deps.clients, client, known, false);
  const { leaving: _gone, ...rest } = machine;
  const next: Machine = { ...rest, secrets: keptBy(machine).filter((one) => kept.includes(one.id)) };
  const foreign = strangers > expected && !crashed;
  if (foreign) log.error('MACHINE_SECRETS_FOREIGN', { client });
  else log.warn('MACHINE_SECRETS_MENDED', { client, strangers, missing });
  const released_ = released(slot, { client, state: 'assigned', machine: next });
  await commit(deps.store.client, deps.ports, [putSlot(deps.store, slot, released_)]);
}

function countOf(slots: readonly (Slot | undefined)[]) {
  const count = { free: 0, assigned: 0, retired: 0 };
  for (const slot of slots) count[slot?.state ?? 'free'] += 1;
  return count;
}
