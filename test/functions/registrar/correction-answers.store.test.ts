import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, decide, forOffice, queued, served } from '../office.ts';
import { consent, edit, faultsOf, type Scene, submit } from '../scene.ts';
import { examiner, type Reply, secondExaminer, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ automatic: [] });
});
afterAll(() => world.close());

const items = [
  { pointer: '/mainContract/name', text: '请更正主合同名称' },
  { pointer: '/claim/performanceUntil', text: '请说明届满日' },
];

async function asked(): Promise<Scene> {
  const scene = await queued(world);
  const reply = served(await decide(world, scene, { outcome: 'correct', limitWorkingDays: 5, items }));
  return { ...scene, version: Number(reply.body['version']) };
}

const answer = (
  scene: Scene,
  answers: object[],
  version = scene.version,
  who = scene.owner,
): Promise<Reply> =>
  world.call('filings.answer', who.caller, {
    params: { filingId: scene.id },
    body: { answers },
    headers: { 'if-match': `"${version}"` },
  });

const reconsent = async (scene: Scene, digest: unknown) => {
  for (const one of [scene.owner, scene.bank])
    served(await consent(world, { ...scene, digest: String(digest) }, one));
};

describe('a correction request is answered in place (A2.4)', () => {
  it('item by item, by a value or a reply; the examiner who asked has it back, with old and new', async () => {
    const scene = await asked();
    const changed = served(await answer(scene, [{ item: 0, value: '流动资金借款合同' }]));
    expect(changed.body).toMatchObject({
      form: { mainContract: { name: '流动资金借款合同' } },
      consents: [],
      correction: {
        items: [
          { ...items[0], changed: true },
          { ...items[1], changed: false },
        ],
      },
    });
    await reconsent(scene, changed.body['digest']);
    const early = await submit(world, scene);
    expect([codeOf(early), faultsOf(early)]).toEqual([
      [409, 'correction-unanswered'],
      [['/answers/1', 'unanswered']],
    ]);
    const reply = served(await answer(scene, [{ item: 1, reply: '合同第三条已载明' }], scene.version + 3));
    // Words for the examiner change nothing that was consented to.
    expect(reply.body['missingConsents']).toEqual([]);
    expect(served(await submit(world, scene)).body['status']).toBe('examination');
    const seen = (await forOffice(world, scene)).body;
    expect(seen).toMatchObject({
      claim: { by: examiner.sub },
      changes: [{ pointer: '/mainContract/name', from: '借款合同', to: '流动资金借款合同' }],
      correction: { items: [{ changed: true }, { changed: false, reply: '合同第三条已载明' }] },
    });
    expect(codeOf(await decide(world, scene, { outcome: 'accept' }, secondExaminer))).toEqual([
      409,
      'claimed-by-another',
    ]);
    expect(served(await decide(world, scene, { outcome: 'accept' })).body['status']).toBe('registered');
  });

  it('an edit that changes what is pointed at answers too', async () => {
    const scene = await asked();
    const form = {
      ...scene.form,
      mainContract: { name: '另一合同', signedOn: '2026-01-05' },
      claim: { ...(scene.form['claim'] as object), performanceUntil: '2028-12-31' },
    };
    const edited = served(await edit(world, scene, scene.version, form));
    await reconsent(scene, edited.body['digest']);
    expect(served(await submit(world, scene)).body['status']).toBe('examination');
    expect((await forOffice(world, scene)).body['changes']).toHaveLength(2);
  });

  it('refuses what makes no sense, and changes nothing', async () => {
    const scene = await asked();
    for (const [one, pointer] of [
      [{ item: 2, reply: 'x' }, '/answers/0/item'],
      [{ item: 1, value: 'never' }, '/form/claim/performanceUntil'],
    ] as const) {
      const reply = await answer(scene, [one]);
      expect([reply.status, faultsOf(reply)[0]?.[0]], reply.text).toEqual([422, pointer]);
    }
    for (const one of [
      { item: 0 },
      { item: 0, reply: '' },
      { item: -1, reply: 'x' },
      { item: 0, value: 1, reply: 'x' },
    ])
      expect((await answer(scene, [one])).status).toBe(422);
    expect(codeOf(await answer(scene, [{ item: 0, reply: 'x' }], scene.version - 1))).toEqual([
      412,
      'stale-version',
    ]);
    const stranger = await world.putParty('陌生人');
    expect(codeOf(await answer(scene, [{ item: 0, reply: 'x' }], scene.version, stranger))).toEqual([
      404,
      'not-found',
    ]);
    const open = await queued(world);
    expect(codeOf(await answer(open, [{ item: 0, reply: 'x' }], open.version))).toEqual([409, 'wrong-state']);
  });

  it('comes to another examiner while the one who asked is absent', async () => {
    const who = { sub: 'examiner-going-away', groups: '[examiner]' };
    const scene = await queued(world);
    const decided = served(
      await decide(world, scene, { outcome: 'correct', limitWorkingDays: 5, items }, who),
    );
    const version = Number(decided.body['version']);
    served(
      await world.call('office.absences.declare', who, { body: { from: '2020-01-01', until: '2999-01-01' } }),
    );
    const replies = [0, 1].map((item) => ({ item, reply: '已载明' }));
    served(await answer(scene, replies, version));
    served(await submit(world, scene));
    expect((await forOffice(world, scene)).body).not.toHaveProperty('claim');
    expect(served(await decide(world, scene, { outcome: 'accept' }, secondExaminer)).body['status']).toBe(
      'registered',
    );
  });
});
