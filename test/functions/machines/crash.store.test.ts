import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask, Caller, Reply } from '../world.ts';
import { type Desk, signsIn, startDesk, take } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk(1);
  await desk.tend();
});
afterAll(() => desk.close());

/** Longer than a run may live; shorter than any token. */
const afterCrash = 60;

type Act = { operation: string; who: Caller; ask: Ask };

const send = (act: Act) => desk.world.call(act.operation, act.who, act.ask);
const keyed = (ask: Ask): Ask => ({ ...ask, headers: { 'idempotency-key': randomUUID() } });

/** A party whose machine is in the only slot, in the state in which the act begins. */
const beginnings = {
  'machines.take': async (): Promise<Act> => {
    const { caller } = await desk.world.putParty('测试银行');
    const ask = keyed({ body: { name: '系统', scope: 'prepare' } });
    return { operation: 'machines.take', who: caller, ask };
  },
  'machines.rotate': async (): Promise<Act> => {
    const { caller } = await desk.world.putParty('测试银行');
    const { client } = await take(desk, caller);
    const ask = keyed({ params: { clientId: client }, body: {} });
    return { operation: 'machines.rotate', who: caller, ask };
  },
  'machines.retireSecret': async (): Promise<Act> => {
    const { caller } = await desk.world.putParty('测试银行');
    const { client, secretId } = await take(desk, caller);
    const ask = keyed({ params: { clientId: client, secretId }, body: {} });
    return { operation: 'machines.retireSecret', who: caller, ask };
  },
  'machines.end': async (): Promise<Act> => {
    const { caller } = await desk.world.putParty('测试银行');
    const { client } = await take(desk, caller);
    const ask = keyed({ params: { clientId: client }, body: {} });
    return { operation: 'machines.end', who: caller, ask };
  },
} as const;
type Name = keyof typeof beginnings;

/** How many calls of database and provider an act takes when nothing goes wrong. */
async function stepsOf(name: Name): Promise<number> {
  const act = await beginnings[name]();
  desk.crash.revive();
  const reply = await send(act);
  expect(reply.status, reply.text).toBeLessThan(300);
  const { steps } = desk.crash;
  await clear();
  return steps;
}

/** Empties the slot for the next round, through the schedule alone. */
async function clear(): Promise<void> {
  desk.crash.revive();
  const [client = ''] = desk.slots;
  const found = await desk.slotAt(client);
  const office = { sub: 'operator-1', groups: '[operator]' };
  if (found?.state === 'assigned') {
    desk.pass(afterCrash);
    await desk.world.call('office.machines.end', office, { params: { clientId: client }, body: {} });
  }
  for (let round = 0; round < 4; round += 1) {
    desk.pass(3600);
    await desk.tend();
  }
  expect((await desk.slotAt(client))?.state).toBe('free');
}

/** What must hold whenever nothing is under way: provider and table know the same secrets, and no more. */
async function inLine(): Promise<void> {
  const [client = ''] = desk.slots;
  const slot = await desk.slotAt(client);
  const listed = await desk.clients.list(client);
  expect(slot?.heldUntil).toBeUndefined();
  switch (slot?.state) {
    case 'assigned': {
      const known = slot.machine.secrets.map((one) => one.id);
      expect(slot.machine.leaving).toBeUndefined();
      if (known.length > 0) expect([...listed].sort()).toEqual([...known].sort());
      else expect(listed).toHaveLength(1);
      return;
    }
    case 'free':
      return expect(listed).toEqual([slot.seal]);
    case 'retired':
      return expect(listed).toEqual([slot.sealed?.seal]);
    default:
      throw new Error('the slot is gone');
  }
}

/** A secret that was shown signs in exactly while the table lists it. */
function shownHolds(replies: readonly Reply[], slot: Awaited<ReturnType<Desk['slotAt']>>): void {
  for (const { body } of replies) {
    if (typeof body['secret'] !== 'string') continue;
    const { client } = body['machine'] as { client: string };
    const known = slot?.state === 'assigned' ? slot.machine.secrets.map((one) => one.id) : [];
    const good = signsIn(desk, { client, secret: body['secret'] });
    expect(good).toBe(known.includes(String(body['secretId'])));
  }
}

const names: readonly Name[] = ['machines.take', 'machines.rotate', 'machines.retireSecret', 'machines.end'];

describe.each(names)('%s, cut short at each of its steps', (name) => {
  it.each([
    ['before the step', false],
    ['after it, unheard', true],
  ])(
    '%s: the same request again ends it as if nothing had been',
    async (_when, done) => {
      const steps = await stepsOf(name);
      expect(steps).toBeGreaterThan(4);
      for (let step = 1; step <= steps; step += 1) {
        const act = await beginnings[name]();
        desk.crash.plan(step, done);
        const cut = await send(act);
        desk.crash.revive();
        desk.pass(afterCrash);
        const again = await send(act);
        expect([200, 201], `${name} ${step}: ${again.text}`).toContain(again.status);
        await desk.tend();
        await inLine();
        const [client = ''] = desk.slots;
        shownHolds([cut, again], await desk.slotAt(client));
        await clear();
      }
    },
    120_000,
  );

  it.each([
    ['before the step', false],
    ['after it, unheard', true],
  ])(
    '%s: nobody asks again, and the schedule brings all into line',
    async (_when, done) => {
      const steps = await stepsOf(name);
      for (let step = 1; step <= steps; step += 1) {
        const act = await beginnings[name]();
        desk.crash.plan(step, done);
        const cut = await send(act);
        desk.crash.revive();
        desk.pass(afterCrash);
        await desk.tend();
        await inLine();
        const [client = ''] = desk.slots;
        shownHolds([cut], await desk.slotAt(client));
        await clear();
      }
    },
    120_000,
  );
});

describe('the schedule, cut short at each of its steps', () => {
  it.each([
    ['before the step', false],
    ['after it, unheard', true],
  ])(
    '%s: finishes with the next run',
    async (_when, done) => {
      for (let step = 1; step <= 40; step += 1) {
        const end = await beginnings['machines.end']();
        // The provider is away while the machine is ended, so that all the cleaning is left to the schedule.
        desk.crash.plan(6, false);
        await send(end);
        desk.crash.revive();
        desk.pass(afterCrash);
        desk.crash.plan(step, done);
        await desk.tend().catch(() => {});
        const through = desk.crash.steps < step;
        desk.crash.revive();
        desk.pass(afterCrash);
        await desk.tend();
        await inLine();
        await clear();
        if (through) return;
      }
      throw new Error('the schedule takes more steps than this test has patience for');
    },
    120_000,
  );
});
