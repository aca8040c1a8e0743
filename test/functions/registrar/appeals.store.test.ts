import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, act, allOf, codeOf, decide, forOffice, queued, refuse, served } from '../office.ts';
import { ask, consented, draft, read, type Scene, submit, told } from '../scene.ts';
import { type Caller, chief, examiner, secondExaminer, startWorld, type World } from '../world.ts';

let world: World;
let now = Date.parse('2026-03-13T02:00:00Z');
const third: Caller = { sub: 'examiner-3', groups: '[examiner]' };
const fourth: Caller = { sub: 'examiner-4', groups: '[examiner]' };
beforeAll(async () => {
  world = await startWorld({ automatic: [], clock: () => now });
});
afterAll(() => world.close());

async function refused(): Promise<Scene> {
  now = Date.parse('2026-03-13T02:00:00Z');
  const scene = await queued(world);
  served(await decide(world, scene, refuse));
  return scene;
}

const object = (scene: Scene, level = 'reconsideration', who = scene.owner) =>
  world.call('filings.appeal', who.caller, {
    params: { filingId: scene.id },
    body: { level, reason: '决定不当' },
  });
const judge = (scene: Scene, id: unknown, outcome: string, who: Caller) =>
  world.call('office.appeals.decide', who, {
    params: { filingId: scene.id, appealId: String(id) },
    body: { outcome, reason: '经复核' },
  });
const confirm = (
  scene: Scene,
  id: unknown,
  version: number,
  who: Caller,
  body: object = { outcome: 'confirm' },
) =>
  world.call('office.appeals.confirm', who, {
    params: { filingId: scene.id, appealId: String(id) },
    body: { version, ...body },
  });
const idOf = (reply: { body: Record<string, unknown> }) => reply.body['id'];
const statusOf = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['status'];

describe('an appeal against a refusal', () => {
  it('within sixty days, once, by a party; not by strangers, not while one is open', async () => {
    const scene = await refused();
    expect(codeOf(await object(scene, 'reconsideration', await world.putParty('陌生人')))).toEqual([
      404,
      'not-found',
    ]);
    expect(codeOf(await object(scene, 'further'))).toEqual([409, 'wrong-state']);
    // Sixty days after 13 March are 12 May 2026.
    now = Date.parse('2026-05-12T15:59:59Z');
    expect(served(await object(scene)).body).toMatchObject({ status: 'open', level: 'reconsideration' });
    expect(codeOf(await object(scene))).toEqual([409, 'wrong-state']);
    expect(await told(world, scene.bank, scene.id)).toContain('appealed');
    const late = await refused();
    now = Date.parse('2026-05-12T16:00:00Z');
    expect(codeOf(await object(late))).toEqual([409, 'deadline-passed']);
  });

  it('waits in a queue of its own, in pages', async () => {
    for (let count = 0; count < 2; count += 1) served(await object(await refused()));
    const page = async (cursor?: string) =>
      served(
        await world.call('office.appeals.list', examiner, {
          query: { status: 'open', limit: '1', ...(cursor && { cursor }) },
        }),
      ).body as { items: { id: string }[]; next?: string };
    const first = await page();
    const second = await page(first.next);
    expect(second.items[0]?.id).toBeDefined();
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });

  it('of two at once one stands', async () => {
    const scene = await refused();
    const replies = await Promise.all([object(scene), object(scene, 'reconsideration', scene.bank)]);
    expect(replies.map((one) => one.status).sort()).toEqual([201, 409]);
  });

  it('is decided by nobody who took part; upheld, the filing is examined again with a new clock', async () => {
    const scene = await refused();
    now = Date.parse('2026-03-20T02:00:00Z');
    const id = idOf(served(await object(scene)));
    expect(codeOf(await judge(scene, id, 'upheld', examiner))).toEqual([409, 'same-person']);
    expect(served(await judge(scene, id, 'upheld', secondExaminer)).body).toMatchObject({
      status: 'upheld',
      filingStatus: 'examination',
    });
    const seen = await read(world, scene.id, scene.owner);
    expect(seen.body).toMatchObject({
      ...{ status: 'examination', deadline: { date: '2026-03-24' }, missingConsents: [] },
      decisions: [{ outcome: 'refused' }, { outcome: 'reopened' }],
    });
    expect(seen.text).not.toMatch(/examiner-/);
    expect(await told(world, scene.bank, scene.id)).toContain('reopened');
    expect((await forOffice(world, scene, third)).body).not.toHaveProperty('claim');
    expect(codeOf(await object(scene))).toEqual([409, 'wrong-state']);
    expect(served(await decide(world, scene, accept, third)).body['status']).toBe('registered');
    // A new decision can be appealed to anew.
    served(await object(scene, 'reconsideration', scene.bank));
  });

  it('rejected, the refusal stands; the parties read why', async () => {
    const scene = await refused();
    const id = idOf(served(await object(scene)));
    const key = { pk: `FILING#${scene.id}`, sk: `APPEAL#${id}` };
    expect(await world.item('filings', key)).not.toHaveProperty('expiresAt');
    served(await judge(scene, id, 'rejected', secondExaminer));
    // Nobody can sue over it five years later.
    const { expiresAt } = { ...(await world.item('filings', key)) };
    expect((Number(expiresAt) - now / 1000) / 86_400).toBe(1826);
    expect(codeOf(await judge(scene, id, 'upheld', third))).toEqual([409, 'wrong-state']);
    const params = { filingId: scene.id };
    const own = await ask(world, 'filings.appeals', scene.bank, { params }, 200);
    expect(own.body['items']).toMatchObject([{ status: 'rejected', outcome: { reason: '经复核' } }]);
    expect(own.text).not.toMatch(/examiner-/);
    expect(await statusOf(scene)).toBe('refused');
    expect(codeOf(await object(scene))).toEqual([409, 'wrong-state']);
  });

  it('two decide at once: one decision', async () => {
    const scene = await refused();
    const id = idOf(served(await object(scene)));
    const replies = await Promise.all([
      judge(scene, id, 'upheld', secondExaminer),
      judge(scene, id, 'rejected', third),
    ]);
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await statusOf(scene)).toBe(replies[0]?.status === 200 ? 'examination' : 'refused');
  });

  it('not by whoever has an interest in a party', async () => {
    const scene = await refused();
    const id = idOf(served(await object(scene)));
    const who = { sub: 'interested-judge', groups: '[examiner]' };
    served(await world.call('office.interests.declare', who, { body: { party: scene.bank.id } }));
    expect(codeOf(await judge(scene, id, 'upheld', who))).toEqual([403, 'conflict-of-interest']);
    // Nor is it shown to them: the bank is party to the filing, though the owner appealed.
    expect(await allOf(world, 'office.appeals.list', { status: 'open' })).toContain(String(id));
    expect(await allOf(world, 'office.appeals.list', { status: 'open' }, who)).not.toContain(String(id));
  });
});

describe('an appeal', () => {
  async function appealed(): Promise<{ scene: Scene; id: unknown }> {
    const scene = await refused();
    const first = idOf(served(await object(scene)));
    served(await judge(scene, first, 'rejected', secondExaminer));
    return { scene, id: idOf(served(await object(scene, 'further'))) };
  }

  it('within fifteen days of the decision on the appeal', async () => {
    const scene = await refused();
    const first = idOf(served(await object(scene)));
    served(await judge(scene, first, 'rejected', secondExaminer));
    now = Date.parse('2026-03-30T16:00:00Z');
    expect(codeOf(await object(scene, 'further'))).toEqual([409, 'deadline-passed']);
    now = Date.parse('2026-03-30T15:59:59Z');
    served(await object(scene, 'further'));
  });

  it('is decided by two, neither of whom took part in the decision or the appeal', async () => {
    const { scene, id } = await appealed();
    for (const who of [examiner, secondExaminer]) {
      expect(codeOf(await judge(scene, id, 'upheld', who))).toEqual([409, 'same-person']);
    }
    expect(served(await judge(scene, id, 'upheld', third)).body).toMatchObject({
      status: 'proposed',
      filingStatus: 'refused',
    });
    const params = { filingId: scene.id };
    const own = await ask(world, 'filings.appeals', scene.owner, { params }, 200);
    expect(own.body['items']).toMatchObject([{ status: 'rejected' }, { status: 'open' }]);
    for (const who of [examiner, secondExaminer, third]) {
      expect(codeOf(await confirm(scene, id, 2, who))).toEqual([409, 'same-person']);
    }
    expect(codeOf(await confirm(scene, id, 1, fourth))).toEqual([412, 'stale-version']);
    const replies = await Promise.all([confirm(scene, id, 2, fourth), confirm(scene, id, 2, chief)]);
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(await statusOf(scene)).toBe('examination');
  });

  it('sent back, the first may decide it anew', async () => {
    const { scene, id } = await appealed();
    served(await judge(scene, id, 'upheld', third));
    served(await confirm(scene, id, 2, fourth, { outcome: 'sendBack', reason: '再议' }));
    served(await judge(scene, id, 'rejected', third));
    expect(served(await confirm(scene, id, 4, fourth)).body).toMatchObject({
      status: 'rejected',
      filingStatus: 'refused',
    });
    expect(codeOf(await object(scene, 'further'))).toEqual([409, 'wrong-state']);
  });
});

describe('an appeal against a registration or a return', () => {
  it('upheld against a registration: it stands and is looked at again', async () => {
    now = Date.parse('2026-03-13T02:00:00Z');
    const scene = await queued(world);
    served(await decide(world, scene, accept));
    const id = idOf(served(await object(scene, 'reconsideration', scene.bank)));
    served(await judge(scene, id, 'upheld', secondExaminer));
    expect(await statusOf(scene)).toBe('registered');
    const reviews = served(await world.call('office.reviews.list', examiner, { query: { status: 'open' } }));
    expect(reviews.body['items']).toContainEqual(
      expect.objectContaining({ kind: 'appeal', filing: scene.id }),
    );
  });

  it('upheld against a return whose consents are void by now: the parties complete it first', async () => {
    now = Date.parse('2026-03-13T02:00:00Z');
    const scene = await queued(world);
    const items = [{ pointer: '/mainContract/name', text: '请更正' }];
    const asked = served(await decide(world, scene, { outcome: 'correct', limitWorkingDays: 1, items }));
    const headers = { 'if-match': `"${asked.body['version']}"` };
    const body = { answers: [{ item: 0, value: '另一合同' }] };
    served(
      await world.call('filings.answer', scene.owner.caller, {
        params: { filingId: scene.id },
        body,
        headers,
      }),
    );
    now = Date.parse('2026-03-17T02:00:00Z');
    const { lapse } = await import('../../../functions/registrar/lapse.ts');
    expect(await lapse(world.deps)).toMatchObject({ ended: 1 });
    expect(await statusOf(scene)).toBe('returned');
    const id = idOf(served(await object(scene)));
    served(await judge(scene, id, 'upheld', secondExaminer));
    expect(await statusOf(scene)).toBe('correctionRequested');
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
  });

  it('not against what is not decided', async () => {
    for (const scene of [await draft(world), await consented(world), await queued(world)]) {
      expect(codeOf(await object(scene))).toEqual([409, 'wrong-state']);
    }
    const scene = await queued(world);
    served(await act(world, 'office.filings.claim', examiner, scene));
    expect(codeOf(await object(scene))).toEqual([409, 'wrong-state']);
  });
});
