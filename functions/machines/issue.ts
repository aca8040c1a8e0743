import { instantOf } from '../../shared/kernel/instant.ts';
import type { Machine, Slot } from '../../shared/register/machine.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { putSlot } from '../_platform/store/machines.ts';
import type { MachinesDeps } from './deps.ts';
import { released } from './hold.ts';
import { keptBy, settle } from './settle.ts';
import { issuedView } from './view.ts';

/**
 * Adds a secret to a machine whose slot this run holds, and answers it. What is stored as the reply lacks the
 * secret, so that it rests nowhere: who repeats the request is told which one it was, and rotates if it was lost.
 *
 * A crash before the commit leaves a secret that nobody read; the next run at the client deletes it.
 */
export async function issue(
  deps: MachinesDeps,
  from: Slot,
  machine: Machine,
  reply: ReplySlot,
  rotates: boolean,
): Promise<{ reply: StoredReply }> {
  const { client } = from;
  const known = keptBy(machine);
  const { kept, added } = await settle(
    deps.clients,
    client,
    known.map((one) => one.id),
    true,
  );
  if (!added) throw new Error('the provider added no secret');
  const addedAt = instantOf(deps.ports.now());
  const { leaving: _gone, ...rest } = machine;
  const next: Machine = {
    ...rest,
    ...(rotates && { rotatedAt: addedAt }),
    secrets: [...known.filter((one) => kept.includes(one.id)), { id: added.id, addedAt }],
  };
  const body = issuedView(client, next, added.id);
  const actions = [putSlot(deps.store, from, released(from, { client, state: 'assigned', machine: next }))];
  const answered = { status: 201, body };
  const committed = await commitWithReply(deps.store, deps.ports, reply, actions, answered);
  if (committed.kind !== 'reply') throw new Problem('busy');
  const ours = committed.reply.body === JSON.stringify(body);
  // A twin's reply is about the twin's secret: ours was never committed, so it is given to nobody.
  if (!ours) return { reply: committed.reply };
  return { reply: { ...committed.reply, body: JSON.stringify({ ...body, secret: added.secret }) } };
}
