import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Title } from '../../../shared/register/title.ts';
import { consent, consented, edit, read, type Scene, submit, told } from '../scene.ts';
import { examiner, operator, startWorld, type World } from '../world.ts';

let world: World;
// A Friday before the Spring Festival: two working days later is the 24th (J7).
const now = Date.parse('2026-02-13T02:00:00Z');
beforeAll(async () => {
  world = await startWorld({ automatic: [], clock: () => now });
});
afterAll(() => world.close());

const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];

async function queued(wish: Parameters<typeof consented>[1] = {}): Promise<Scene> {
  const scene = await consented(world, wish);
  const submitted = await submit(world, scene);
  expect(submitted.body['status'], submitted.text).toBe('examination');
  return scene;
}

const decide = (
  scene: Pick<Scene, 'id'>,
  body: object,
  who = examiner,
  headers: Record<string, string> = {},
) => world.call('office.filings.decide', who, { params: { filingId: scene.id }, body, headers });

const accept = { outcome: 'accept' };
const refuse = { outcome: 'refuse', grounds: ['A4.g12'], reason: '质押合同显失公平' };

describe('with automatic registration off, a person decides (A5.1, J7)', () => {
  it('a clean filing waits in the queue with its deadline; accepted, it is registered by the examiner', async () => {
    const scene = await queued();
    const line = await lineOf(scene.id, 'examination');
    expect(line).toMatchObject({ status: 'examination', deadline: { date: '2026-02-24', estimated: false } });
    const seen = await world.call('office.filings.get', examiner, { params: { filingId: scene.id } });
    expect(seen.body['examination']).toEqual({
      ...{ complete: true, issues: [], documents: [], findings: [] },
    });
    const reply = await decide(scene, accept);
    expect(reply.body).toMatchObject({ status: 'registered' });
    const { entry } = reply.body['registration'] as { entry: string };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry } });
    expect(leaf.body).toMatchObject({ entry: { decidedBy: 'examiner' } });
    expect(leaf.text).not.toContain(examiner.sub);
    expect(await lineOf(scene.id, 'examination')).toBeUndefined();
    expect((await read(world, scene.id, scene.owner)).text).not.toContain(examiner.sub);
  });

  it('refuses on g12 with its reason, which the parties read; without a reason or ground it is 422', async () => {
    const scene = await queued();
    for (const body of [
      { ...refuse, reason: '' },
      { ...refuse, grounds: [] },
      { ...refuse, grounds: ['A4.g13'] },
      { outcome: 'refuse', grounds: ['A4.g12'] },
      { outcome: 'perhaps' },
      {},
    ]) {
      expect((await decide(scene, body)).status).toBe(422);
    }
    expect((await decide(scene, refuse)).body).toMatchObject({ status: 'refused' });
    const seen = await read(world, scene.id, scene.bank);
    expect(seen.body['decisions']).toMatchObject([
      { outcome: 'refused', by: 'examiner', reason: '质押合同显失公平', findings: [{ ground: 'A4.g12' }] },
    ]);
    expect(await told(world, scene.owner, scene.id)).toContain('refused');
    expect(codeOf(await decide(scene, accept))).toEqual([409, 'wrong-state']);
  });

  it('asks for correction within the limit it sets; corrected, the filing is examined again', async () => {
    const scene = await queued();
    const items = [{ pointer: '/mainContract/number', text: '请补充主合同编号' }];
    const reply = await decide(scene, { outcome: 'correct', limitWorkingDays: 2, items });
    expect(reply.body).toMatchObject({ status: 'correctionRequested', deadline: { date: '2026-02-24' } });
    expect(await told(world, scene.bank, scene.id)).toContain('correction-requested');
    const form = { ...scene.form, mainContract: { name: '借款合同', number: 'X-1', signedOn: '2026-01-05' } };
    const edited = await edit(world, scene, 5, form);
    expect(edited.body['decisions']).toMatchObject([{ outcome: 'correction', corrections: items }]);
    const state = { ...scene, digest: String(edited.body['digest']) };
    for (const one of [scene.owner, scene.bank]) expect((await consent(world, state, one)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('examination');
    expect((await decide(scene, accept)).body['status']).toBe('registered');
  });

  it.each([0, 61, 1.5, -1])('a limit of %s working days is 422', async (limitWorkingDays) => {
    const body = { outcome: 'correct', limitWorkingDays, items: [{ pointer: '', text: '补正' }] };
    expect((await decide({ id: `fil_${'1'.repeat(26)}` }, body)).status).toBe(422);
  });

  it('decides nothing that is not in the queue, and only as an examiner', async () => {
    const scene = await consented(world);
    expect(codeOf(await decide(scene, accept))).toEqual([409, 'wrong-state']);
    expect(codeOf(await decide({ id: `fil_${'1'.repeat(26)}` }, accept))).toEqual([404, 'not-found']);
    expect(codeOf(await decide(scene, accept, operator))).toEqual([403, 'forbidden']);
    expect(codeOf(await decide(scene, accept, { sub: 'x' }))).toEqual([403, 'forbidden']);
    expect(codeOf(await decide(scene, accept, { sub: 'x', groups: '[examiners]' }))).toEqual([
      403,
      'forbidden',
    ]);
  });
});

describe('an examiner cannot accept away what the register shows', () => {
  it('a pledge registered meanwhile: 409 with the ground; refusing on it stands (A4.g9)', async () => {
    const first = await queued();
    const second = await queued({ owner: first.owner, rights: first.rights });
    expect((await decide(first, accept)).body['status']).toBe('registered');
    const late = await decide(second, accept);
    expect(codeOf(late)).toEqual([409, 'wrong-state']);
    expect(late.body['errors']).toMatchObject([{ pointer: '/outcome', code: 'A4.g9' }]);
    const refused = await decide(second, { outcome: 'refuse', grounds: ['A4.g9'], reason: '已办理质押登记' });
    expect(refused.body).toMatchObject({ status: 'refused' });
  });

  it('of two clean filings for one patent accepted at once exactly one registers', async () => {
    const first = await queued();
    const second = await queued({ owner: first.owner, rights: first.rights });
    const replies = await Promise.all([first, second].map((one) => decide(one, accept)));
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
    const title = await world.call('titles.get', undefined, {
      params: { patentNumber: first.rights[0] ?? '' },
    });
    expect(title.body).toMatchObject({ version: 2, holds: [{ kind: 'pledge' }] });
    expect(title.body['holds']).toHaveLength(1);
  });

  it('but may accept over what is left to a person: an unknown annuity, co-owners who agreed otherwise', async () => {
    const unknown = (plain: Title): Title => ({
      ...plain,
      owners: [...plain.owners, { name: '共有人' }],
      facts: { ...plain.facts, annuity: { value: 'unknown', basis: 'assumed' } },
    });
    const owner = await world.putParty('权利人有共有人');
    const rights = await world.putPatents([owner.party.name], 1, unknown);
    const scene = await queued({
      owner,
      rights,
      form: (plain) => ({ ...plain, coOwnersAgreedOtherwise: true }),
    });
    const reply = await decide(scene, { ...accept, reason: '已核对共有人协议' });
    expect(reply.body).toMatchObject({
      status: 'registered',
      findings: [
        { ground: 'A4.g4', severity: 'examiner' },
        { ground: 'A4.g8', severity: 'examiner' },
      ],
    });
    expect((await read(world, scene.id, owner)).body['decisions']).toMatchObject([
      { reason: '已核对共有人协议' },
    ]);
  });
});

describe('two who act on one filing at once', () => {
  it('two examiners make one decision; the other is told 409', async () => {
    for (const bodies of [
      [accept, accept],
      [accept, refuse],
      [refuse, refuse],
    ]) {
      const scene = await queued();
      const replies = await Promise.all(
        bodies.map((body, index) => decide(scene, body, { ...examiner, sub: `examiner-${index}` })),
      );
      expect(replies.map((one) => one.status).sort()).toEqual([200, 409]);
      expect((await read(world, scene.id, scene.owner)).body['decisions']).toHaveLength(1);
    }
  });

  it('an acceptance and a withdrawal come in one order: registered or withdrawn, never both', async () => {
    for (let round = 0; round < 4; round += 1) {
      const scene = await queued();
      const [accepted, withdrawn] = await Promise.all([decide(scene, accept), withdraw(scene, scene.bank)]);
      expect([accepted.status, withdrawn.status].sort()).toEqual([200, 409]);
      const { body } = await read(world, scene.id, scene.owner);
      const title = await world.call('titles.get', undefined, {
        params: { patentNumber: scene.rights[0] ?? '' },
      });
      expect([body['status'], title.body['version']]).toEqual(
        accepted.status === 200 ? ['registered', 2] : ['withdrawn', 1],
      );
    }
  });
});

const withdraw = (scene: Scene, who: Scene['owner'], body: object = {}) =>
  world.call('filings.withdraw', who.caller, { params: { filingId: scene.id }, body });

describe('a withdrawal (A7)', () => {
  it('is possible in every state before registration, told to the others, and final', async () => {
    const draft = await consented(world);
    const inQueue = await queued();
    const corrected = await queued();
    const items = [{ pointer: '', text: '补正' }];
    await decide(corrected, { outcome: 'correct', limitWorkingDays: 3, items });
    for (const scene of [draft, inQueue, corrected]) {
      const reply = await withdraw(scene, scene.bank);
      expect([reply.status, reply.body['status']], reply.text).toEqual([200, 'withdrawn']);
      expect(reply.body).not.toHaveProperty('deadline');
      expect(await told(world, scene.owner, scene.id)).toContain('withdrawn');
      expect(await told(world, scene.bank, scene.id)).not.toContain('withdrawn');
      expect(codeOf(await withdraw(scene, scene.owner))).toEqual([409, 'wrong-state']);
      expect(codeOf(await submit(world, scene))).toEqual([409, 'wrong-state']);
      expect(codeOf(await edit(world, scene, 4, {}))).toEqual([409, 'wrong-state']);
      for (const status of ['examination', 'correctionRequested'] as const) {
        expect(await lineOf(scene.id, status)).toBeUndefined();
      }
    }
  });

  it('is impossible once registered or refused, and to strangers', async () => {
    const registered = await queued();
    await decide(registered, accept);
    const refused = await queued();
    await decide(refused, refuse);
    for (const scene of [registered, refused]) {
      expect(codeOf(await withdraw(scene, scene.owner))).toEqual([409, 'wrong-state']);
    }
    const open = await consented(world);
    const stranger = await world.putParty('陌生人');
    expect(codeOf(await withdraw(open, stranger))).toEqual([404, 'not-found']);
  });

  it('and a submission at once come in one order', async () => {
    for (let round = 0; round < 4; round += 1) {
      const scene = await consented(world);
      const [submitted, withdrawn] = await Promise.all([submit(world, scene), withdraw(scene, scene.bank)]);
      // What is in the queue may still be withdrawn, so both may succeed, the withdrawal last.
      expect(withdrawn.status).toBe(200);
      expect([200, 409]).toContain(submitted.status);
      expect((await read(world, scene.id, scene.owner)).body['status']).toBe('withdrawn');
    }
  });
});

/** The filing's line in the queue of that state. */
async function lineOf(id: string, status: string): Promise<object | undefined> {
  let cursor: string | undefined;
  do {
    const query = { status, limit: '50', ...(cursor && { cursor }) };
    const page = await world.call('office.filings.list', examiner, { query });
    expect(page.status, page.text).toBe(200);
    const found = (page.body['items'] as { id: string }[]).find((one) => one.id === id);
    if (found) return found;
    cursor = page.body['next'] as string | undefined;
  } while (cursor);
  return undefined;
}
