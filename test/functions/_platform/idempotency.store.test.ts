import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replyKey } from '../../../functions/_platform/reply.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { consent, consented, draft, faultsOf, submit } from '../scene.ts';
import { type Caller, examiner, operator, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const procedure = 'pledge.registration';
const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];
const open = (caller: Caller, key: string, more: { form?: object; headers?: Record<string, string> } = {}) =>
  world.call('filings.open', caller, {
    body: { procedure, form: more.form ?? {}, documents: [] },
    headers: { 'idempotency-key': key, ...more.headers },
  });

describe('the Idempotency-Key', () => {
  const served = ['registrar', 'filings'];
  const changing = operations.filter((row) => row.idempotent && served.includes(row.function));

  it('is asked of every POST that changes something', () => {
    const posts = operations.filter((row) => row.method === 'POST' && row.audience !== 'public');
    expect(posts.filter((row) => !row.idempotent).map((row) => row.id)).toEqual([]);
  });

  it.each(changing.map((row) => row.id))('%s: missing or malformed it is 400', async (id) => {
    const { caller } = await world.putParty('某人');
    const row = changing.find((one) => one.id === id);
    const who = row?.audience === 'office' ? (row.role === 'examiner' ? examiner : operator) : caller;
    const bodies: Record<string, unknown> = {
      'filings.open': { procedure, form: {}, documents: [] },
      'filings.consent': { digest: `sha256:${'0'.repeat(64)}` },
      'filings.declare': { ground: 'A4.g10' },
      'office.filings.decide': { outcome: 'accept' },
      'office.filings.confirm': { outcome: 'confirm', version: 1 },
      'enrolments.open': { procedure: 'party.enrolment' },
      'filings.object': { text: '异议' },
      'filings.appeal': { level: 'reconsideration', reason: '不服' },
      'checks.answer': { text: '属实', documents: [] },
      'office.checks.finish': { outcome: 'true', reason: '属实' },
      'office.appeals.decide': { outcome: 'upheld', reason: '有理' },
      'office.appeals.confirm': { outcome: 'confirm', version: 1 },
      'office.corrections.propose': {
        ...{ reason: '笔误', change: { target: 'record', number: 'Y2026980000001', version: 1 } },
      },
      'office.corrections.confirm': { outcome: 'confirm' },
    };
    const zeros = '0'.repeat(26);
    const params = {
      ...{ filingId: `fil_${zeros}`, agent: party, mandateId: `mdt_${zeros}`, checkId: `chk_${zeros}` },
      ...{ appealId: `apl_${zeros}`, correctionId: `cor_${zeros}` },
    };
    const named = [...(row?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const own = Object.fromEntries(Object.entries(params).filter(([name]) => named.includes(name)));
    for (const key of ['', 'short', 'with a space', 'x'.repeat(129), '键键键键键键键键', 'line\nfeed']) {
      const ask = { params: own, body: bodies[id] ?? {}, headers: { 'idempotency-key': key } };
      expect(codeOf(await world.call(id, who, ask)), key).toEqual([400, 'missing-idempotency-key']);
    }
  });

  const party = `pty_${'0'.repeat(26)}`;

  it('belongs to one account and one operation: another’s same key is a request of its own', async () => {
    const [mine, theirs] = [await world.putParty('甲'), await world.putParty('乙')];
    const key = randomUUID();
    const [first, second] = [await open(mine.caller, key), await open(theirs.caller, key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body['id']).not.toBe(second.body['id']);
    const scene = await draft(world, { owner: mine });
    const consenting = await consent(world, scene, mine, {}, { 'idempotency-key': key });
    expect(consenting.status).toBe(201);
  });

  it('with another body, another path or another acting party is 422, and nothing happens', async () => {
    const scene = await draft(world);
    const { caller, id } = scene.owner;
    const key = randomUUID();
    const first = await open(caller, key);
    const reused = [422, 'idempotency-key-reused'];
    expect(codeOf(await open(caller, key, { form: { commitment: true } }))).toEqual(reused);
    expect(codeOf(await open(caller, key, { headers: { 'acting-party': id } }))).toEqual(reused);
    expect((await open(caller, key)).text).toBe(first.text);
    const list = await world.call('filings.list', caller);
    expect(list.body['items']).toHaveLength(2);

    const others = [
      await consented(world, { owner: scene.owner }),
      await consented(world, { owner: scene.owner }),
    ];
    const same = { 'idempotency-key': randomUUID() };
    expect((await submit(world, others[0] ?? scene, same)).body['status']).toBe('registered');
    expect(codeOf(await submit(world, others[1] ?? scene, same))).toEqual(reused);
  });

  it('spares what means the same: other spellings of the body’s JSON and of a number are the same request', async () => {
    const { caller } = await world.putParty('甲');
    const key = randomUUID();
    const ask = (body: string) =>
      world.call('filings.open', caller, { body, headers: { 'idempotency-key': key } });
    const first = await ask(`{"procedure":"${procedure}","form":{},"documents":[]}`);
    const second = await ask(`{ "documents": [], "form": {}, "procedure": "pledge\\u002eregistration" }`);
    expect([second.status, second.text]).toEqual([201, first.text]);
  });

  it('remembers successes only: what was refused may be asked again under the same key', async () => {
    const scene = await draft(world);
    const headers = { 'idempotency-key': randomUUID() };
    expect(codeOf(await submit(world, scene, headers))).toEqual([409, 'consents-missing']);
    for (const one of [scene.owner, scene.bank]) await consent(world, scene, one);
    expect((await submit(world, scene, headers)).body['status']).toBe('registered');
  });

  it('gives the reply with its entity tag, byte for byte, though the filing has moved on', async () => {
    const scene = await draft(world);
    const headers = { 'idempotency-key': randomUUID() };
    const first = await consent(world, scene, scene.owner, {}, headers);
    await consent(world, scene, scene.bank);
    await submit(world, scene);
    const again = await consent(world, scene, scene.owner, {}, headers);
    expect([again.status, again.text, again.headers]).toEqual([first.status, first.text, first.headers]);
    expect(again.headers['etag']).toMatch(/^"2-/);
  });

  it('is kept for thirty days, under a hash that names neither account nor key', async () => {
    const { caller } = await world.putParty('甲');
    const key = randomUUID();
    await open(caller, key);
    const item = await world.item('filings', replyKey(caller.sub, 'filings.open', key));
    const days = (Number(item?.['expiresAt']) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30.01);
    expect(String(item?.['pk'])).not.toContain(key);
    expect(String(item?.['pk'])).not.toContain(caller.sub);
  });
});

describe('requests that are no requests', () => {
  const raw = async (body: string, headers: Record<string, string> = {}) => {
    const { caller } = await world.putParty('甲');
    return world.call('filings.open', caller, { body, headers });
  };
  const nested = `${'['.repeat(70)}${']'.repeat(70)}`;
  const wrap = (form: string) => `{"procedure":"${procedure}","form":${form},"documents":[]}`;

  it.each<[string, string, string]>([
    ['nothing', '', 'malformed-json'],
    ['half a JSON', '{"procedure":', 'malformed-json'],
    ['a lone surrogate', wrap('{"x":"\\ud800"}'), 'malformed-json'],
    ['absurd nesting', wrap(`{"x":${nested}}`), 'malformed-json'],
    ['an infinite number', wrap('{"x":1e999}'), 'malformed-json'],
    ['a hundred thousand brackets', '['.repeat(100_000), 'malformed-json'],
    ['more than a megabyte', wrap(`{"x":"${'x'.repeat(1_048_577)}"}`), 'body-too-large'],
  ])('%s', async (_what, body, code) => {
    const reply = await raw(body);
    expect(reply.body['code']).toBe(code);
    expect(reply.status).toBeLessThan(500);
  });

  it.each(['text/plain', 'application/xml', '', 'application/jsonx'])(
    'a body of type %j is 415',
    async (type) => {
      expect((await raw(wrap('{}'), { 'content-type': type })).status).toBe(415);
    },
  );

  it.each(['[]', 'null', '7', '"x"', 'true'])(
    'a body that is %s is 422 with a pointer to the whole',
    async (body) => {
      const reply = await raw(body);
      expect([reply.status, faultsOf(reply).map(([pointer]) => pointer)]).toEqual([422, ['']]);
    },
  );

  it('members that JavaScript would take for its own are unknown fields or nothing, never a prototype', async () => {
    const reply = await raw(wrap('{"__proto__":{"rights":[]},"constructor":{"x":1}}'));
    expect(reply.status).toBe(422);
    expect(({} as Record<string, unknown>)['rights']).toBeUndefined();
  });

  it('a form of a hundred thousand wrong things is answered within its bounds', async () => {
    const reply = await raw(wrap(`{"pledgors":[${'{},'.repeat(100_000)}{}]}`));
    expect(reply.status).toBe(422);
    expect(faultsOf(reply).length).toBeLessThanOrEqual(50);
    expect(reply.text.length).toBeLessThan(20_000);
  });
});
