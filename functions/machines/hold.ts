import { addMillis, epochMsOf, instantOf } from '../../shared/kernel/instant.ts';
import type { Slot } from '../../shared/register/machine.ts';
import { Problem } from '../_platform/problem.ts';
import { putSlot } from '../_platform/store/machines.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import type { MachinesDeps } from './deps.ts';

/** A function runs 28 seconds at most, so that whoever held a slot longer is no more. */
const heldMs = 30_000;

export function isHeld(slot: Slot, nowMs: number): boolean {
  return slot.heldUntil !== undefined && nowMs < epochMsOf(slot.heldUntil);
}

/** A state of a slot without what follows from holding it. */
export type Next = Slot extends infer One
  ? One extends Slot
    ? Omit<One, 'version' | 'heldUntil'>
    : never
  : never;

/** The slot as the run that now has it to itself writes it. */
export function held(from: Slot | undefined, next: Next, nowMs: number): Slot {
  const heldUntil = addMillis(instantOf(nowMs), heldMs);
  return { ...next, version: (from?.version ?? 0) + 1, heldUntil };
}

/** The slot as it is left when the run is through. */
export function released(from: Slot, next: Next): Slot {
  return { ...next, version: from.version + 1 };
}

/**
 * Secrets live with the identity provider, which knows no conditions: two runs at one client could each delete what
 * the other just gave away. So a run first takes the slot to itself, in the transaction that also writes down what
 * it is about to do; undefined where another was quicker.
 */
export async function takeHold(
  deps: MachinesDeps,
  from: Slot | undefined,
  next: Next,
  ...more: readonly Action[]
): Promise<Slot | undefined> {
  const to = held(from, next, deps.ports.now());
  const committed = await commit(deps.store.client, deps.ports, [putSlot(deps.store, from, to), ...more]);
  return committed.kind === 'done' ? to : undefined;
}

/** Another run is at this machine: it is through, or given up, in half a minute. */
export function underWay(): Problem {
  return new Problem('busy', { headers: { 'retry-after': String(heldMs / 1000) } });
}
