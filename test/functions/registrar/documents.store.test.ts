import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentReference } from '../../../shared/register/document.ts';
import { paper, papersFor } from '../papers.ts';
import { ask, consent, draft, edit, faultsOf, submit, type Wish } from '../scene.ts';
import { examiner, startWorld, type World } from '../world.ts';

let world: World;
let byHand: World;
beforeAll(async () => {
  world = await startWorld();
  byHand = await startWorld({ automatic: [] });
});
afterAll(() => Promise.all([world.close(), byHand.close()]));

const parties = async () => ({
  owner: await world.putParty(`权利人${randomUUID()}`),
  bank: await world.putParty(`银行${randomUUID()}`),
});

/** What the submission of the filing is told, and what its examination says of its documents. */
async function toldOf(wish: Wish & { documents: readonly DocumentReference[] }) {
  const scene = await draft(world, wish);
  for (const one of [scene.owner, scene.bank]) await consent(world, scene, one);
  const seen = await ask(world, 'filings.examine', scene.owner, { params: { filingId: scene.id } }, 200);
  const submitted = await submit(world, scene);
  const shown = seen.body['documents'] as { pointer: string; code: string }[];
  return { submitted, examined: shown.map(({ pointer, code }) => [pointer, code]) };
}

describe('which documents a pledge needs (A2.1)', () => {
  it('the contract always', async () => {
    const { submitted, examined } = await toldOf({ documents: [] });
    expect([submitted.status, submitted.body['code']]).toEqual([409, 'documents-missing']);
    expect(faultsOf(submitted)).toEqual([['/documents', 'pledgeContract']]);
    expect(examined).toEqual([['/documents', 'pledgeContract']]);
    expect(submitted.text).toContain('第7条');
  });

  it('identity papers of each party, unless both committed themselves in writing (A9.1)', async () => {
    const { owner, bank } = await parties();
    const form = (plain: object) => ({ ...plain, commitment: false });
    const some = [paper('pledgeContract'), paper('identity', { parties: [owner.id] })];
    const one = await toldOf({ owner, bank, form, documents: some });
    expect(faultsOf(one.submitted)).toEqual([['/documents', 'identity']]);
    expect(one.submitted.text).toContain(bank.party.name);
    const unnamed = await toldOf({
      owner,
      bank,
      form,
      documents: [...some, paper('identity', { name: '身份证' })],
    });
    expect(faultsOf(unnamed.submitted)).toEqual([['/documents', 'identity']]);
    const both = [paper('pledgeContract'), paper('identity', { parties: [owner.id, bank.id] })];
    expect((await toldOf({ owner, bank, form, documents: both })).submitted.body['status']).toBe(
      'registered',
    );
  });

  it.each([
    [
      'valuationReport',
      { valuation: { valuer: '评估所', value: { amount: '1.00', currency: 'CNY' }, valuedOn: '2026-01-05' } },
    ],
    ['coOwnerConsent', { coOwnersAgreedOtherwise: true }],
  ] as const)('%s where the form relies on one', async (kind, more) => {
    const form = (plain: object) => ({ ...plain, ...more });
    const { submitted } = await toldOf({ form, documents: [paper('pledgeContract')] });
    expect(faultsOf(submitted)).toEqual([['/documents', kind]]);
    const whole = await toldOf({ form, documents: [paper('pledgeContract'), paper(kind)] });
    expect(whole.submitted.status, whole.submitted.text).toBe(200);
  });

  it('a power of attorney of each party that an agent acts for', async () => {
    const { owner, bank } = await parties();
    const agent = await world.putParty(`代理${randomUUID()}`, {
      agentOf: { principal: owner.id, acts: ['file', 'consent'] },
    });
    const scene = await draft(world, { owner, bank });
    for (const one of [agent, bank]) expect((await consent(world, scene, one)).status).toBe(201);
    expect(faultsOf(await submit(world, scene))).toEqual([['/documents', 'powerOfAttorney']]);
  });

  it('says everything that is missing at once, and nothing of what is not asked for', async () => {
    const form = (plain: object) => ({ ...plain, commitment: false, coOwnersAgreedOtherwise: true });
    const { submitted, examined } = await toldOf({ form, documents: [paper('other')] });
    expect(examined.map(([, code]) => code)).toEqual([
      'pledgeContract',
      'identity',
      'identity',
      'coOwnerConsent',
    ]);
    expect(faultsOf(submitted)).toEqual(examined);
  });
});

describe('documents and decisions', () => {
  const state = (who: World, id: string, status: 'infected' | 'review' | 'clean') =>
    who.putPapers(id, [paper('pledgeContract')], { status });

  it.each(['awaited', 'checking', 'scanning', 'infected', 'unfit', 'review'] as const)(
    '%s: not submitted, and the filing is as it was',
    async (status) => {
      const scene = await draft(world);
      await world.putPapers(scene.id, papersFor(scene.form), { status });
      for (const one of [scene.owner, scene.bank]) await consent(world, scene, one);
      const reply = await submit(world, scene);
      expect(reply.body).toMatchObject({
        code: 'documents-unclean',
        errors: [{ pointer: '/documents/0', code: status }],
      });
      const now = await ask(world, 'filings.get', scene.owner, { params: { filingId: scene.id } }, 200);
      expect(now.body).toMatchObject({ status: 'draft', version: 3 });
    },
  );

  it('no examiner accepts over an unclean document, but may ask for another', async () => {
    const scene = await draft(byHand);
    for (const one of [scene.owner, scene.bank]) await consent(byHand, scene, one);
    expect((await submit(byHand, scene)).body['status']).toBe('examination');
    // No path of the register leads here: the state is spoilt by hand.
    await state(byHand, scene.id, 'infected');
    const params = { filingId: scene.id };
    const decide = (body: unknown) => byHand.call('office.filings.decide', examiner, { params, body });
    const accepted = await decide({ outcome: 'accept' });
    expect([accepted.status, accepted.body['code']]).toEqual([409, 'documents-unclean']);
    const items = [{ pointer: '/documents/0', text: '请更换合同' }];
    expect((await decide({ outcome: 'correct', limitWorkingDays: 5, items })).status).toBe(200);
  });

  it('a corrected filing is submitted again only with the document that was asked for (A2.4)', async () => {
    const scene = await draft(byHand);
    for (const one of [scene.owner, scene.bank]) await consent(byHand, scene, one);
    await submit(byHand, scene);
    const params = { filingId: scene.id };
    const items = [{ pointer: '/documents/0', text: '请更换合同' }];
    const asked = await byHand.call('office.filings.decide', examiner, {
      params,
      body: { outcome: 'correct', limitWorkingDays: 5, items },
    });
    expect(asked.status, asked.text).toBe(200);
    const version = Number(asked.body['version']);
    const other = paper('pledgeContract', { name: '新合同' });
    const edited = await byHand.call('filings.edit', scene.owner.caller, {
      params,
      body: { form: scene.form, documents: [other] },
      headers: { 'if-match': `"${version}"` },
    });
    expect(edited.status, edited.text).toBe(200);
    const again = { ...scene, digest: String(edited.body['digest']) };
    for (const one of [scene.owner, scene.bank]) expect((await consent(byHand, again, one)).status).toBe(201);
    expect((await submit(byHand, scene)).body['code']).toBe('documents-unclean');
    await byHand.putPapers(scene.id, [other]);
    expect((await submit(byHand, scene)).body['status']).toBe('examination');
  });

  it('a consent is over the documents too: another one voids it', async () => {
    const scene = await draft(world);
    await consent(world, scene, scene.owner);
    const edited = await edit(world, scene, 2, scene.form, [paper('pledgeContract', { name: '另一合同' })]);
    expect(edited.body['digest']).not.toBe(scene.digest);
    expect(edited.body['missingConsents']).toHaveLength(2);
  });
});
