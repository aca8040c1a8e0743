import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lapse } from '../../../functions/registrar/lapse.ts';
import { consent, consented, draft, edit, read, type Scene, submit, told } from '../scene.ts';
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

const declare = (scene: Scene, who: Scene['owner']) =>
  world.call('filings.declare', who.caller, {
    params: { filingId: scene.id },
    body: { ground: 'A4.g11' },
  });
const statusOf = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['status'];
const run = () => lapse(world.deps);

describe('filings end when their limit has passed, and only then: returned, or refused (A2.4, A4.1)', () => {
  it('not on the last day, down to its last second in Shanghai; from midnight on, and once', async () => {
    const [corrected, declared] = [await deficient(), await undeclared()];
    for (const early of ['2026-02-13T02:00:00Z', '2026-03-05T02:00:00Z', '2026-03-05T15:59:59.999Z']) {
      at(early);
      expect(await run()).toMatchObject({ ended: 0 });
    }
    at('2026-03-05T16:00:00.000Z');
    expect(await run()).toMatchObject({ ended: 2 });
    expect(await run()).toMatchObject({ ended: 0 });
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
    expect(await run()).toMatchObject({ ended: 0 });
    expect(await Promise.all([open, withdrawn, waiting].map(statusOf))).toEqual([
      'draft',
      'withdrawn',
      'examination',
    ]);
  });

  it('all of them, over as many pages as they fill', async () => {
    for (let count = 0; count < 30; count += 1) await deficient();
    at('2026-03-06T02:00:00Z');
    expect(await run()).toMatchObject({ ended: 30 });
    const query = { status: 'correctionRequested' };
    expect((await world.call('office.filings.list', examiner, { query })).body).toMatchObject({ items: [] });
  }, 60_000);

  it('racing a resubmission of the last second, one of them wins: returned, or submitted, never both', async () => {
    const outcomes = new Set<unknown>();
    for (let round = 0; round < 8; round += 1) {
      const scene = await deficient();
      at('2026-03-05T15:59:59.999Z');
      const runs: ReturnType<typeof run>[] = [];
      // Midnight falls between the submission's look at the clock and its commit: right before it, or beside it.
      world.faults.intercept = async (call, send) => {
        if (call.name === 'TransactWrite' && runs.length === 0) {
          at('2026-03-05T16:00:00.000Z');
          runs.push(run());
          if (round % 2 === 0) await runs[0];
        }
        return send();
      };
      const submitted = await submit(world, scene);
      world.faults.intercept = undefined;
      const { ended } = (await runs[0]) ?? { ended: 0 };
      const status = await statusOf(scene);
      // Its form still lacks what it lacked, so a submission that wins asks for correction again, within a new limit.
      expect(status).toBe(ended === 1 ? 'returned' : 'correctionRequested');
      expect(submitted.status === 200).toBe(status === 'correctionRequested');
      outcomes.add(status);
      at('2026-04-30T16:00:00.000Z');
      await run();
    }
    expect(outcomes).toContain('returned');
  });

  it('an answer after the limit is refused before any run, and changes nothing: 409', async () => {
    const [corrected, declared] = [await deficient(), await undeclared()];
    at('2026-03-05T15:59:59.999Z');
    const edited = await edit(world, corrected, 4, corrected.form);
    expect(edited.status, edited.text).toBe(200);
    at('2026-03-05T16:00:00.000Z');
    const answers = [
      await submit(world, corrected),
      await edit(world, corrected, 5, corrected.form),
      await declare(declared, declared.owner),
      await consent(world, corrected, corrected.bank),
    ];
    expect(answers.map((one) => [one.status, one.body['code']])).toEqual(
      answers.map(() => [409, 'deadline-passed']),
    );
    expect((await read(world, corrected.id, corrected.owner)).body['version']).toBe(5);
    expect(await run()).toMatchObject({ ended: 2 });
  });

  it('a filing that cannot be read stops neither run nor queue; it is counted and logged for the alarm', async () => {
    const [broken, sound] = [await deficient(), await deficient()];
    const key = { pk: `FILING#${broken.id}`, sk: 'FILING' };
    const item = await world.item('filings', key);
    const TableName = world.store.tables.filings;
    await world.client.send(new PutCommand({ TableName, Item: { ...item, filing: { id: broken.id } } }));
    at('2026-03-06T02:00:00Z');
    world.logs.splice(0);
    expect(await run()).toEqual({ ended: 1, consentsLapsed: 0, unreadable: 1, failed: 0 });
    expect(await statusOf(sound)).toBe('returned');
    const lines = world.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'ERROR', code: 'FILING_UNREADABLE', filing: broken.id }),
    );
    const query = { status: 'correctionRequested' };
    expect((await world.call('office.filings.list', examiner, { query })).status).toBe(200);
    await world.client.send(new DeleteCommand({ TableName, Key: key }));
  });

  it('a filing that cannot be ended does not keep the next one waiting', async () => {
    const scenes = [await deficient(), await deficient()];
    at('2026-03-06T02:00:00Z');
    let failures = 1;
    world.faults.intercept = (call, send) => {
      if (call.name !== 'TransactWrite' || failures === 0) return send();
      failures -= 1;
      throw new Error('refused by the store');
    };
    expect(await run()).toMatchObject({ ended: 1, failed: 1 });
    world.faults.intercept = undefined;
    expect(await run()).toMatchObject({ ended: 1, failed: 0 });
    expect(await Promise.all(scenes.map(statusOf))).toEqual(['returned', 'returned']);
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
