import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { machinesOfPartyMax, restSeconds } from '../../../shared/register/machine.ts';
import { type Caller, examiner, operator, type Reply } from '../world.ts';
import { type Desk, signsIn, startDesk, take } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk(8);
});
afterAll(() => desk.close());
beforeEach(async () => {
  // What an earlier test took is given back, and rests out.
  for (const client of desk.slots) {
    const found = await desk.slotAt(client);
    if (found?.state === 'assigned')
      await desk.world.call('office.machines.end', operator, { params: { clientId: client }, body: {} });
  }
  desk.pass(restSeconds + 60);
  await desk.tend();
});

const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
const of = (client: string, more: Record<string, string> = {}) => ({
  params: { clientId: client, ...more },
  body: {},
});
const bank = () => desk.world.putParty('测试银行');

describe('a machine', () => {
  it('is taken with a secret that signs it in, and acts for its party, without signing or administering', async () => {
    const { id, caller } = await bank();
    const taken = await take(desk, caller);
    expect(signsIn(desk, taken)).toBe(true);
    const mine = await desk.world.call('parties.mine', desk.machineAt(taken.client));
    expect(mine.body['parties']).toMatchObject([{ party: { id }, signer: false, administrator: false }]);
    const listed = await desk.world.call('machines.list', caller);
    expect(listed.body['items']).toMatchObject([
      { client: taken.client, name: '核心业务系统', scope: 'prepare', secrets: [{ id: taken.secretId }] },
    ]);
  });

  it('prepares filings where its scope says so; with `read` it changes nothing', async () => {
    const { caller } = await bank();
    const [writer, reader] = [await take(desk, caller), await take(desk, caller, { scope: 'read' })];
    const draft = { body: { procedure: 'pledge.registration', form: {}, documents: [] } };
    const opened = await desk.world.call('filings.open', desk.machineAt(writer.client), draft);
    expect(opened.status, opened.text).toBe(201);
    const params = { filingId: String(opened.body['id']) };
    const asReader = desk.machineAt(reader.client);
    expect(codeOf(await desk.world.call('filings.open', asReader, draft))).toEqual([403, 'forbidden']);
    expect((await desk.world.call('filings.get', asReader, { params })).status).toBe(200);
    const edit = { params, body: { form: {}, documents: [] }, headers: { 'if-match': '"1"' } };
    expect(codeOf(await desk.world.call('filings.edit', asReader, edit))).toEqual([403, 'forbidden']);
  });

  it('of a party that was absorbed acts no more, neither for it nor for whom it was an agent', async () => {
    const principal = await bank();
    const agentOf = { principal: principal.id, acts: ['file' as const] };
    const { id, party, caller } = await desk.world.putParty('代理机构', { agentOf });
    const { client } = await take(desk, caller);
    const machine = desk.machineAt(client);
    const lists = () => [
      desk.world.call('filings.list', machine),
      desk.world.call('filings.list', machine, { query: { party: principal.id } }),
      desk.world.call('parties.mine', machine),
    ];
    for (const reply of await Promise.all(lists())) expect(reply.status, reply.text).toBe(200);
    const merged = { ...party, version: 2, status: 'merged', mergedInto: principal.id, accounts: [] };
    await desk.world.put('parties', { ...partyKey(id), version: 2, party: merged });
    for (const reply of await Promise.all(lists())) expect(codeOf(reply)).toEqual([403, 'not-enrolled']);
    const draft = { body: { procedure: 'pledge.registration', form: {}, documents: [] } };
    expect(codeOf(await desk.world.call('filings.open', machine, draft))).toEqual([403, 'not-enrolled']);
  });

  it('manages no machines, not even itself', async () => {
    const { caller } = await bank();
    const { client, secretId } = await take(desk, caller);
    const machine = desk.machineAt(client);
    const body = { name: '另一系统', scope: 'read' };
    const replies = [
      await desk.world.call('machines.list', machine),
      await desk.world.call('machines.take', machine, { body }),
      await desk.world.call('machines.rotate', machine, of(client)),
      await desk.world.call('machines.retireSecret', machine, of(client, { secretId })),
      await desk.world.call('machines.end', machine, of(client)),
    ];
    for (const reply of replies) expect(codeOf(reply)).toEqual([403, 'forbidden']);
  });

  it('that is nobody’s is enrolled nowhere, whatever its token says', async () => {
    const [client = ''] = desk.slots;
    expect(codeOf(await desk.world.call('parties.mine', desk.machineAt(client)))).toEqual([
      403,
      'not-enrolled',
    ]);
  });

  it('and an account of the same name stay apart', async () => {
    const { caller } = await bank();
    const { client } = await take(desk, caller);
    const person: Caller = { sub: client, iat: Math.floor(desk.clock.now / 1000) };
    expect(codeOf(await desk.world.call('parties.mine', person))).toEqual([403, 'not-enrolled']);
    const posing: Caller = { sub: caller.sub, client: caller.sub, iat: Math.floor(desk.clock.now / 1000) };
    expect(codeOf(await desk.world.call('parties.mine', posing))).toEqual([403, 'not-enrolled']);
  });
});

describe('who may manage the machines of a party', () => {
  it('its administrators alone: not its signers, not strangers, not the office’s examiners', async () => {
    const owner = await bank();
    const { client, secretId } = await take(desk, owner.caller);
    const signer = await desk.world.putParty('签署人', { administrator: false });
    const stranger = await desk.world.putParty('无关公司');
    const calls = (who: Caller) => [
      () => desk.world.call('machines.rotate', who, of(client)),
      () => desk.world.call('machines.retireSecret', who, of(client, { secretId })),
      () => desk.world.call('machines.end', who, of(client)),
    ];
    for (const call of calls(signer.caller)) expect(codeOf(await call())).toEqual([403, 'forbidden']);
    expect(codeOf(await desk.world.call('machines.list', signer.caller))).toEqual([403, 'forbidden']);
    for (const call of calls(stranger.caller)) expect(codeOf(await call())).toEqual([404, 'not-found']);
    const theirs = await desk.world.call('machines.list', stranger.caller);
    expect(theirs.body['items']).toEqual([]);
    expect(codeOf(await desk.world.call('office.machines.list', examiner))).toEqual([403, 'forbidden']);
    expect(codeOf(await desk.world.call('office.machines.end', examiner, of(client)))).toEqual([
      403,
      'forbidden',
    ]);
  });

  it('operators see all slots, and end a machine whose party cannot', async () => {
    const { id, caller } = await bank();
    const { client } = await take(desk, caller);
    const seen = await desk.world.call('office.machines.list', operator);
    const items = seen.body['items'] as { client: string; state: string; party?: string }[];
    expect(items.map((one) => one.client)).toEqual(desk.slots);
    expect(items.find((one) => one.client === client)).toMatchObject({ state: 'assigned', party: id });
    expect((await desk.world.call('office.machines.end', operator, of(client))).status).toBe(200);
    expect(codeOf(await desk.world.call('office.machines.end', operator, of(client)))).toEqual([
      404,
      'not-found',
    ]);
    expect((await desk.world.call('machines.list', caller)).body['items']).toEqual([]);
  });
});

describe('secrets', () => {
  it('are rotated without a gap: both sign in until the old one is retired by its id', async () => {
    const { caller } = await bank();
    const first = await take(desk, caller);
    const rotated = await desk.world.call('machines.rotate', caller, of(first.client));
    expect(rotated.status, rotated.text).toBe(201);
    const second = { client: first.client, secret: String(rotated.body['secret']) };
    expect([signsIn(desk, first), signsIn(desk, second)]).toEqual([true, true]);
    expect(codeOf(await desk.world.call('machines.rotate', caller, of(first.client)))).toEqual([
      409,
      'secrets-full',
    ]);
    const { client, secretId } = first;
    const retired = await desk.world.call('machines.retireSecret', caller, of(client, { secretId }));
    expect(retired.body['secrets']).toMatchObject([{ id: rotated.body['secretId'] }]);
    expect([signsIn(desk, first), signsIn(desk, second)]).toEqual([false, true]);
    expect(codeOf(await desk.world.call('machines.retireSecret', caller, of(client, { secretId })))).toEqual([
      404,
      'not-found',
    ]);
  });

  it('may all be retired: the last gives way to one that nobody knows', async () => {
    const { caller } = await bank();
    const { client, secretId, secret } = await take(desk, caller);
    const retired = await desk.world.call('machines.retireSecret', caller, of(client, { secretId }));
    expect(retired.body['secrets']).toEqual([]);
    expect(signsIn(desk, { client, secret })).toBe(false);
    expect(await desk.clients.list(client)).toHaveLength(1);
    await desk.tend();
    const rotated = await desk.world.call('machines.rotate', caller, of(client));
    expect(signsIn(desk, { client, secret: String(rotated.body['secret']) })).toBe(true);
    expect(await desk.clients.list(client)).toHaveLength(1);
  });

  it('are shown once: the same request again says which one it was, and no more', async () => {
    const { caller } = await bank();
    const headers = { 'idempotency-key': randomUUID() };
    const ask = { body: { name: '系统', scope: 'read' }, headers };
    const [first, again] = [
      await desk.world.call('machines.take', caller, ask),
      await desk.world.call('machines.take', caller, ask),
    ];
    const { secret, ...rest } = first.body;
    expect(secret).toMatch(/^\w{24,64}$/);
    expect(again.body).toEqual(rest);
    expect(again.status).toBe(201);
    expect((await desk.world.call('machines.list', caller)).body['items']).toHaveLength(1);
    const other = await desk.world.call('machines.take', caller, {
      ...ask,
      body: { name: '别的', scope: 'read' },
    });
    expect(codeOf(other)).toEqual([422, 'idempotency-key-reused']);
  });

  it('stand in no table and no log, nor do those that sealed a slot', async () => {
    const { caller } = await bank();
    const { client, secret } = await take(desk, caller);
    const rotated = await desk.world.call('machines.rotate', caller, of(client));
    const values = [...desk.secrets.values()].flatMap((one) => one.list().map(({ value }) => value));
    expect(values).toEqual(expect.arrayContaining([secret, rotated.body['secret']]));
    const tables = await Promise.all(
      (['parties', 'filings'] as const).map((table) => desk.world.items(table, '')),
    );
    const written = `${JSON.stringify(tables)}${desk.world.logs.join('')}`;
    expect(written).toContain(client);
    for (const value of values) expect(written).not.toContain(value);
  });
});

describe('slots', () => {
  it('go each to one: of many who take at once, as many succeed as there are slots', async () => {
    const parties = await Promise.all(Array.from({ length: 10 }, () => bank()));
    const ask = { body: { name: '系统', scope: 'read' } };
    const replies = await Promise.all(
      parties.map((one) => desk.world.call('machines.take', one.caller, ask)),
    );
    const won = replies.filter((one) => one.status === 201);
    const clients = won.map((one) => (one.body['machine'] as { client: string }).client);
    expect(new Set(clients).size).toBe(won.length);
    // Who lost every round to others is told to try again; nobody is told that there is none while there is.
    const lost = replies.filter((one) => one.status !== 201).map((one) => one.body['code']);
    const free = desk.slots.length - won.length;
    expect(lost.every((code) => code === 'no-machine-free' || code === 'busy')).toBe(true);
    if (lost.includes('no-machine-free')) expect(free).toBe(0);
    for (const one of won) {
      const { machine, secret } = one.body as { machine: { client: string }; secret: string };
      expect(signsIn(desk, { client: machine.client, secret })).toBe(true);
    }
  });

  it('are one to a request, also when it is sent several times at once', async () => {
    const { caller } = await bank();
    const headers = { 'idempotency-key': randomUUID() };
    const ask = { body: { name: '系统', scope: 'read' }, headers };
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => desk.world.call('machines.take', caller, ask)),
    );
    const shown = replies.filter((one) => one.body['secret'] !== undefined);
    expect(shown).toHaveLength(1);
    for (const one of replies) expect([201, 503]).toContain(one.status);
    expect((await desk.world.call('machines.list', caller)).body['items']).toHaveLength(1);
    for (const { body } of shown) {
      const { machine, secret } = body as { machine: { client: string }; secret: string };
      expect(signsIn(desk, { client: machine.client, secret })).toBe(true);
    }
  });

  it('are a few to a party, also at once, and operators are told when none is left', async () => {
    const [greedy, other, third] = [await bank(), await bank(), await bank()];
    const ask = { body: { name: '系统', scope: 'read' } };
    const count = machinesOfPartyMax + 2;
    await Promise.all(
      Array.from({ length: count }, () => desk.world.call('machines.take', greedy.caller, ask)),
    );
    const full = await desk.world.call('machines.list', greedy.caller);
    expect((full.body['items'] as unknown[]).length).toBeLessThanOrEqual(machinesOfPartyMax);
    while ((await desk.world.call('machines.take', greedy.caller, ask)).status === 201);
    expect(codeOf(await desk.world.call('machines.take', greedy.caller, ask))).toEqual([
      409,
      'machines-full',
    ]);
    while ((await desk.world.call('machines.take', other.caller, ask)).status === 201);
    const before = desk.world.logs.length;
    expect(codeOf(await desk.world.call('machines.take', third.caller, ask))).toEqual([
      409,
      'no-machine-free',
    ]);
    expect(desk.world.logs.slice(before).join('')).toContain('MACHINE_SLOTS_SHORT');
  });
});

describe('the end of a machine', () => {
  it('makes its tokens worthless at once, also for what it was answered before', async () => {
    const { caller } = await bank();
    const { client, secret } = await take(desk, caller);
    const machine = desk.machineAt(client);
    const headers = { 'idempotency-key': randomUUID() };
    const draft = { body: { procedure: 'pledge.registration', form: {}, documents: [] }, headers };
    expect((await desk.world.call('filings.open', machine, draft)).status).toBe(201);
    const ended = await desk.world.call('machines.end', caller, of(client));
    expect(ended.status, ended.text).toBe(200);
    expect(codeOf(await desk.world.call('parties.mine', machine))).toEqual([403, 'not-enrolled']);
    expect(codeOf(await desk.world.call('filings.open', machine, draft))).toEqual([403, 'not-enrolled']);
    expect(signsIn(desk, { client, secret })).toBe(false);
  });

  it('is noted: who had the client before, and who ended it', async () => {
    const { id, caller } = await bank();
    const { client } = await take(desk, caller);
    await desk.world.call('machines.end', caller, of(client));
    const lines = await desk.world.items('parties', `CLIENT#${client}`);
    const past = lines.filter((one) => String(one['sk']).startsWith('ENDED#'));
    expect(past).toContainEqual(
      expect.objectContaining({ endedBy: caller.sub, machine: expect.objectContaining({ party: id }) }),
    );
  });
});

describe('a secret that somebody added past the register', () => {
  it('is deleted by the schedule, which says so; the machine’s own stays', async () => {
    const { caller } = await bank();
    const taken = await take(desk, caller);
    const foreign = { client: taken.client, secret: (await desk.clients.add(taken.client)).secret };
    const before = desk.world.logs.length;
    await desk.tend();
    expect([signsIn(desk, taken), signsIn(desk, foreign)]).toEqual([true, false]);
    expect(desk.world.logs.slice(before).join('')).toContain('MACHINE_SECRETS_FOREIGN');
  });

  it('makes a free slot rest again', async () => {
    const [client = ''] = desk.slots;
    const foreign = { client, secret: (await desk.clients.add(client)).secret };
    await desk.tend();
    expect(signsIn(desk, foreign)).toBe(false);
    expect((await desk.slotAt(client))?.state).toBe('retired');
    desk.pass(restSeconds + 60);
    await desk.tend();
    expect((await desk.slotAt(client))?.state).toBe('free');
  });
});
