import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consented, draft, submit } from '../scene.ts';
import { operator } from '../world.ts';
import { confirmed, crashAt, newAddress, noticesTo, type Post, prefer, startPost } from './post.ts';

let post: Post;
beforeAll(async () => {
  post = await startPost();
});
afterAll(() => post.close());

const minutes = (count: number) => {
  post.time.aheadMs += count * 60_000;
};

/** A draft whose bank is told of it, with an address of the bank, and the bell that has not rung yet. */
async function asked(address = newAddress()) {
  const bank = await post.world.putParty('银行');
  await confirmed(post, bank, address);
  const scene = await draft(post.world, { bank });
  const bell = (await post.bells()).find((key) => key.startsWith(`PARTY#${bank.id} NOTICE#`)) ?? '';
  expect(bell).not.toBe('');
  return { bank, address, scene, bell };
}

const deliveries = async (party: string, kind = 'notice') =>
  (await post.world.items('filings', 'DELIVERY#'))
    .flatMap((item) => (item['delivery'] ? [item['delivery'] as Record<string, unknown>] : []))
    .filter((one) => one['party'] === party && one['kind'] === kind);

const office = (operation: string, ask: object) => post.world.call(operation, operator, ask);

describe('a notice is mailed once to each address', () => {
  it('however often and in whatever order the stream tells of it', async () => {
    const { address, bell, scene } = await asked();
    const again = [bell, bell, ...(await post.bells()).reverse(), bell];
    for (let round = 0; round < 3; round += 1) {
      expect((await post.ring(again)).batchItemFailures).toEqual([]);
    }
    const [mail, ...others] = noticesTo(post, address);
    expect(others).toEqual([]);
    expect(mail?.text).toContain(scene.id);
  });

  it('by two that work at once, and by the sweep beside them', async () => {
    const { address, bell } = await asked();
    minutes(5);
    await Promise.all([
      post.ring([bell]),
      post.ring([bell, bell]),
      post.sweep().catch(() => {}),
      post.ring([bell]),
    ]);
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(1);
  });

  it('to one mailbox that two accounts named, in whatever case', async () => {
    const bank = await post.world.putParty('银行');
    const address = newAddress();
    await confirmed(post, bank, address);
    const second = await post.world.putParty('另一方');
    // The second account acts for the same bank.
    const item = await post.world.item('parties', { pk: `ACCOUNT#${second.caller.sub}`, sk: 'ACCOUNT' });
    const account = item?.['account'] as { parties: object[] };
    account.parties = [{ ...account.parties[0], party: bank.id }];
    await post.world.client.send(new PutCommand({ TableName: post.world.names.parties, Item: item ?? {} }));
    await confirmed(post, { ...second, id: bank.id }, `R${address.slice(1)}`);
    const before = post.mails().length;
    await draft(post.world, { bank });
    await post.settle();
    expect(post.mails()).toHaveLength(before + 1);
  });

  it('also when nobody rang: the sweep finds it through the index', async () => {
    const { address } = await asked();
    expect(noticesTo(post, address)).toEqual([]);
    minutes(2);
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(1);
    const mails = post.mails().length;
    await post.sweep();
    expect(post.mails()).toHaveLength(mails);
  });
});

describe('a crash', () => {
  const listed = async (state: string, bank: { id: string }) => {
    const found = await office('office.deliveries.list', { query: { state, limit: '50' } });
    return (found.body['items'] as Record<string, unknown>[]).filter((one) => one['party'] === bank.id);
  };

  it('before the mail was planned: it is planned again, and sent once', async () => {
    const { address, bell } = await asked();
    crashAt(post, ({ name, text }) => name === 'TransactWrite' && text.includes('"delivery"'));
    expect((await post.ring([bell])).batchItemFailures).toHaveLength(1);
    expect(noticesTo(post, address)).toEqual([]);
    await post.ring([bell]);
    expect(noticesTo(post, address)).toHaveLength(1);
  });

  it('between planning and the release of the notice: it is planned once', async () => {
    const { address, bell, bank } = await asked();
    crashAt(post, ({ name }) => name === 'Update');
    expect((await post.ring([bell])).batchItemFailures).toHaveLength(1);
    await post.ring([bell]);
    expect(noticesTo(post, address)).toHaveLength(1);
    expect(await deliveries(bank.id)).toHaveLength(1);
  });

  it('between claim and send: nothing left; it is set aside for operators and sent by their hand, once', async () => {
    const { address, bell, bank } = await asked();
    crashAt(post, ({ name, text }) => name === 'TransactWrite' && text.includes('"claimed"'), 'after');
    await post.ring([bell]);
    await post.ring([bell]);
    minutes(20);
    await post.sweep();
    expect(noticesTo(post, address)).toEqual([]);
    const [line, ...others] = await listed('uncertain', bank);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ state: 'claimed', reason: 'uncertain', code: 'consent-asked' });
    expect(JSON.stringify(line)).not.toContain('@');
    const params = { deliveryId: String(line?.['id']) };
    const headers = { 'idempotency-key': 'retry-by-hand-1' };
    const retried = await office('office.deliveries.retry', { params, body: {}, headers });
    expect(retried.status, retried.text).toBe(200);
    expect((await office('office.deliveries.retry', { params, body: {}, headers })).text).toBe(retried.text);
    await post.settle();
    expect(noticesTo(post, address)).toHaveLength(1);
    expect(await listed('uncertain', bank)).toEqual([]);
    expect((await office('office.deliveries.retry', { params, body: {} })).status).toBe(409);
  });

  it('between send and mark: the mail left, and is never sent again by itself', async () => {
    const { address, bell, bank } = await asked();
    crashAt(post, ({ name, text }) => name === 'TransactWrite' && text.includes('"sentAt"'));
    await post.ring([bell]);
    minutes(20);
    await post.ring([bell]);
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(1);
    expect(await listed('uncertain', bank)).toHaveLength(1);
  });

  it('a claim that may be in somebody’s hands is neither listed nor taken from him', async () => {
    const { bell, bank } = await asked();
    crashAt(post, ({ name, text }) => name === 'TransactWrite' && text.includes('"claimed"'), 'after');
    await post.ring([bell]);
    expect(await listed('uncertain', bank)).toEqual([]);
    const [claimed] = await deliveries(bank.id);
    const params = { deliveryId: String(claimed?.['id']) };
    expect((await office('office.deliveries.retry', { params, body: {} })).status).toBe(409);
  });
});

describe('what the mail service does', () => {
  const listed = async (state: string) => {
    const found = await office('office.deliveries.list', { query: { state, limit: '50' } });
    return found.body['items'] as Record<string, unknown>[];
  };

  it.each(['hangAfterAccept', 'cutAfterAccept'] as const)(
    '%s: one mail, set aside',
    async (mode) => {
      const { address, bell, bank } = await asked();
      post.faults.order(mode, 1);
      await post.ring([bell]);
      minutes(20);
      await post.sweep();
      expect(noticesTo(post, address)).toHaveLength(1);
      expect((await listed('uncertain')).some((one) => one['party'] === bank.id)).toBe(true);
    },
    20_000,
  );

  it.each(['fail', 'cutBefore'] as const)('%s: no mail, and set aside all the same', async (mode) => {
    const { address, bell, bank } = await asked();
    post.faults.order(mode, 1);
    await post.ring([bell]);
    minutes(20);
    await post.sweep();
    expect(noticesTo(post, address)).toEqual([]);
    expect((await listed('uncertain')).some((one) => one['party'] === bank.id)).toBe(true);
  });

  it('throttles: the mail waits, longer each time, and leaves once', async () => {
    const { address, bell, bank } = await asked();
    post.faults.order('throttle', 2);
    await post.ring([bell]);
    await post.sweep();
    expect(noticesTo(post, address)).toEqual([]);
    expect(await deliveries(bank.id)).toMatchObject([{ state: 'waiting', attempts: 1, reason: 'throttled' }]);
    minutes(6);
    await post.sweep();
    minutes(6);
    await post.sweep();
    expect(await deliveries(bank.id)).toMatchObject([{ state: 'waiting', attempts: 2 }]);
    minutes(6);
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(1);
    expect(await deliveries(bank.id)).toMatchObject([{ state: 'sent', attempts: 3 }]);
  });

  it('refuses: the mail is listed as failed, and an operator can send it again', async () => {
    const { address, bell, bank } = await asked();
    post.faults.order('refuse', 1);
    await post.ring([bell]);
    minutes(20);
    await post.sweep();
    expect(noticesTo(post, address)).toEqual([]);
    const line = (await listed('failed')).find((one) => one['party'] === bank.id);
    expect(line).toMatchObject({ state: 'failed', reason: 'refused' });
    const params = { deliveryId: String(line?.['id']) };
    expect((await office('office.deliveries.retry', { params, body: {} })).status).toBe(200);
    await post.settle();
    expect(noticesTo(post, address)).toHaveLength(1);
  });

  it('cannot be reached: the mail waits', async () => {
    const { address, bell, bank } = await asked();
    const send = async () => ({ kind: 'later', reason: 'unreachable' }) as const;
    const { mailing } = post.deps;
    if (!mailing) throw new Error('no mail');
    await post.ring([bell], { ...post.deps, mailing: { ...mailing, send } });
    expect(await deliveries(bank.id)).toMatchObject([{ state: 'waiting', reason: 'unreachable' }]);
    minutes(6);
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(1);
  });
});

describe('a daily digest', () => {
  it('tells the notices of a day in one mail, once, and later ones in the next', async () => {
    const { bank, address } = await asked();
    await post.settle();
    await prefer(post, bank, { pace: 'daily', language: 'zh' });
    const before = noticesTo(post, address).length;
    const ids = [(await draft(post.world, { bank })).id, (await draft(post.world, { bank })).id];
    await post.settle();
    await post.sweep();
    expect(noticesTo(post, address)).toHaveLength(before);
    minutes(24 * 60);
    await Promise.all([post.sweep(), post.sweep()]);
    const [digest, ...rest] = noticesTo(post, address);
    expect(rest).toHaveLength(before);
    expect(digest?.headers['subject']).toContain('每日汇总（2）');
    for (const id of ids) expect(digest?.text).toContain(id);
    const late = await draft(post.world, { bank });
    await post.settle();
    minutes(24 * 60);
    await post.sweep();
    const [next] = noticesTo(post, address);
    expect(next?.text).toContain(late.id);
    expect(next?.text).not.toContain(ids[0]);
    expect(noticesTo(post, address)).toHaveLength(before + 2);
  });

  it('that was closed in between takes no more: the notice goes into the next', async () => {
    const { bank, address } = await asked();
    await post.settle();
    await prefer(post, bank, { pace: 'daily' });
    await draft(post.world, { bank });
    await post.settle();
    const [first] = await deliveries(bank.id, 'digest');
    minutes(24 * 60);
    const late = await draft(post.world, { bank });
    // The clock of whoever plans is still in yesterday, while the digest is being sent.
    post.time.aheadMs -= 24 * 60 * 60_000;
    const yesterday = post.time.aheadMs;
    post.time.aheadMs += 24 * 60 * 60_000;
    await post.sweep();
    post.time.aheadMs = yesterday;
    await post.settle();
    expect(noticesTo(post, address)[0]?.text).not.toContain(late.id);
    expect(await deliveries(bank.id, 'digest')).toHaveLength(2);
    minutes(48 * 60);
    await post.sweep();
    expect(noticesTo(post, address)[0]?.text).toContain(late.id);
    expect(first?.['state']).toBe('gathering');
  });
});

describe('a registration', () => {
  it('is told to every party and each agent who acted, once, with its number', async () => {
    const owner = await post.world.putParty('权利人');
    const agency = await post.world.putParty('代理机构', {
      agentOf: { principal: owner.id, acts: ['file', 'consent'] },
    });
    const at = await confirmed(post, agency);
    const scene = await consented(post.world, { owner });
    expect((await submit(post.world, scene)).body['status']).toBe('registered');
    await post.settle();
    await post.ring(await post.bells());
    for (const who of [owner, scene.bank]) {
      const inbox = await post.world.call('notices.list', who.caller, {});
      const told = (inbox.body['items'] as { code: string; number?: string }[]).filter(
        ({ code }) => code === 'registered',
      );
      expect(told).toMatchObject([{ number: expect.stringMatching(/^Y\d{13}$/) }]);
    }
    // The agency has a mandate but did nothing in this filing.
    expect(noticesTo(post, at)).toEqual([]);
  });
});
