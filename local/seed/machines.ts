import { setTimeout as pause } from 'node:timers/promises';
import { isProblem } from '../../shared/contracts/client.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import { type DemoMachine, demoMachines } from '../demo-accounts.ts';
import { keepMachine, readMachine } from '../machine-credentials.ts';
import type { People } from './people.ts';
import { demand, Refused } from './refused.ts';

type Issued = Answer<'machines.take'>;

/**
 * Lets each demo machine be taken by an administrator of its party, as any bank would do it, and writes its secret
 * down. A machine that somebody ended stays ended: whoever tries that out must not find it undone after a restart.
 */
export async function takeMachines(people: People, folder: string): Promise<void> {
  for (const machine of demoMachines) await takeMachine(people, folder, machine);
}

async function takeMachine(people: People, folder: string, demo: DemoMachine): Promise<void> {
  const isKept = async () => (await readMachine(folder, demo.name)) !== undefined;
  if (await isKept()) return;
  const issued = await askFor(people, demo, isKept);
  if (!issued) return;
  // A reply that was given before lacks the secret: whoever got it is about to write it down, or did not live to.
  if (issued.secret === undefined && (await comesTrue(isKept, 20))) return;
  const given = issued.secret === undefined ? await replace(people, demo, issued.machine.client) : issued;
  const { machine, secret } = given;
  if (secret !== undefined) await keepMachine(folder, demo.name, { clientId: machine.client, secret });
}

const waitMs = 500;

async function comesTrue(holds: () => Promise<boolean>, waitsMax: number): Promise<boolean> {
  for (let wait = 0; wait < waitsMax; wait += 1) {
    if (await holds()) return true;
    await pause(waitMs);
  }
  return holds();
}

/** The key tells apart two starts at once and a start cut short; nothing where another start was quicker. */
async function askFor(
  people: People,
  demo: DemoMachine,
  isKept: () => Promise<boolean>,
): Promise<Issued | undefined> {
  const body = { name: demo.label.zh, scope: 'prepare' } as const;
  const idempotencyKey = `demonstration-machine-${demo.name}`;
  for (let round = 0; round < 5; round += 1) {
    const taken = await people.as(demo.partyKey).call('machines.take', { body }, { idempotencyKey });
    const busy = !taken.ok && isProblem(taken.problem) && taken.problem.code === 'busy';
    if (!busy) return demand<Issued>(taken, `machines.take, ${demo.name}`);
    if (await comesTrue(isKept, 16)) return undefined;
  }
  throw new Refused(`machines.take, ${demo.name}: it stays busy`);
}

/** A new secret in place of one that nobody wrote down. */
async function replace(people: People, demo: DemoMachine, clientId: string): Promise<Issued> {
  const owner = people.as(demo.partyKey);
  const mine = demand<Answer<'machines.list'>>(await owner.call('machines.list'), 'machines.list');
  const [oldest, newer] = mine.items.find((one) => one.client === clientId)?.secrets ?? [];
  if (oldest && newer) {
    const params = { clientId, secretId: oldest.id };
    demand(await owner.call('machines.retireSecret', { params, body: {} }), 'machines.retireSecret');
  }
  const rotated = await owner.call('machines.rotate', { params: { clientId }, body: {} });
  return demand<Issued>(rotated, `machines.rotate, ${demo.name}`);
}
