import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import type { Title } from '../../../shared/register/title.ts';
import { consent, consented, draft, edit, read, type Scene, submit, told } from '../scene.ts';
import { nextPatent, startWorld, type World } from '../world.ts';

let world: World;
// The Friday before the Spring Festival of 2026, of which J7 gives the working days.
let now = Date.parse('2026-02-13T02:00:00Z');
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());

const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];
const at = (text: string) => {
  now = Date.parse(text);
};

/** A filing of both parties over one patent that is not as the plainest is. */
async function filingOver(change: (plain: Title) => Title, declares?: readonly string[]): Promise<Scene> {
  const owner = await world.putParty(`权利人${nextPatent()}`);
  const rights = await world.putPatents([owner.party.name], 1, change);
  return consented(world, { owner, rights, ...(declares && { declares }) });
}

const contested = (plain: Title): Title => ({
  ...plain,
  facts: { ...plain.facts, invalidation: { started: true, public: true, basis: 'source' } },
});
const twin = (plain: Title): Title => ({
  ...plain,
  particulars: { ...plain.particulars, kind: 'utilityModel', filingDate: plainDate.parse('2022-03-01') },
  facts: { ...plain.facts, sameDayInvention: '2018100000011' },
});

describe('a submission needs every consent (A1.1, A9.2)', () => {
  it('is refused 409 while one is missing, and leaves the draft as it was', async () => {
    const scene = await draft(world);
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
    expect((await read(world, scene.id, scene.owner)).body).toMatchObject({ status: 'draft', version: 2 });
    expect((await read(world, scene.id, scene.owner)).body).not.toHaveProperty('receivedAt');
  });

  it('is made by either party, once: afterwards 409 for whoever comes', async () => {
    const scene = await consented(world);
    expect((await submit(world, { ...scene, owner: scene.bank })).body['status']).toBe('registered');
    for (const one of [scene.owner, scene.bank]) {
      expect(codeOf(await submit(world, { ...scene, owner: one }))).toEqual([409, 'wrong-state']);
    }
  });

  it('and a withdrawal at once come in one order: registered or withdrawn, the other is told 409', async () => {
    for (let round = 0; round < 6; round += 1) {
      const scene = await consented(world);
      const [submitted, withdrawn] = await Promise.all([
        submit(world, scene),
        world.call('filings.withdraw', scene.bank.caller, { params: { filingId: scene.id }, body: {} }),
      ]);
      expect([submitted.status, withdrawn.status].sort()).toEqual([200, 409]);
      const title = await world.call('titles.get', undefined, {
        params: { patentNumber: scene.rights[0] ?? '' },
      });
      expect([(await read(world, scene.id, scene.owner)).body['status'], title.body['version']]).toEqual(
        submitted.status === 200 ? ['registered', 2] : ['withdrawn', 1],
      );
    }
  });

  it('is made by nobody else: 404, as for a filing that is not there', async () => {
    const scene = await consented(world);
    const owner = await world.putParty('陌生人');
    expect(codeOf(await submit(world, { ...scene, owner }))).toEqual([404, 'not-found']);
    expect(codeOf(await submit(world, { id: `fil_${'3'.repeat(26)}`, owner }))).toEqual([404, 'not-found']);
  });
});

describe('a refusal (A4)', () => {
  it('names its ground, tells both parties, is final and leaves the title as it was', async () => {
    const scene = await filingOver((plain) => ({
      ...plain,
      facts: { ...plain.facts, status: { value: 'terminated', basis: 'source' } },
    }));
    const reply = await submit(world, scene);
    expect(reply.body).toMatchObject({
      status: 'refused',
      findings: [{ ground: 'A4.g2', severity: 'refusal' }],
    });
    expect(reply.body).not.toHaveProperty('registration');
    for (const one of [scene.owner, scene.bank])
      expect(await told(world, one, scene.id)).toContain('refused');
    const after = await read(world, scene.id, scene.owner);
    expect(after.body['decisions']).toMatchObject([
      { outcome: 'refused', by: 'machine', findings: [{ ground: 'A4.g2' }] },
    ]);
    for (const answer of [await submit(world, scene), await edit(world, scene, 4, scene.form)]) {
      expect(codeOf(answer)).toEqual([409, 'wrong-state']);
    }
    const title = await world.call('titles.get', undefined, {
      params: { patentNumber: scene.rights[0] ?? '' },
    });
    expect(title.body).toMatchObject({ version: 1, holds: [] });
  });

  it('for one patent of several stops them all; the parties may file again without it (A4.2)', async () => {
    const scene = await draft(world);
    const foreign = await world.putPatents(['他人']);
    const both = await consented(world, {
      ...scene,
      rights: [...scene.rights, ...foreign],
      form: (plain) => plain,
    });
    const reply = await submit(world, both);
    expect(reply.body).toMatchObject({
      status: 'refused',
      findings: [{ ground: 'A4.g1', right: `patent:${foreign[0]}` }],
    });
    const alone = await consented(world, { owner: scene.owner, bank: scene.bank, rights: scene.rights });
    expect((await submit(world, alone)).body['status']).toBe('registered');
  });
});

describe('a deficiency is corrected within its limit (A2.4, A5.2, J7)', () => {
  it('asks for correction in working days; the edit voids consents; the receipt begins anew', async () => {
    at('2026-02-13T02:00:00Z');
    const unknown = nextPatent();
    const scene = await consented(world, {
      form: (plain) => ({ ...plain, rights: [...plain.rights, unknown] }),
    });
    const asked = await submit(world, scene);
    // Ten working days from the 13th: 14, 24-28 (the 28th works), 2-5 March.
    expect(asked.body).toMatchObject({
      status: 'correctionRequested',
      findings: [{ ground: 'A3', pointer: '/rights/1', severity: 'deficiency' }],
      deadline: { date: '2026-03-05', estimated: false },
    });
    expect(await told(world, scene.bank, scene.id)).toEqual(['consent-asked', 'correction-requested']);
    const received = (await read(world, scene.id, scene.owner)).body['receivedAt'];
    expect(received).toBe('2026-02-13T02:00:00.000Z');

    at('2026-03-05T15:59:00Z');
    const edited = await edit(world, scene, 4, { ...scene.form, rights: scene.rights });
    expect(edited.body).toMatchObject({
      status: 'correctionRequested',
      consents: [],
      deadline: { date: '2026-03-05' },
    });
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
    const state = { ...scene, digest: String(edited.body['digest']) };
    for (const one of [scene.owner, scene.bank]) expect((await consent(world, state, one)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    const after = (await read(world, scene.id, scene.owner)).body;
    expect(after).toMatchObject({ receivedAt: '2026-03-05T15:59:00.000Z', status: 'registered' });
    expect(after).not.toHaveProperty('deadline');
    expect(after['decisions']).toMatchObject([
      { outcome: 'correction' },
      { outcome: 'accepted', by: 'machine' },
    ]);
  });
});

describe('declarations cure g10 and g11 (A4.1)', () => {
  const declare = (scene: Scene, who: Scene['owner'], ground: string, more: object = {}) =>
    world.call('filings.declare', who.caller, { params: { filingId: scene.id }, body: { ground, ...more } });

  it('given ahead with the consents, the filing is registered at once', async () => {
    const scene = await filingOver(contested, ['A4.g11']);
    expect((await submit(world, scene)).body).toMatchObject({ status: 'registered', findings: [] });
  });

  it('given ahead by one alone, or for the other ground, they are awaited', async () => {
    const owner = await world.putParty(`权利人${nextPatent()}`);
    const rights = await world.putPatents([owner.party.name], 1, contested);
    const scene = await draft(world, { owner, rights });
    expect((await consent(world, scene, owner, { declares: ['A4.g11'] })).status).toBe(201);
    expect((await consent(world, scene, scene.bank, { declares: ['A4.g10'] })).status).toBe(201);
    expect((await submit(world, scene)).body).toMatchObject({ status: 'awaitingDeclaration' });
    expect((await declare(scene, scene.bank, 'A4.g11')).body).toMatchObject({ status: 'registered' });
  });

  it('awaited from each party; the last one registers; the limit runs on and nobody is told twice', async () => {
    at('2026-02-13T02:00:00Z');
    const scene = await filingOver((plain) => contested(twin(plain)));
    const asked = await submit(world, scene);
    expect(asked.body).toMatchObject({ status: 'awaitingDeclaration', deadline: { date: '2026-03-05' } });
    const grounds = (asked.body['findings'] as { ground: string }[]).map((one) => one.ground);
    expect(grounds).toEqual(['A4.g10', 'A4.g11']);

    at('2026-02-25T02:00:00Z');
    for (const [who, ground] of [
      [scene.owner, 'A4.g10'],
      [scene.owner, 'A4.g10'],
      [scene.owner, 'A4.g11'],
      [scene.bank, 'A4.g11'],
    ] as const) {
      const reply = await declare(scene, who, ground);
      expect(reply.body).toMatchObject({ status: 'awaitingDeclaration', deadline: { date: '2026-03-05' } });
    }
    for (const one of [scene.owner, scene.bank]) {
      const codes = await told(world, one, scene.id);
      expect(codes.filter((code) => code === 'declaration-awaited')).toHaveLength(1);
    }
    expect((await declare(scene, scene.bank, 'A4.g10')).body).toMatchObject({ status: 'registered' });
    expect(codeOf(await declare(scene, scene.bank, 'A4.g10'))).toEqual([409, 'wrong-state']);
  });

  it('of both parties at once both count', async () => {
    const scene = await filingOver(contested);
    expect((await submit(world, scene)).body['status']).toBe('awaitingDeclaration');
    const replies = await Promise.all([scene.owner, scene.bank].map((one) => declare(scene, one, 'A4.g11')));
    expect(replies.map((one) => one.body['status']).sort()).toEqual(['awaitingDeclaration', 'registered']);
  });

  it('may not be made by strangers (404), for another (403), or by an applicant outside the form (403)', async () => {
    const agent = await world.putParty('代办人');
    const owner = await world.putParty(`权利人${nextPatent()}`);
    const rights = await world.putPatents([owner.party.name], 1, contested);
    const scene = await draft(world, {
      owner: agent,
      rights,
      form: (plain) => ({ ...plain, pledgors: [{ party: owner.id, address: '路1号' }] }),
    });
    for (const one of [owner, scene.bank]) expect((await consent(world, scene, one)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('awaitingDeclaration');
    const stranger = await world.putParty('陌生人');
    expect((await declare(scene, stranger, 'A4.g11')).status).toBe(404);
    expect((await declare(scene, scene.bank, 'A4.g11', { party: owner.id })).status).toBe(403);
    expect((await declare(scene, agent, 'A4.g11')).status).toBe(403);
    expect((await declare(scene, owner, 'A4.g9')).status).toBe(422);
  });

  it('do not help against a ground that arose meanwhile: the last one is refused on it', async () => {
    const scene = await filingOver(contested);
    expect((await submit(world, scene)).body['status']).toBe('awaitingDeclaration');
    const rival = await consented(world, { owner: scene.owner, rights: scene.rights, declares: ['A4.g11'] });
    expect((await submit(world, rival)).body['status']).toBe('registered');
    expect((await declare(scene, scene.owner, 'A4.g11')).body).toMatchObject({
      status: 'refused',
      findings: expect.arrayContaining([expect.objectContaining({ ground: 'A4.g9' })]),
    });
  });
});
