import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mandate } from '../../../shared/register/party.ts';
import { paper, papersFor } from '../papers.ts';
import { ask, consent, type Enrolled, read, submit } from '../scene.ts';
import { pledgeForm, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const agentOf = (principal: Enrolled, acts: Mandate['acts']) =>
  world.putParty(`代理机构${randomUUID()}`, { agentOf: { principal: principal.id, acts } });

const openFor = (agent: Enrolled, applicant: Enrolled, form: object = {}) =>
  world.call('filings.open', agent.caller, {
    body: {
      procedure: 'pledge.registration',
      form,
      documents: papersOf(form, applicant),
      applicant: applicant.id,
    },
  });

/** The papers of a filing that an agent handles for the applicant: its power of attorney besides. */
const papersOf = (form: object, applicant: Enrolled) => [
  ...papersFor({ ...form }),
  paper('powerOfAttorney', { parties: [applicant.id] }),
];

describe('an agent files for its principal (A1.3, A2.1)', () => {
  it('under a mandate to file; one to consent alone opens nothing: 403', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const bank = await world.putParty(`银行${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name]);
    const [filer, signer] = [await agentOf(owner, ['file']), await agentOf(owner, ['consent'])];
    expect((await openFor(signer, owner)).status).toBe(403);
    expect((await openFor(filer, bank)).status).toBe(403);
    const opened = await openFor(filer, owner, pledgeForm([owner.id], [bank.id], rights));
    expect(opened.body, opened.text).toMatchObject({ applicant: owner.id });
    const scene = { id: String(opened.body['id']), digest: String(opened.body['digest']), owner: filer };
    await world.putPapers(scene.id, papersOf({}, owner));
    for (const one of [signer, bank]) expect((await consent(world, scene, one)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    // The agent is no party: what was filed is its principal's.
    const { entry } = (await read(world, scene.id, owner)).body['registration'] as { entry: string };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry } });
    expect(leaf.text).not.toContain(filer.party.name);
  });

  it('and reads the principal’s filings and notices by naming it, but not those of the other party', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const bank = await world.putParty(`银行${randomUUID()}`);
    const filer = await agentOf(owner, ['file']);
    const opened = await openFor(filer, owner, { pledgees: [{ party: bank.id, address: '路1号' }] });
    const id = String(opened.body['id']);
    const mine = await ask(world, 'filings.list', filer, {}, 200);
    expect(mine.body['items']).toEqual([]);
    const theirs = await ask(world, 'filings.list', filer, { query: { party: owner.id } }, 200);
    expect(theirs.body['items']).toMatchObject([{ id, status: 'draft' }]);
    await ask(world, 'notices.list', filer, { query: { party: owner.id } }, 200);
    for (const list of ['filings.list', 'notices.list']) {
      await ask(world, list, filer, { query: { party: bank.id } }, 403);
    }
  });

  it('for a party from abroad, who may not file without one: named as a deficiency otherwise (A1.3)', async () => {
    const owner = await world.putParty(`境外权利人${randomUUID()}`, { residence: 'DE' });
    const bank = await world.putParty(`银行${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name]);
    const form = pledgeForm([owner.id], [bank.id], rights);
    const groundsOf = async (who: Enrolled, id: string) => {
      const seen = await ask(world, 'filings.examine', who, { params: { filingId: id } }, 200);
      return (seen.body['findings'] as { ground: string }[]).map((one) => one.ground);
    };
    const alone = await openFor(owner, owner, form);
    expect(await groundsOf(owner, String(alone.body['id']))).toEqual(['A1.3']);
    const agent = await agentOf(owner, ['file', 'consent']);
    const opened = await openFor(agent, owner, form);
    expect(await groundsOf(agent, String(opened.body['id']))).toEqual([]);
  });
});
