import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mandateKey } from '../../../functions/_platform/store/parties.ts';
import { newId, type PartyId } from '../../../shared/kernel/id.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import { usccCheck } from '../../../shared/kernel/uscc.ts';
import type { Mandate } from '../../../shared/register/party.ts';
import { ask, draft, type Enrolled, faultsOf, read } from '../scene.ts';
import { meter } from '../units.ts';
import { type Caller, examiner, operator, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let serial = 100_000_000;
/** A made-up code with a true check character, never used before in this process. */
const nextUscc = () => {
  serial += 1;
  const first = `91110000${serial}`;
  return `${first}${usccCheck(first)}`;
};

type Facts = { kind: string; name: string; formerNames: string[]; residence: string };
const facts = (more: object = {}): Facts & Record<string, unknown> => ({
  ...{ kind: 'organisation', name: `机构${randomUUID()}`, formerNames: [], residence: 'CN', accounts: [] },
  ...more,
});
const enrol = (more: object = {}, caller: Caller = operator) =>
  world.call('office.parties.enrol', caller, { body: facts(more) });
const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];

describe('enrolment', () => {
  it('is the operators’ alone', async () => {
    for (const caller of [examiner, { sub: 'x' }, { sub: 'x', groups: '[operators]' }]) {
      expect((await enrol({}, caller)).status).toBe(403);
    }
    expect((await enrol()).status).toBe(201);
  });

  it('enrols an identifier once, however it is written and however many try at once', async () => {
    const value = nextUscc();
    const identifier = { scheme: 'uscc', value };
    const replies = await Promise.all(Array.from({ length: 5 }, () => enrol({ identifier })));
    expect(replies.map((one) => one.status).sort()).toEqual([201, 409, 409, 409, 409]);
    for (const spelt of [value, ` ${value.toLowerCase()} `]) {
      const again = await enrol({ identifier: { scheme: 'uscc', value: spelt } });
      expect(codeOf(again)).toEqual([409, 'party-known']);
    }
    // A foreign number that looks the same is another's.
    expect((await enrol({ identifier: { scheme: 'foreign', value } })).status).toBe(201);
  });

  it('refused, it leaves nothing behind: no party to find, no account that acts', async () => {
    const identifier = { scheme: 'uscc', value: nextUscc() };
    expect((await enrol({ identifier })).status).toBe(201);
    const [name, subject] = [`机构${randomUUID()}`, randomUUID()];
    const refused = await enrol({ name, identifier, accounts: [{ subject, signer: true }] });
    expect(refused.status).toBe(409);
    expect((await world.call('parties.mine', { sub: subject })).body['code']).toBe('not-enrolled');
    const { caller } = await world.putParty('某人');
    const found = await world.call('parties.find', caller, { query: { name } });
    expect(found.body['items']).toEqual([]);
  });

  it('binds an account to several parties, also at once, and each binding counts', async () => {
    const accounts = [{ subject: randomUUID(), signer: true }];
    const replies = await Promise.all(Array.from({ length: 4 }, () => enrol({ accounts })));
    expect(replies.map((one) => one.status)).toEqual([201, 201, 201, 201]);
    const mine = await world.call('parties.mine', { sub: accounts[0]?.subject ?? '' });
    const ids = (mine.body['parties'] as { party: { id: string } }[]).map((one) => one.party.id);
    expect(ids.sort()).toEqual(replies.map((one) => String(one.body['id'])).sort());
  });

  it('refuses an account named twice, and one that acts for as many parties as it may', async () => {
    const subject = randomUUID();
    const one = { subject, signer: true };
    expect(codeOf(await enrol({ accounts: [one, { subject, signer: false }] }))).toEqual([
      409,
      'party-known',
    ]);
    for (let count = 0; count < 50; count += 1) expect((await enrol({ accounts: [one] })).status).toBe(201);
    const full = await enrol({ accounts: [{ subject: randomUUID(), signer: true }, one] });
    expect([full.status, faultsOf(full)]).toEqual([422, [['/accounts/1/subject', 'too-big']]]);
    expect((await world.call('parties.mine', { sub: subject })).body['parties']).toHaveLength(50);
  });

  it.each<[string, object, string]>([
    [
      'a wrong check character',
      { identifier: { scheme: 'uscc', value: '91350100M000100Y4Z' } },
      '/identifier/value',
    ],
    ['no scheme', { identifier: { value: 'x' } }, '/identifier/scheme'],
    ['a country of three letters', { residence: 'CHN' }, '/residence'],
    ['no name', { name: ' ' }, '/name'],
    ['a name too long for an entry', { name: '名'.repeat(250) }, '/name'],
    ['a name that grows beyond every index', { name: 'ﷺ'.repeat(190) }, '/name'],
    ['an id of its own', { id: `pty_${'0'.repeat(26)}` }, ''],
    [
      'an account that is no subject',
      { accounts: [{ subject: 'a b', signer: true }] },
      '/accounts/0/subject',
    ],
  ])('refuses %s with its pointer', async (_what, more, pointer) => {
    const reply = await enrol(more);
    expect([reply.status, faultsOf(reply).map(([at]) => at)]).toEqual([422, [pointer]]);
  });
});

describe('finding a party by name', () => {
  it('finds organisations by the exact name, however it is written; persons and parts of names never', async () => {
    const { caller } = await world.putParty('查询人');
    const tail = randomUUID();
    const [bank, person] = [`ＡＢＢ（中国）银行${tail}`, `张三${tail}`];
    expect((await enrol({ name: bank, institution: 'bank' })).status).toBe(201);
    expect((await enrol({ name: person, kind: 'person' })).status).toBe(201);
    const find = async (name: string) => {
      const reply = await world.call('parties.find', caller, { query: { name } });
      return (reply.body['items'] as { name: string }[]).map((one) => one.name);
    };
    for (const spelt of [bank, `ABB(中国)银行${tail}`, ` abb 中国 银行 ${tail}`])
      expect(await find(spelt)).toEqual([bank]);
    for (const other of [person, 'ABB', '。。。', 'ﷺ'.repeat(300), '%', '*'])
      expect(await find(other)).toEqual([]);
  });

  it('says nothing of accounts, enrolment day or former names', async () => {
    const { caller } = await world.putParty('查询人');
    const name = `机构${randomUUID()}`;
    const accounts = [{ subject: randomUUID(), signer: true }];
    await enrol({ name, formerNames: ['旧名称'], accounts });
    const reply = await world.call('parties.find', caller, { query: { name } });
    const [found] = reply.body['items'] as object[];
    expect(Object.keys(found ?? {}).sort()).toEqual(['id', 'name', 'residence']);
  });
});

describe('whom an account acts as', () => {
  const two = async () => {
    const sub = randomUUID();
    const accounts = [{ subject: sub, signer: true }];
    const ids = [await enrol({ accounts }), await enrol({ accounts })].map((one) => String(one.body['id']));
    return { caller: { sub }, ids };
  };

  it('is the one it names in Acting-Party where there are several: without a name 422, with another’s 403', async () => {
    const { caller, ids } = await two();
    const unnamed = await world.call('filings.list', caller);
    expect(codeOf(unnamed)).toEqual([422, 'choose-party']);
    const { id } = await world.putParty('他人');
    for (const name of [id, `pty_${'0'.repeat(26)}`, 'x', '']) {
      const headers = { 'acting-party': name };
      expect(codeOf(await world.call('filings.list', caller, { headers }))).toEqual([403, 'forbidden']);
    }
    for (const name of ids) {
      const headers = { 'acting-party': name };
      const body = { procedure: 'pledge.registration', form: {}, documents: [] };
      const opened = await world.call('filings.open', caller, { body, headers });
      expect([opened.status, opened.body['applicant']]).toEqual([201, name]);
    }
    expect((await world.call('parties.mine', caller)).status).toBe(200);
  });

  it('is nobody for an account that nobody enrolled: 403, whatever it asks', async () => {
    const reply = await world.call('filings.list', { sub: randomUUID() });
    expect(codeOf(reply)).toEqual([403, 'not-enrolled']);
  });
});

describe('mandates', () => {
  const record = (principal: string, agent: string, more: object = {}) =>
    world.call('office.mandates.record', operator, {
      body: { principal, agent, acts: ['file'], from: '2026-01-01', ...more },
    });

  it('need a principal and an agent who are enrolled, and two of them', async () => {
    const [one, other] = [await world.putParty('甲'), await world.putParty('乙')];
    const nobody = `pty_${'0'.repeat(26)}`;
    for (const [principal, agent] of [
      [one.id, nobody],
      [nobody, one.id],
      [one.id, one.id],
    ] as const) {
      expect((await record(principal, agent)).status).toBe(404);
    }
    const backwards = await record(one.id, other.id, { until: '2025-12-31' });
    expect([backwards.status, faultsOf(backwards)]).toEqual([
      422,
      [['/until', 'form.periodEndsBeforeItBegins']],
    ]);
    expect((await record(one.id, other.id, { acts: [] })).status).toBe(422);
    expect((await record(one.id, other.id, { acts: ['register'] })).status).toBe(422);
  });

  it('are revoked at once; twice changes nothing, at once or later; one that is not there is 404', async () => {
    const [principal, agent] = [await world.putParty('委托人'), await world.putParty('代理人')];
    const made = await record(principal.id, agent.id);
    const params = { agent: agent.id, mandateId: String(made.body['id']) };
    const scene = await draft(world, { owner: principal });
    expect((await read(world, scene.id, agent)).status).toBe(200);
    const revoke = () => world.call('office.mandates.revoke', operator, { params, body: {} });
    const replies = await Promise.all([revoke(), revoke(), revoke()]);
    const times = new Set(replies.filter((one) => one.status === 200).map((one) => one.body['revokedAt']));
    expect(times.size).toBe(1);
    expect((await revoke()).body['revokedAt']).toBe([...times][0]);
    expect((await read(world, scene.id, agent)).status).toBe(404);
    const wrong = { ...params, agent: principal.id };
    const missing = await world.call('office.mandates.revoke', operator, { params: wrong, body: {} });
    expect(missing.status).toBe(404);
  });

  it('of an agency with thousands of principals all count, beyond one answer of the database', async () => {
    const agency = await world.putParty('大型代理机构');
    const principal = await world.putParty('最后的委托人');
    // Wide items stand for many: a query answers one megabyte at a time.
    await Promise.all(Array.from({ length: 4 }, (_, index) => putWide(agency, principal.id, index)));
    const scene = await draft(world, { owner: principal });
    expect((await read(world, scene.id, agency)).status).toBe(404);
    const made = await record(principal.id, agency.id);
    expect(made.status).toBe(201);
    expect((await read(world, scene.id, agency)).status).toBe(200);
    const mine = await ask(world, 'parties.mine', agency, {}, 200);
    expect(mine.body['parties']).toMatchObject([{ mandates: { length: 5 } }]);
  });

  it('of an agency are read for the principals concerned alone, however many others it has', async () => {
    const agency = await world.putParty(`代理机构${randomUUID()}`);
    const other = await world.putParty(`其他委托人${randomUUID()}`);
    const principal = await world.putParty(`委托人${randomUUID()}`);
    await Promise.all(Array.from({ length: 3 }, (_, index) => putWide(agency, other.id, index)));
    expect((await record(principal.id, agency.id)).status).toBe(201);
    const scene = await draft(world, { owner: principal });
    const { intercept, cost } = meter();
    world.faults.intercept = intercept;
    const shown = await read(world, scene.id, agency);
    world.faults.intercept = undefined;
    expect(shown.status).toBe(200);
    // Each of the other principal's mandates would cost a hundred units.
    expect(cost.readUnits).toBeLessThan(20);
  });

  async function putWide(agency: Enrolled, principal: PartyId, index: number) {
    const id = newId('mdt', index, new Uint8Array(10));
    const [from, until] = [plainDate.parse('2020-01-01'), plainDate.parse('2020-12-31')];
    const over: Mandate = { id, principal, agent: agency.id, acts: ['file'], from, until };
    const Item = { ...mandateKey(over), mandate: over, wide: 'x'.repeat(390_000) };
    await world.client.send(new PutCommand({ TableName: world.store.tables.parties, Item }));
  }
});
