import { addMillis, type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { restSeconds, type SlotOf } from '../../shared/register/machine.ts';
import { putSlot } from '../_platform/store/machines.ts';
import { commit } from '../_platform/transaction.ts';
import type { MachinesDeps } from './deps.ts';
import { type Next, released } from './hold.ts';
import { settle } from './settle.ts';

/**
 * Takes every secret from a client and leaves one that nobody read. Only for the run that holds the slot. A slot that
 * a party had then rests until the last token of its secrets is dead; one that nobody had is free.
 */
export async function seal(deps: MachinesDeps, slot: SlotOf<'retired'>): Promise<void> {
  const { added } = await settle(deps.clients, slot.client, [], false);
  if (!added) throw new Error('the provider added no secret');
  const next = sealedAs(slot, added.id, instantOf(deps.ports.now()));
  await commit(deps.store.client, deps.ports, [putSlot(deps.store, slot, released(slot, next))]);
}

function sealedAs(slot: SlotOf<'retired'>, sealId: string, now: Instant): Next {
  const { client, since, used } = slot;
  if (!used) return { client, state: 'free', seal: sealId };
  const sealed = { seal: sealId, freeFrom: addMillis(now, restSeconds * 1000) };
  return { client, state: 'retired', since, used, sealed };
}
