import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paper, papersFor } from '../papers.ts';
import { ask, consent, draft, type Enrolled, submit } from '../scene.ts';
import { confirmed, noticesTo, type Post, startPost } from './post.ts';

let post: Post;
beforeAll(async () => {
  post = await startPost();
});
afterAll(() => post.close());

type Line = { id: string; code: string; read: boolean; filing: string; principal?: string };
const inbox = async (who: Enrolled, query: Record<string, string> = {}) =>
  (await ask(post.world, 'notices.list', who, { query }, 200)).body['items'] as Line[];
const unread = async (who: Enrolled) => {
  const { unread: count, among } = (await ask(post.world, 'notices.unread', who, {}, 200)).body;
  return { unread: count, among };
};

describe('the inbox of a party', () => {
  it('counts what is unread, and forgets no mark', async () => {
    const bank = await post.world.putParty('银行');
    for (let count = 0; count < 3; count += 1) await draft(post.world, { bank });
    expect(await unread(bank)).toEqual({ unread: 3, among: 3 });
    const [first, second] = await inbox(bank);
    const body = { notices: [first?.id, first?.id, second?.id] };
    await ask(post.world, 'notices.read', bank, { body }, 200);
    expect(await unread(bank)).toEqual({ unread: 1, among: 3 });
    const marked = await post.world.item('filings', { pk: `PARTY#${bank.id}`, sk: `NOTICE#${first?.id}` });
    // Mailing it takes it out of line, and leaves the mark.
    await post.settle();
    await ask(post.world, 'notices.read', bank, { body }, 200);
    const after = await post.world.item('filings', { pk: `PARTY#${bank.id}`, sk: `NOTICE#${first?.id}` });
    expect(after).toEqual({
      pk: after?.['pk'],
      sk: after?.['sk'],
      notice: after?.['notice'],
      readAt: marked?.['readAt'],
    });
    expect((await inbox(bank)).map(({ read }) => read)).toEqual([true, true, false]);
  });

  it('counts among the newest hundred', async () => {
    const bank = await post.world.putParty('银行');
    const scenes = Array.from({ length: 102 }, () => draft(post.world, { bank, rights: [] }));
    await Promise.all(scenes);
    expect(await unread(bank)).toEqual({ unread: 100, among: 100 });
  }, 60_000);

  it('is read and marked by nobody else: all or nothing, and the stranger learns nothing', async () => {
    const [bank, stranger] = [await post.world.putParty('银行'), await post.world.putParty('陌生人')];
    await draft(post.world, { bank });
    await draft(post.world, { bank: stranger });
    const [[foreign], [own]] = [await inbox(bank), await inbox(stranger)];
    const mark = (ids: unknown[]) =>
      post.world.call('notices.read', stranger.caller, { body: { notices: ids } });
    expect((await mark([own?.id, foreign?.id])).status).toBe(404);
    expect((await mark([`ntc_${'0'.repeat(26)}`])).status).toBe(404);
    expect(await unread(stranger)).toEqual({ unread: 1, among: 1 });
    expect(await unread(bank)).toEqual({ unread: 1, among: 1 });
    const listed = await post.world.call('notices.list', stranger.caller, { query: { party: bank.id } });
    expect([listed.status, listed.text.includes(foreign?.id ?? '-')]).toEqual([403, false]);
    const acting = { 'acting-party': bank.id };
    for (const operation of ['notices.list', 'notices.unread', 'notices.preferences']) {
      expect((await post.world.call(operation, stranger.caller, { headers: acting })).status).toBe(403);
    }
  });

  it('is not marked by the agent, who has an inbox of its own', async () => {
    const owner = await post.world.putParty('权利人');
    const agency = await post.world.putParty('代理机构', {
      agentOf: { principal: owner.id, acts: ['file', 'consent'] },
    });
    const bank = await post.world.putParty('银行');
    await draft(post.world, { owner: bank, bank: owner });
    const [line] = await inbox(agency, { party: owner.id });
    expect(line?.code).toBe('consent-asked');
    const body = { notices: [line?.id] };
    expect((await post.world.call('notices.read', agency.caller, { body })).status).toBe(404);
  });
});

describe('agents', () => {
  async function represented() {
    const owner = await post.world.putParty('权利人');
    const agency = await post.world.putParty('代理机构', {
      agentOf: { principal: owner.id, acts: ['file', 'consent'] },
    });
    const address = await confirmed(post, agency);
    const power = paper('powerOfAttorney', { parties: [owner.id] });
    const scene = await draft(post.world, { owner, documents: [...papersFor({}), power] });
    const given = await consent(post.world, scene, agency, { party: owner.id });
    expect(given.status, given.text).toBe(201);
    return { owner, agency, address, scene };
  }

  it('are told for the principal for whom they acted in the filing, in their own inbox and by mail, once', async () => {
    const { owner, agency, address, scene } = await represented();
    await consent(post.world, scene, scene.bank);
    const done = await submit(post.world, scene);
    expect(done.body['status'], done.text).toBe('registered');
    await post.settle();
    await post.ring(await post.bells());
    const told = (await inbox(agency)).filter(({ filing }) => filing === scene.id);
    expect(told).toMatchObject([{ code: 'registered', principal: owner.id, read: false }]);
    const mails = noticesTo(post, address);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('您在该申请中为代理人');
  });

  it('are told nothing any more once the mandate is over', async () => {
    const { agency, address, scene } = await represented();
    const [mandate] = (await post.world.items('parties', `PARTY#${agency.id}`)).filter(({ sk }) =>
      String(sk).startsWith('MANDATE#'),
    );
    const over = { ...(mandate?.['mandate'] as object), until: '2020-01-02' };
    const Item = { ...mandate, mandate: over };
    await post.world.client.send(new PutCommand({ TableName: post.world.names.parties, Item }));
    const params = { filingId: scene.id };
    await ask(post.world, 'filings.withdraw', scene.bank, { params, body: {} }, 200);
    await post.settle();
    expect((await inbox(agency)).filter(({ filing }) => filing === scene.id)).toEqual([]);
    expect(noticesTo(post, address)).toEqual([]);
  });
});

describe('mails say nothing of whom they concern', () => {
  it.each([
    ['a name of 300 characters', 'Long '.repeat(60).trim()],
    ['a name like a header', 'X Bcc: victim@mail.example'],
    ['a name of a script that runs the other way', 'شركة النور للتجارة'],
    ['a name like markup', '<img src=x onerror=alert(1)>有限公司'],
    ['rare characters', '𠮷㐂有限公司'],
  ])('%s', async (_what, name) => {
    const owner = await post.world.putParty(name);
    const bank = await post.world.putParty(`银行${name}`.slice(0, 300));
    const address = await confirmed(post, bank);
    await draft(post.world, { owner, bank });
    await post.settle();
    const [mail] = noticesTo(post, address);
    expect(mail?.to).toEqual([address]);
    expect(Object.keys(mail?.headers ?? {})).not.toContain('bcc');
    for (const text of [mail?.text, mail?.html, JSON.stringify(mail?.headers), mail?.raw]) {
      expect(text).not.toContain(name);
      expect(text).not.toContain('测试路');
      expect(text).not.toContain('5000000');
    }
  });
});
