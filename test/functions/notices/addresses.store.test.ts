import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeFeedback } from '../../../functions/notices/feedback.ts';
import { ask, draft, type Enrolled } from '../scene.ts';
import { type Reply, startWorld } from '../world.ts';
import { confirmed, crashAt, named, newAddress, noticesTo, type Post, prefer, startPost } from './post.ts';

let post: Post;
beforeAll(async () => {
  post = await startPost();
});
afterAll(() => post.close());

const add = (who: Enrolled, address: string): Promise<Reply> =>
  post.world.call('notices.addAddress', who.caller, { body: { address } });
const confirm = (who: Enrolled, id: string, code: string): Promise<Reply> =>
  post.world.call('notices.confirmAddress', who.caller, { params: { addressId: id }, body: { code } });
const addressesOf = async (who: Enrolled) =>
  (await ask(post.world, 'notices.preferences', who, {}, 200)).body['addresses'] as Record<string, unknown>[];
const other = (code: string) => (code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`);

describe('an address', () => {
  it('gets a code and nothing else until the code comes back', async () => {
    const bank = await post.world.putParty('银行');
    const address = newAddress();
    const { id, code } = await named(post, bank, address);
    await draft(post.world, { bank });
    await post.settle();
    expect(post.mails(address)).toHaveLength(1);
    expect(code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}$/);
    const typed = code.toUpperCase().replace('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
    expect((await confirm(bank, id, typed)).status).toBe(200);
    await draft(post.world, { bank });
    await post.settle();
    expect(noticesTo(post, address)).toHaveLength(1);
  });

  it('has its code nowhere in the tables, nor in the log', async () => {
    const bank = await post.world.putParty('银行');
    const { code } = await named(post, bank, newAddress());
    const plain = code.replace('-', '');
    const stored = JSON.stringify(await post.world.items('filings', ''));
    expect(stored).not.toContain(plain);
    expect(stored).not.toContain(code);
    expect(post.world.logs.join('')).not.toMatch(/@mail\.example|@simulator/);
  });

  it('takes five wrong codes, however they come, and then not even the right one', async () => {
    const bank = await post.world.putParty('银行');
    const { id, code } = await named(post, bank, newAddress());
    const wrong = await Promise.all(Array.from({ length: 8 }, () => confirm(bank, id, other(code))));
    const codes = wrong.map(({ body }) => body['code']);
    expect(codes.filter((one) => one === 'code-wrong').length).toBeLessThanOrEqual(5);
    for (let more = 0; more < 5; more += 1) await confirm(bank, id, other(code));
    expect((await confirm(bank, id, code)).body['code']).toBe('code-expired');
    expect(await addressesOf(bank)).toMatchObject([{ state: 'unconfirmed' }]);
  });

  it('has a code that ends after a quarter of an hour, and is replaced by the next one', async () => {
    const bank = await post.world.putParty('银行');
    const address = newAddress();
    const first = await named(post, bank, address);
    post.time.aheadMs += 16 * 60_000;
    expect((await confirm(bank, first.id, first.code)).body['code']).toBe('code-expired');
    const second = await named(post, bank, address);
    expect(second.id).toBe(first.id);
    expect((await confirm(bank, first.id, first.code)).body['code']).toBe('code-wrong');
    expect((await confirm(bank, first.id, second.code)).status).toBe(200);
  });

  it('cannot be flooded with codes: one a minute, ten a day, three addresses, removed ones counted', async () => {
    const bank = await post.world.putParty('银行');
    const address = newAddress();
    expect((await add(bank, address)).status).toBe(201);
    expect((await add(bank, address)).body['code']).toBe('code-too-soon');
    for (let count = 1; count < 10; count += 1) {
      const next = newAddress();
      expect((await add(bank, next)).status).toBe(201);
      const id = String((await addressesOf(bank)).find((one) => one['address'] === next)?.['id']);
      await ask(post.world, 'notices.removeAddress', bank, { params: { addressId: id } }, 200);
    }
    expect((await add(bank, newAddress())).body['code']).toBe('code-too-soon');
    const owner = await post.world.putParty('权利人');
    for (let count = 0; count < 3; count += 1) expect((await add(owner, newAddress())).status).toBe(201);
    expect((await add(owner, newAddress())).body['code']).toBe('too-many-addresses');
  });

  it('under one Idempotency-Key is added once, with one code', async () => {
    const bank = await post.world.putParty('银行');
    const address = newAddress();
    const asked = { body: { address }, headers: { 'idempotency-key': randomUUID() } };
    const call = () => post.world.call('notices.addAddress', bank.caller, asked);
    const replies = await Promise.all([call(), call(), call()]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    await post.settle();
    expect(post.mails(address)).toHaveLength(1);
  });

  it('is confirmed once, though the function stopped between commit and reply', async () => {
    const bank = await post.world.putParty('银行');
    const { id, code } = await named(post, bank, newAddress());
    const asked = {
      ...{ params: { addressId: id }, body: { code } },
      headers: { 'idempotency-key': randomUUID() },
    };
    crashAt(post, ({ name }) => name === 'TransactWrite', 'after');
    const call = () => post.world.call('notices.confirmAddress', bank.caller, asked);
    expect((await call()).status).toBe(500);
    const [first, second] = [await call(), await call()];
    expect([first.status, second.text]).toEqual([200, first.text]);
    expect(first.body).toMatchObject({ version: 4, addresses: [{ state: 'confirmed' }] });
  });

  it.each([
    ...['nobody', 'a@b', 'a@b.co\r\nBcc: x@y.co', '\u202ea@b.co', 'a b@c.co', '用户@例子.中国', '"x"@y.co'],
    ...[`${'a'.repeat(300)}@b.co`, 'A <a@b.co>', 'a@b.co,c@d.co'],
  ])('%j is refused with its pointer', async (address) => {
    const bank = await post.world.putParty('银行');
    const reply = await add(bank, address);
    expect([reply.status, reply.body['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/address', code: 'email.format' })],
    ]);
  });

  it('that was removed gets nothing more, not even what was planned', async () => {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    await draft(post.world, { bank });
    post.faults.order('throttle', 1);
    await post.settle();
    const [{ id } = { id: '' }] = await addressesOf(bank);
    await ask(post.world, 'notices.removeAddress', bank, { params: { addressId: String(id) } }, 200);
    post.time.aheadMs += 20 * 60_000;
    await post.sweep();
    expect(noticesTo(post, address)).toEqual([]);
  });

  it('of an account that no longer acts for the party gets nothing more', async () => {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    const Key = { pk: `ACCOUNT#${bank.caller.sub}`, sk: 'ACCOUNT' };
    await post.world.client.send(new DeleteCommand({ TableName: post.world.names.parties, Key }));
    await draft(post.world, { bank });
    await post.settle();
    expect(noticesTo(post, address)).toEqual([]);
  });
});

describe('mails that come back', () => {
  const told = async (address: string, feedback: object) => {
    const delivery = noticesTo(post, address)[0]?.tags['delivery'] ?? '';
    const mail = { tags: { delivery: [delivery] } };
    const detail = { eventType: 'Bounce', mail, ...feedback };
    await takeFeedback(post.deps, { source: 'aws.ses', detail });
  };
  const bounce = (bounceType: string) => ({ bounce: { bounceType, feedbackId: randomUUID() } });

  async function mailed() {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    const next = async () => {
      await draft(post.world, { bank });
      await post.settle();
    };
    await next();
    return { bank, address, next };
  }

  it('for good stop the address at once', async () => {
    const { bank, address, next } = await mailed();
    await told(address, bounce('Permanent'));
    expect(await addressesOf(bank)).toMatchObject([{ state: 'stopped', stoppedFor: 'bounced' }]);
    await next();
    expect(noticesTo(post, address)).toHaveLength(1);
  });

  it('with a complaint too', async () => {
    const { bank, address } = await mailed();
    await told(address, { eventType: 'Complaint', complaint: { feedbackId: randomUUID() } });
    expect(await addressesOf(bank)).toMatchObject([{ state: 'stopped', stoppedFor: 'complained' }]);
  });

  it('for now stop it at the third within a fortnight; told twice, one counts once', async () => {
    const { bank, address, next } = await mailed();
    const same = bounce('Transient');
    await Promise.all([told(address, same), told(address, same)]);
    await told(address, same);
    await next();
    await told(address, bounce('Transient'));
    expect(await addressesOf(bank)).toMatchObject([{ state: 'confirmed' }]);
    await next();
    await told(address, bounce('Transient'));
    expect(await addressesOf(bank)).toMatchObject([{ state: 'stopped', stoppedFor: 'bounced' }]);
  });

  it('for now, seldom, stop nothing', async () => {
    const { bank, address, next } = await mailed();
    for (let count = 0; count < 4; count += 1) {
      await told(address, bounce('Transient'));
      post.time.aheadMs += 15 * 24 * 60 * 60_000;
      await next();
    }
    expect(await addressesOf(bank)).toMatchObject([{ state: 'confirmed' }]);
  });

  it('an address that was stopped is mailed again once it is confirmed anew', async () => {
    const { bank, address, next } = await mailed();
    await told(address, bounce('Permanent'));
    post.time.aheadMs += 2 * 60_000;
    await confirmed(post, bank, address);
    await next();
    expect(noticesTo(post, address)).toHaveLength(2);
  });
});

describe('the link that stops mails', () => {
  async function linked() {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    await draft(post.world, { bank });
    await post.settle();
    const header = noticesTo(post, address)[0]?.headers['list-unsubscribe'] ?? '';
    const token = /^<https:\/\/register\.example\/v1\/unsubscriptions\/([\w-]{32})>$/.exec(header)?.[1] ?? '';
    return { bank, address, params: { token } };
  }
  const call = (operation: string, params: { token: string }) =>
    post.world.call(operation, undefined, { params, headers: { 'accept-language': 'zh' } });

  it('only asks when it is opened, and stops the address when it is posted to, as often as one likes', async () => {
    const { bank, params } = await linked();
    const page = await call('notices.unsubscribePage', params);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<form method="post">');
    expect(await addressesOf(bank)).toMatchObject([{ state: 'confirmed' }]);
    for (let round = 0; round < 2; round += 1) {
      const stopped = await call('notices.unsubscribe', params);
      expect([stopped.status, stopped.text.includes('已停止')]).toEqual([200, true]);
    }
    expect(await addressesOf(bank)).toMatchObject([{ state: 'stopped', stoppedFor: 'unsubscribed' }]);
  });

  it('of a confirmation long past stops nothing', async () => {
    const { bank, address, params } = await linked();
    await call('notices.unsubscribe', params);
    post.time.aheadMs += 2 * 60_000;
    await confirmed(post, bank, address);
    await call('notices.unsubscribe', params);
    expect(await addressesOf(bank)).toMatchObject([{ state: 'confirmed' }]);
  });

  it('made up leads nowhere', async () => {
    for (const operation of ['notices.unsubscribePage', 'notices.unsubscribe']) {
      expect((await call(operation, { token: 'A'.repeat(32) })).status).toBe(404);
      expect((await call(operation, { token: '../../etc/passwd' })).status).toBe(404);
    }
  });
});

describe('preferences', () => {
  it('mute what may be muted; refusals and limits are mailed in any case', async () => {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    await prefer(post, bank, { muted: ['consent-asked', 'consent-asked'] });
    await draft(post.world, { bank });
    await post.settle();
    expect(noticesTo(post, address)).toEqual([]);
    const known = await ask(post.world, 'notices.preferences', bank, {}, 200);
    expect(known.body).toMatchObject({ muted: ['consent-asked'] });
    for (const code of ['refused', 'correction-requested', 'declaration-awaited', 'made-up']) {
      const reply = await post.world.call('notices.setPreferences', bank.caller, {
        body: { language: 'zh', pace: 'atOnce', muted: [code] },
        headers: { 'if-match': known.headers['etag'] ?? '' },
      });
      expect(reply.status, code).toBe(422);
    }
  });

  it('of two edits at once one stands and the other is told; neither loses an address', async () => {
    const bank = await post.world.putParty('银行');
    await confirmed(post, bank);
    const { headers } = await ask(post.world, 'notices.preferences', bank, {}, 200);
    const set = (language: string) =>
      post.world.call('notices.setPreferences', bank.caller, {
        body: { language, pace: 'atOnce', muted: [] },
        headers: { 'if-match': headers['etag'] ?? '' },
      });
    post.time.aheadMs += 2 * 60_000;
    const replies = await Promise.all([set('zh'), set('en'), add(bank, newAddress()), set('both')]);
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
    expect(statuses.filter((status) => ![200, 201, 412].includes(status))).toEqual([]);
    expect(await addressesOf(bank)).toHaveLength(replies[2]?.status === 201 ? 2 : 1);
  });

  it('are the account’s own: neither another account nor another party’s sees or changes them', async () => {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    const [{ id } = { id: '' }] = await addressesOf(bank);
    const stranger = await post.world.putParty('陌生人');
    const acting = { 'acting-party': bank.id };
    const seen = await post.world.call('notices.preferences', stranger.caller, { headers: acting });
    expect(seen.status).toBe(403);
    const own = await post.world.call('notices.preferences', stranger.caller, {});
    expect(own.text).not.toContain(address);
    const params = { addressId: String(id) };
    expect((await post.world.call('notices.removeAddress', stranger.caller, { params })).status).toBe(404);
    expect((await confirm(stranger, String(id), '0000-0000')).status).toBe(404);
    expect(await addressesOf(bank)).toHaveLength(1);
  });
});

describe('without a sender', () => {
  it('no address can be added, and notices leave the line all the same', async () => {
    const bank = await post.world.putParty('银行');
    const address = await confirmed(post, bank);
    await draft(post.world, { bank });
    const bells = (await post.bells()).filter((key) => key.startsWith(`PARTY#${bank.id} NOTICE#`));
    await post.ring(bells, { ...post.deps, mailing: undefined });
    await post.settle();
    expect(noticesTo(post, address)).toEqual([]);
    const silent = await startWorld();
    const owner = await silent.putParty('权利人');
    const reply = await silent.call('notices.addAddress', owner.caller, { body: { address } });
    expect([reply.status, reply.body['code']]).toEqual([409, 'no-mail']);
    await silent.close();
  });
});
