import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lapse } from '../../../functions/registrar/lapse.ts';
import { consented, draft, read, type Scene, submit, told } from '../scene.ts';
import { examiner, nextPatent, startWorld, type World } from '../world.ts';

let world: World;
let now = 0;
const at = (text: string) => {
  now = Date.parse(text);
};
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());

/** A filing that must be corrected by 5 March 2026, ten working days after 13 February (J7). */
async function deficient(): Promise<Scene> {
  at('2026-02-13T02:00:00Z');
  const scene = await consented(world, {
    form: (plain) => ({ ...plain, rights: [...plain.rights, nextPatent()] }),
  });
  expect((await submit(world, scene)).body).toMatchObject({ deadline: { date: '2026-03-05' } });
  return scene;
}

async function undeclared(): Promise<Scene> {
  at('2026-02-13T02:00:00Z');
  const owner = await world.putParty(`权利人${nextPatent()}`);
  const rights = await world.putPatents([owner.party.name], 1, (plain) => ({
    ...plain,
    facts: { ...plain.facts, invalidation: { started: true, public: true, basis: 'source' } },
  }));
  const scene = await consented(world, { owner, rights });
  expect((await submit(world, scene)).body).toMatchObject({ status: 'awaitingDeclaration' });
  return scene;
}

const statusOf = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['status'];
const run = () => lapse(world.deps);

describe('filings end when their limit has passed, and only then: returned, or refused (A2.4, A4.1)', () => {
  it('not on the last day, down to its last second in Shanghai; from midnight on, and once', async () => {
    const [corrected, declared] = [await deficient(), await undeclared()];
    for (const early of ['2026-02-13T02:00:00Z', '2026-03-05T02:00:00Z', '2026-03-05T15:59:59.999Z']) {
      at(early);
      expect(await run()).toEqual({ ended: 0 });
    }
    at('2026-03-05T16:00:00.000Z');
    expect(await run()).toEqual({ ended: 2 });
    expect(await run()).toEqual({ ended: 0 });
    for (const [scene, outcome] of [
      [corrected, 'returned'],
      [declared, 'refused'],
    ] as const) {
      const seen = await read(world, scene.id, scene.bank);
      expect(seen.body).toMatchObject({ status: outcome, decisions: [{}, { outcome, by: 'machine' }] });
      expect(seen.body).not.toHaveProperty('deadline');
      for (const one of [scene.owner, scene.bank])
        expect(await told(world, one, scene.id)).toContain(outcome);
      expect((await submit(world, scene)).body['code']).toBe('wrong-state');
    }
    const refused = await read(world, declared.id, declared.owner);
    expect(refused.body['decisions']).toMatchObject([{}, { findings: [{ ground: 'A4.g11' }] }]);
  });

  it('neither drafts, nor what waits for an examiner, nor what was withdrawn', async () => {
    at('2026-02-13T02:00:00Z');
    const open = await draft(world);
    const withdrawn = await deficient();
    await world.call('filings.withdraw', withdrawn.owner.caller, {
      params: { filingId: withdrawn.id },
      body: {},
    });
    world.deps.automaticRegistration.splice(0);
    const waiting = await consented(world);
    expect((await submit(world, waiting)).body['status']).toBe('examination');
    world.deps.automaticRegistration.push('pledge.registration');
    at('2027-02-13T02:00:00Z');
    expect(await run()).toEqual({ ended: 0 });
    expect(await Promise.all([open, withdrawn, waiting].map(statusOf))).toEqual([
      'draft',
      'withdrawn',
      'examination',
    ]);
  });

  it('all of them, over as many pages as they fill', async () => {
    for (let count = 0; count < 30; count += 1) await deficient();
    at('2026-03-06T02:00:00Z');
    expect(await run()).toEqual({ ended: 30 });
    const query = { status: 'correctionRequested' };
    expect((await world.call('office.filings.list', examiner, { query })).body).toMatchObject({ items: [] });
  }, 60_000);

  it('racing a resubmission, one of them wins: returned, or submitted, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const scene = await deficient();
      at('2026-03-05T16:00:00.000Z');
      const [submitted, { ended }] = await Promise.all([submit(world, scene), run()]);
      const status = await statusOf(scene);
      // Its form still lacks what it lacked, so a submission that wins asks for correction again, within a new limit.
      if (ended === 1) expect(status).toBe('returned');
      else expect(status).toBe('correctionRequested');
      expect(submitted.status === 200).toBe(status === 'correctionRequested');
      at('2026-04-30T16:00:00.000Z');
      await run();
    }
  });

  it('two runs at once return each filing once', async () => {
    const scene = await deficient();
    at('2026-03-06T02:00:00Z');
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.reduce((sum, one) => sum + one.ended, 0)).toBe(1);
    const codes = await told(world, scene.owner, scene.id);
    expect(codes.filter((code) => code === 'returned')).toHaveLength(1);
  });
});
