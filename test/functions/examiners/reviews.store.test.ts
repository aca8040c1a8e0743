import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, act, allOf, codeOf, decide, queued, refuse, served } from '../office.ts';
import { ask, consented, type Scene, submit, told } from '../scene.ts';
import { type Caller, examiner, operator, secondExaminer, startWorld, type World } from '../world.ts';

let world: World;
let now = Date.parse('2026-03-13T02:00:00Z');
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());

const lines = async (operation: string, status: string) => {
  const reply = served(await world.call(operation, examiner, { query: { status, limit: '50' } }));
  return reply.body['items'] as Record<string, unknown>[];
};

describe('automatic registrations are sampled (A9.1)', () => {
  const registered = async (share: number) => {
    world.deps.sampledPerTenThousand = share;
    const scene = await consented(world);
    served(await submit(world, scene));
    world.deps.sampledPerTenThousand = 0;
    return scene;
  };
  const reviewOf = async (scene: Scene, status = 'open') =>
    (await lines('office.reviews.list', status)).find((one) => one['filing'] === scene.id);
  const finish = (id: unknown, body: object, who: Caller = examiner) =>
    world.call('office.reviews.finish', who, { params: { reviewId: String(id) }, body });

  it('drawn in the transaction that registers; the parties see nothing of it', async () => {
    const scene = await registered(10_000);
    expect(await reviewOf(scene)).toMatchObject({
      ...{ kind: 'sampling', status: 'open', procedure: 'pledge.registration' },
      deadline: { date: '2026-04-13', estimated: false },
    });
    const seen = await world.call('filings.get', scene.owner.caller, { params: { filingId: scene.id } });
    expect(seen.text).not.toContain('rev_');
    expect(await reviewOf(await registered(0))).toBeUndefined();
  });

  it('by chance alone: the randomness port decides, share by share', async () => {
    const { random } = world.ports;
    for (const [draw, found] of [
      [[0x05, 0x1e, 0xb8], true],
      [[0x05, 0x1e, 0xb9], false],
    ] as const) {
      world.ports.random = (bytes) => (bytes === 3 ? new Uint8Array(draw) : random(bytes));
      const scene = await registered(200);
      world.ports.random = random;
      expect((await reviewOf(scene)) !== undefined).toBe(found);
    }
  });

  it('what an examiner registered is not drawn', async () => {
    world.deps.automaticRegistration.splice(0);
    const scene = await queued(world);
    world.deps.automaticRegistration.push('pledge.registration');
    world.deps.sampledPerTenThousand = 10_000;
    served(await decide(world, scene, accept));
    world.deps.sampledPerTenThousand = 0;
    expect(await reviewOf(scene)).toBeUndefined();
  });

  it('finished once: ok, or an error that proposes what must follow', async () => {
    const [fine, wrong] = [await registered(10_000), await registered(10_000)];
    const [first, second] = [await reviewOf(fine), await reviewOf(wrong)];
    expect(codeOf(await finish(first?.['id'], { outcome: 'ok' }, operator))).toEqual([403, 'forbidden']);
    expect((await finish(second?.['id'], { outcome: 'error', reason: '误登' })).status).toBe(422);
    const replies = await Promise.all([
      finish(first?.['id'], { outcome: 'ok' }),
      finish(first?.['id'], { outcome: 'ok' }, secondExaminer),
    ]);
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
    served(await finish(second?.['id'], { outcome: 'error', reason: '误登', proposes: 'correction' }));
    expect(await reviewOf(fine)).toBeUndefined();
    expect(await reviewOf(wrong)).toBeUndefined();
    expect(await reviewOf(wrong, 'error')).toMatchObject({
      outcome: { proposes: 'correction', reason: '误登' },
    });
    expect(codeOf(await finish(`rev_${'0'.repeat(26)}`, { outcome: 'ok' }))).toEqual([404, 'not-found']);
  });

  it('listed in pages that miss nothing and repeat nothing', async () => {
    const made = [await registered(10_000), await registered(10_000), await registered(10_000)];
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { status: 'open', limit: '1', ...(cursor && { cursor }) };
      const page = served(await world.call('office.reviews.list', examiner, { query }));
      seen.push(...(page.body['items'] as { filing: string }[]).map((one) => one.filing));
      cursor = page.body['next'] as string | undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    for (const scene of made) expect(seen).toContain(scene.id);
    const query = { status: 'error', cursor: 'x' };
    expect((await world.call('office.reviews.list', examiner, { query })).status).toBe(422);
  });

  it('not by whoever has an interest in a party', async () => {
    const scene = await registered(10_000);
    const who = { sub: 'interested-reviewer', groups: '[examiner]' };
    served(await world.call('office.interests.declare', who, { body: { party: scene.owner.id } }));
    const found = await reviewOf(scene);
    expect(codeOf(await finish(found?.['id'], { outcome: 'ok' }, who))).toEqual([
      403,
      'conflict-of-interest',
    ]);
    expect(await allOf(world, 'office.reviews.list', { status: 'open' })).toContain(scene.id);
    expect(await allOf(world, 'office.reviews.list', { status: 'open' }, who)).not.toContain(scene.id);
  });
});

describe('a commitment is checked afterwards (A9.1)', () => {
  const opened = async () => {
    now = Date.parse('2026-03-13T02:00:00Z');
    const scene = await consented(world);
    served(await submit(world, scene));
    const body = { party: scene.bank.id, asks: '请提供法定代表人身份证明', limitWorkingDays: 5 };
    const check = served(await act(world, 'office.checks.open', examiner, scene, body));
    const params = { filingId: scene.id, checkId: String(check.body['id']) };
    return { scene, params, check: check.body };
  };
  type Opened = Awaited<ReturnType<typeof opened>>;

  it('unseen by whoever has an interest in a party of the filing', async () => {
    const { scene, check } = await opened();
    const who = { sub: 'interested-checker', groups: '[examiner]' };
    served(await world.call('office.interests.declare', who, { body: { party: scene.owner.id } }));
    const id = String(check['id']);
    expect(await allOf(world, 'office.checks.list', { status: 'asked' })).toContain(id);
    expect(await allOf(world, 'office.checks.list', { status: 'asked' }, who)).not.toContain(id);
  });

  const answer = ({ params }: Opened, who: Scene['owner']) =>
    world.call('checks.answer', who.caller, { params, body: { text: '见附件', documents: [] } });
  const finish = ({ params }: Opened, outcome: string, who: Caller = secondExaminer) =>
    world.call('office.checks.finish', who, { params, body: { outcome, reason: '经核对' } });
  const barOf = async (who: Scene['owner']) => {
    const item = await world.item('parties', { pk: `PARTY#${who.id}`, sk: 'PARTY' });
    return Reflect.get(Object(item?.['party']), 'commitmentBarredUntil');
  };

  it('the party is told with its limit, answers once, and hears the result; no name of staff reaches it', async () => {
    const of = await opened();
    const { scene } = of;
    expect(of.check).toMatchObject({ status: 'asked', deadline: { date: '2026-03-20' } });
    expect(await told(world, scene.bank, scene.id)).toContain('spot-check-opened');
    expect(await told(world, scene.owner, scene.id)).not.toContain('spot-check-opened');
    expect(codeOf(await finish(of, 'true'))).toEqual([409, 'wrong-state']);
    expect(codeOf(await answer(of, scene.owner))).toEqual([404, 'not-found']);
    expect(codeOf(await answer(of, await world.putParty('陌生人')))).toEqual([404, 'not-found']);
    served(await answer(of, scene.bank));
    expect(codeOf(await answer(of, scene.bank))).toEqual([409, 'wrong-state']);
    expect(await lines('office.checks.list', 'answered')).toContainEqual(
      expect.objectContaining({ id: of.check['id'], answer: expect.objectContaining({ text: '见附件' }) }),
    );
    served(await finish(of, 'corrected'));
    expect(codeOf(await finish(of, 'true'))).toEqual([409, 'wrong-state']);
    const params = { filingId: scene.id };
    const own = await ask(world, 'checks.list', scene.bank, { params }, 200);
    expect(own.body['items']).toMatchObject([{ status: 'corrected', outcome: { reason: '经核对' } }]);
    expect(own.text).not.toMatch(/examiner-/);
    expect((await ask(world, 'checks.list', scene.owner, { params }, 200)).body['items']).toEqual([]);
    expect(await told(world, scene.bank, scene.id)).toContain('spot-check-finished');
    expect(await barOf(scene.bank)).toBeUndefined();
  });

  it('a false one bars the party from filing by commitment, by an entry of the office', async () => {
    const of = await opened();
    served(await answer(of, of.scene.bank));
    const finished = served(await finish(of, 'false'));
    expect(await barOf(of.scene.bank)).toBe('2029-03-13');
    const { entry } = finished.body['outcome'] as { entry: string };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry } });
    expect(leaf.body).toMatchObject({
      entry: {
        act: 'office.commitmentBar',
        decidedBy: 'office',
        public: { until: '2029-03-13' },
      },
    });
    expect(leaf.text).not.toMatch(/examiner-|经核对|chk_/);
    expect((await world.items('register', 'PENDING#')).some((one) => one['pending'] === entry)).toBe(true);
  });

  it('whoever does not answer within the limit has not proved it: too late to answer, and it may be false', async () => {
    const of = await opened();
    now = Date.parse('2026-03-20T15:59:59Z');
    expect(codeOf(await finish(of, 'false'))).toEqual([409, 'wrong-state']);
    now = Date.parse('2026-03-20T16:00:00Z');
    expect(codeOf(await answer(of, of.scene.bank))).toEqual([409, 'deadline-passed']);
    served(await finish(of, 'false'));
  });

  it('listed in pages, and a cursor leads on', async () => {
    for (let count = 0; count < 2; count += 1) await opened();
    const page = async (cursor?: string) =>
      served(
        await world.call('office.checks.list', examiner, {
          query: { status: 'asked', limit: '1', ...(cursor && { cursor }) },
        }),
      ).body as { items: { id: string }[]; next?: string };
    const first = await page();
    const second = await page(first.next);
    expect(second.items[0]?.id).toBeDefined();
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });

  it('two finish at once: one outcome, one entry', async () => {
    const of = await opened();
    served(await answer(of, of.scene.bank));
    const replies = await Promise.all([finish(of, 'false', examiner), finish(of, 'true')]);
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
    expect((await barOf(of.scene.bank)) !== undefined).toBe(replies[0]?.status === 200);
  });

  it('only of what was registered on a commitment, and of a party to it', async () => {
    const without = await consented(world, { form: (plain) => ({ ...plain, commitment: false }) });
    await submit(world, without);
    const draft = await consented(world);
    const other = await world.putParty('他人');
    const { scene } = await opened();
    for (const [one, party] of [
      [without, without.bank.id],
      [draft, draft.bank.id],
      [scene, other.id],
    ] as const) {
      const reply = await act(world, 'office.checks.open', examiner, one, { party, asks: '请证明' });
      expect(codeOf(reply)).toEqual([409, 'wrong-state']);
    }
  });
});

describe('clock statistics (A5.1)', () => {
  it('count what was received and decided in a month, and the office’s days without the party’s', async () => {
    // A month of its own, so that no other test counts in it.
    now = Date.parse('2025-06-09T02:00:00Z');
    const automatic = await consented(world);
    served(await submit(world, automatic));
    world.deps.automaticRegistration.splice(0);
    const slow = await queued(world);
    const refused = await queued(world);
    await queued(world);
    world.deps.automaticRegistration.push('pledge.registration');
    now = Date.parse('2025-06-10T02:00:00Z');
    served(await decide(world, refused, refuse));
    const items = [{ pointer: '', text: '请说明' }];
    const asked = served(await decide(world, slow, { outcome: 'correct', limitWorkingDays: 20, items }));
    now = Date.parse('2025-06-23T02:00:00Z');
    const headers = { 'if-match': `"${asked.body['version']}"` };
    const body = { answers: [{ item: 0, reply: '说明如下' }] };
    const params = { filingId: slow.id };
    served(await world.call('filings.answer', slow.owner.caller, { params, body, headers }));
    world.deps.automaticRegistration.splice(0);
    served(await submit(world, slow));
    world.deps.automaticRegistration.push('pledge.registration');
    now = Date.parse('2025-06-25T02:00:00Z');
    served(await decide(world, slow, accept));
    const query = { procedure: 'pledge.registration', month: '2025-06' };
    const reply = served(await world.call('office.clocks.month', examiner, { query }));
    const { notice: _demonstration, ...counts } = reply.body;
    expect(counts).toEqual({
      received: 4,
      all: {
        ...{ decided: 3, accepted: 2, refused: 1, medianWorkingDays: 1, p90WorkingDays: 3 },
        ...{ withinLimit: 3, estimated: 0 },
      },
      byExaminers: {
        ...{ decided: 2, accepted: 1, refused: 1, medianWorkingDays: 1, p90WorkingDays: 3 },
        ...{ withinLimit: 2, estimated: 0 },
      },
    });
  });
});
