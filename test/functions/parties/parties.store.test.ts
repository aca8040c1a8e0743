import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, mandateKey } from '../../../functions/_platform/store/parties.ts';
import { newId, type PartyId } from '../../../shared/kernel/id.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import type { Mandate } from '../../../shared/register/party.ts';
import { ask, draft, type Enrolled, read } from '../scene.ts';
import { meter } from '../units.ts';
import { operator, startWorld, type World } from '../world.ts';
import { codeOf } from './desk.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('finding a party by name', () => {
  it('finds organisations by the exact name, however it is written; persons and parts of names never', async () => {
    const { caller } = await world.putParty('查询人');
    const tail = randomUUID();
    const [bank, person] = [`ＡＢＢ（中国）银行${tail}`, `张三${tail}`];
    await world.putParty(bank, { institution: 'bank' });
    await world.putParty(person, { kind: 'person' });
    const find = async (name: string) => {
      const reply = await world.call('parties.find', caller, { query: { name } });
      return (reply.body['items'] as { name: string }[]).map((one) => one.name);
    };
    for (const spelt of [bank, `ABB(中国)银行${tail}`, ` abb 中国 银行 ${tail}`])
      expect(await find(spelt)).toEqual([bank]);
    for (const other of [person, 'ABB', '。。。', 'ﷺ'.repeat(300), '%', '*'])
      expect(await find(other)).toEqual([]);
  });

  it('says nothing of accounts, address, signing rule, enrolment day or former names', async () => {
    const { caller } = await world.putParty('查询人');
    const name = `机构${randomUUID()}`;
    await world.putParty(name, { formerNames: ['旧名称'], address: '示例路1号' });
    const reply = await world.call('parties.find', caller, { query: { name } });
    const [found] = reply.body['items'] as object[];
    expect(Object.keys(found ?? {}).sort()).toEqual(['id', 'name', 'residence']);
  });
});

describe('whom an account acts as', () => {
  const two = async () => {
    const sub = randomUUID();
    const parties = [await world.putParty('甲'), await world.putParty('乙')].map(({ id }) => id);
    const bound = parties.map((party) => ({ party, administrator: true, signer: true }));
    await world.put('parties', { ...accountKey(sub), version: 1, account: { subject: sub, parties: bound } });
    return { caller: { sub }, ids: parties };
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

  it('is nobody for an account that nobody appointed: 403, whatever it asks; its own id it can read', async () => {
    const sub = randomUUID();
    expect(codeOf(await world.call('filings.list', { sub }))).toEqual([403, 'not-enrolled']);
    expect(codeOf(await world.call('parties.mine', { sub }))).toEqual([403, 'not-enrolled']);
    const own = await world.call('account.get', { sub });
    expect(own.body).toMatchObject({ subject: sub, parties: [] });
  });

  it('who else acts for its party, an administrator sees and no other account', async () => {
    const seen = async (administrator: boolean) => {
      const { caller } = await world.putParty('机构', { administrator });
      const mine = await world.call('parties.mine', caller);
      return mine.body['parties'] as { accounts?: object[]; administrator: boolean }[];
    };
    expect(await seen(true)).toMatchObject([{ administrator: true, accounts: { length: 1 } }]);
    expect((await seen(false))[0]).not.toHaveProperty('accounts');
  });

  it('is no business of staff: operators enrol nobody and give no mandate', async () => {
    for (const body of [{ procedure: 'party.enrolment' }, { procedure: 'mandate.grant' }]) {
      const reply = await world.call('filings.open', operator, {
        body: { ...body, form: {}, documents: [] },
      });
      expect(codeOf(reply)).toEqual([403, 'not-enrolled']);
    }
  });
});

describe('mandates', () => {
  it('of an agency with thousands of principals all count, beyond one answer of the database', async () => {
    const principal = await world.putParty('最后的委托人');
    const agency = await world.putParty('大型代理机构', {
      agentOf: { principal: principal.id, acts: ['file'] },
    });
    // Wide items stand for many: a query answers one megabyte at a time.
    await Promise.all(Array.from({ length: 4 }, (_, index) => putWide(agency, principal.id, index)));
    const scene = await draft(world, { owner: principal });
    expect((await read(world, scene.id, agency)).status).toBe(200);
    const mine = await ask(world, 'parties.mine', agency, {}, 200);
    expect(mine.body['parties']).toMatchObject([{ mandates: { length: 5 } }]);
  });

  it('of an agency are read for the principals concerned alone, however many others it has', async () => {
    const principal = await world.putParty(`委托人${randomUUID()}`);
    const agentOf = { principal: principal.id, acts: ['file'] satisfies Mandate['acts'] };
    const agency = await world.putParty(`代理机构${randomUUID()}`, { agentOf });
    const other = await world.putParty(`其他委托人${randomUUID()}`);
    await Promise.all(Array.from({ length: 3 }, (_, index) => putWide(agency, other.id, index)));
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
