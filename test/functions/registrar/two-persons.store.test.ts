import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { procedures } from '../../../shared/procedures/index.ts';
import { accept, act, codeOf, decide, forOffice, queued, refuse, served } from '../office.ts';
import { read, type Scene } from '../scene.ts';
import { type Caller, chief, examiner, secondExaminer, startWorld, type World } from '../world.ts';

let world: World;
const procedure = procedures.get('pledge.registration');
beforeAll(async () => {
  world = await startWorld({ automatic: [] });
  // What the rule asks of procedures that cannot be undone, asked here of the one that is easiest to file.
  if (procedure) Object.assign(procedure, { twoPersons: true });
});
afterAll(async () => {
  if (procedure) Object.assign(procedure, { twoPersons: false });
  await world.close();
});

const version = async (scene: Pick<Scene, 'id'>) => Number((await forOffice(world, scene)).body['version']);
const confirm = async (scene: Scene, who: Caller, body: object = { outcome: 'confirm' }, seen?: number) =>
  act(world, 'office.filings.confirm', who, scene, { version: seen ?? (await version(scene)), ...body });
const status = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['status'];

describe('what cannot be undone needs two persons', () => {
  it.each([
    ['accepted', accept, 'registered'],
    ['refused', refuse, 'refused'],
  ])('%s: proposed by one, confirmed by another, never by the first', async (outcome, body, end) => {
    const scene = await queued(world);
    const before = (await read(world, scene.id, scene.owner)).body;
    expect(served(await decide(world, scene, body)).body).toMatchObject({
      status: 'examination',
      proposed: outcome,
    });
    const seen = await read(world, scene.id, scene.owner);
    // The parties learn nothing of what is only proposed.
    expect(seen.body).toEqual({ ...before, version: seen.body['version'] });
    expect((await forOffice(world, scene)).body).toMatchObject({
      proposal: { outcome, account: examiner.sub },
      claim: { by: examiner.sub },
      deadline: before['deadline'],
    });
    expect(codeOf(await confirm(scene, examiner))).toEqual([409, 'same-person']);
    expect(codeOf(await decide(world, scene, accept, secondExaminer))).toEqual([409, 'claimed-by-another']);
    expect(served(await confirm(scene, secondExaminer)).body['status']).toBe(end);
    const decided = await read(world, scene.id, scene.owner);
    expect(decided.body['decisions']).toHaveLength(1);
    expect(decided.text).not.toMatch(/examiner-[12]/);
    const stored = await world.item('filings', { pk: `FILING#${scene.id}`, sk: 'FILING' });
    expect(stored?.['filing']).toMatchObject({
      decisions: [{ account: examiner.sub, second: secondExaminer.sub }],
      examiners: [examiner.sub, secondExaminer.sub],
    });
    expect(codeOf(await confirm(scene, secondExaminer, undefined, 9))).toEqual([409, 'wrong-state']);
  });

  it('sent back, it is with the first again, with the reason; a new proposal can be confirmed', async () => {
    const scene = await queued(world);
    served(await decide(world, scene, accept));
    const back = await confirm(scene, secondExaminer, { outcome: 'sendBack', reason: '请核对共有人' });
    expect(served(back).body).toMatchObject({ status: 'examination' });
    expect(back.body).not.toHaveProperty('proposed');
    expect((await forOffice(world, scene)).body).toMatchObject({
      sentBack: { account: secondExaminer.sub, reason: '请核对共有人' },
      claim: { by: examiner.sub },
    });
    expect(codeOf(await confirm(scene, secondExaminer))).toEqual([409, 'wrong-state']);
    served(await decide(world, scene, refuse));
    expect((await forOffice(world, scene)).body).not.toHaveProperty('sentBack');
    expect(served(await confirm(scene, secondExaminer)).body['status']).toBe('refused');
  });

  it('correction can be asked for by one alone: it can be undone', async () => {
    const scene = await queued(world);
    const items = [{ pointer: '/mainContract', text: '请补正' }];
    const reply = await decide(world, scene, { outcome: 'correct', limitWorkingDays: 5, items });
    expect(served(reply).body['status']).toBe('correctionRequested');
  });

  it('a proposal is void once the filing changes, and confirmed only on the version that was read', async () => {
    const scene = await queued(world);
    served(await decide(world, scene, accept));
    const seen = await version(scene);
    expect(codeOf(await confirm(scene, secondExaminer, undefined, seen - 1))).toEqual([412, 'stale-version']);
    const params = { filingId: scene.id };
    served(await world.call('filings.withdraw', scene.bank.caller, { params, body: {} }));
    expect(codeOf(await confirm(scene, secondExaminer, undefined, seen))).toEqual([409, 'wrong-state']);
    expect(await status(scene)).toBe('withdrawn');
  });

  it('any other change of the filing voids it as well, though its state is the same', async () => {
    const scene = await queued(world);
    served(await decide(world, scene, accept));
    const key = { pk: `FILING#${scene.id}`, sk: 'FILING' };
    const item = await world.item('filings', key);
    const filing = item?.['filing'] as { version: number };
    const next = filing.version + 1;
    const changed = { ...item, version: next, filing: { ...filing, version: next } };
    await world.put('filings', changed);
    expect((await forOffice(world, scene)).body).not.toHaveProperty('proposal');
    expect(codeOf(await confirm(scene, secondExaminer))).toEqual([409, 'wrong-state']);
  });

  it('a claim passed on does not void it: nothing of the filing has changed', async () => {
    const scene = await queued(world);
    served(await decide(world, scene, accept));
    served(await act(world, 'office.filings.reassign', chief, scene, { account: secondExaminer.sub }));
    expect(codeOf(await confirm(scene, examiner))).toEqual([409, 'same-person']);
    expect(served(await confirm(scene, secondExaminer)).body['status']).toBe('registered');
  });

  it('two confirm at once: one registration; a confirmation and a return at once: one of them', async () => {
    for (const other of [{ outcome: 'confirm' }, { outcome: 'sendBack', reason: '再看' }]) {
      const scene = await queued(world);
      served(await decide(world, scene, accept));
      const seen = await version(scene);
      const replies = await Promise.all([
        confirm(scene, secondExaminer, undefined, seen),
        confirm(scene, chief, other, seen),
      ]);
      expect(replies.filter((one) => one.status === 200)).toHaveLength(1);
      const [first] = replies;
      expect(await status(scene)).toBe(
        first?.status === 200 || other.outcome === 'confirm' ? 'registered' : 'examination',
      );
    }
  });

  it('two who propose at once: the second is told whose it is', async () => {
    const scene = await queued(world);
    const replies = await Promise.all([
      decide(world, scene, accept),
      decide(world, scene, refuse, secondExaminer),
    ]);
    expect(replies.map((one) => one.body['code'] ?? 'proposed').sort()).toEqual([
      'claimed-by-another',
      'proposed',
    ]);
  });

  it('what the register refuses by now is not confirmed away (A4.g9)', async () => {
    const first = await queued(world);
    const second = await queued(world, { owner: first.owner, rights: first.rights });
    for (const one of [first, second]) served(await decide(world, one, accept));
    expect(served(await confirm(first, secondExaminer)).body['status']).toBe('registered');
    const late = await confirm(second, secondExaminer);
    expect(codeOf(late)).toEqual([409, 'wrong-state']);
    expect(late.body['errors']).toMatchObject([{ code: 'A4.g9' }]);
  });
});
