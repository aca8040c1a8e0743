import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { procedures } from '../../../shared/procedures/index.ts';
import { entry, opening } from '../../../shared/register/entry.ts';
import { replay } from '../../../shared/register/replay.ts';
import type { Title } from '../../../shared/register/title.ts';
import { paper } from '../papers.ts';
import { ask as askFor, openFor } from '../parties/desk.ts';
import {
  consent,
  consented,
  draft,
  type Enrolled,
  edit,
  faultsOf,
  read,
  type Scene,
  submit,
  told,
} from '../scene.ts';
import { addAccount, changeParty, endSigner, mandateUnder, revoke, twoMustSign } from '../signers.ts';
import { examiner, startWorld, type World } from '../world.ts';

let world: World;
const start = Date.parse('2026-02-13T02:00:00Z');
let now = start;
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());
afterEach(() => {
  world.faults.intercept = undefined;
  world.deps.automaticRegistration.splice(0, 1, 'pledge.registration');
  now = start;
});

type Reply = Awaited<ReturnType<typeof read>>;
const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
const missing: [number, string] = [409, 'consents-missing'];
const at = (scene: Pick<Scene, 'id'>) => ({ params: { filingId: scene.id } });
const accept = (scene: Pick<Scene, 'id'>) =>
  world.call('office.filings.decide', examiner, { ...at(scene), body: { outcome: 'accept' } });
const declare = (scene: Scene, who: Enrolled) =>
  world.call('filings.declare', who.caller, { ...at(scene), body: { ground: 'A4.g11' } });
const withdrawConsent = (scene: Pick<Scene, 'id'>, who: Enrolled) =>
  world.call('filings.withdrawConsent', who.caller, { ...at(scene), body: {} });

async function agentOf(principal: Enrolled, more: object = {}): Promise<Enrolled> {
  const agentOf = { principal: principal.id, acts: ['file' as const, 'consent' as const], ...more };
  return world.putParty(`代理机构${randomUUID()}`, { agentOf });
}

/** A draft to which the bank has consented itself, and an agent for the owner. */
async function byAgent(more: object = {}): Promise<{ scene: Scene; agent: Enrolled }> {
  const scene = await draftForAgent();
  const agent = await agentOf(scene.owner, more);
  for (const one of [agent, scene.bank]) expect((await consent(world, scene, one)).status).toBe(201);
  return { scene, agent };
}

/** A draft with the power of attorney that is asked for where an agent acts for the owner (A2.1). */
async function draftForAgent(): Promise<Scene> {
  const owner = await world.putParty(`权利人${randomUUID()}`);
  const documents = [paper('pledgeContract'), paper('powerOfAttorney', { parties: [owner.id] })];
  return draft(world, { owner, documents });
}

async function queued(): Promise<Scene> {
  world.deps.automaticRegistration.splice(0);
  const scene = await consented(world);
  expect((await submit(world, scene)).body['status']).toBe('examination');
  return scene;
}

async function contested(): Promise<Scene> {
  const owner = await world.putParty(`权利人${randomUUID()}`);
  const started = (plain: Title): Title => ({
    ...plain,
    facts: { ...plain.facts, invalidation: { started: true, public: true, basis: 'source' } },
  });
  const scene = await consented(world, {
    owner,
    rights: await world.putPatents([owner.party.name], 1, started),
  });
  expect((await submit(world, scene)).body['status']).toBe('awaitingDeclaration');
  return scene;
}

/** The act is refused for want of this party, whose consent is noted as ended for the reason, and who is told. */
async function expectFallen(scene: Scene, act: () => Promise<Reply>, party: Enrolled, reason: string) {
  const before = (await read(world, scene.id, scene.owner)).body;
  const refused = await act();
  expect(codeOf(refused), refused.text).toEqual(missing);
  expect(faultsOf(refused).map(([, code]) => code)).toEqual(['signatures-missing']);
  expect(refused.text).toContain(party.id);
  const after = (await read(world, scene.id, scene.owner)).body;
  expect(after).toMatchObject({
    status: before['status'],
    version: Number(before['version']) + 1,
    missingConsents: [party.id],
    voidedConsents: [{ party: party.id, reason, voidedAt: expect.any(String) }],
  });
  const code = reason === 'expired' ? 'consent-lapsed' : 'consent-ended';
  expect(await told(world, party, scene.id)).toContain(code);
  // Asked again, it is refused for the same reason, and nothing more is written or told.
  expect(codeOf(await act())).toEqual(missing);
  expect((await read(world, scene.id, scene.owner)).body['version']).toBe(after['version']);
}

describe('between consent and submission', () => {
  it('a mandate revoked: what its agent consented to counts no more', async () => {
    const { scene, agent } = await byAgent();
    await revoke(world, agent);
    await expectFallen(scene, () => submit(world, scene), scene.owner, 'mandateEnded');
    expect((await consent(world, scene, scene.owner)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('registered');
  });

  it('a mandate that ended: refused from midnight in Shanghai on, and not a second earlier', async () => {
    const { scene } = await byAgent({ until: '2026-02-14' });
    now = Date.parse('2026-02-14T15:59:59.999Z');
    const twin = await byAgent({ until: '2026-02-14' });
    expect((await submit(world, twin.scene)).body['status']).toBe('registered');
    now = Date.parse('2026-02-14T16:00:00.000Z');
    await expectFallen(scene, () => submit(world, scene), scene.owner, 'expired');
  });

  it('a mandate revoked by its principal, by the procedure for it', async () => {
    const { scene, agent } = await byAgent();
    const { id: mandate } = await mandateUnder(world, agent);
    const revocation = await openFor(world, scene.owner, 'mandate.revocation');
    const form = { principal: scene.owner.id, agent: agent.id, mandate };
    const revoked = await askFor(world, revocation, form, []);
    expect(revoked.body['status'], revoked.text).toBe('registered');
    await expectFallen(scene, () => submit(world, scene), scene.owner, 'mandateEnded');
  });

  it('a signer who signs for the party no more', async () => {
    const scene = await consented(world);
    await endSigner(world, scene.bank);
    await expectFallen(scene, () => submit(world, scene), scene.bank, 'signerEnded');
  });

  it('an agent’s signer who left the agency', async () => {
    const { scene, agent } = await byAgent();
    await endSigner(world, agent);
    await expectFallen(scene, () => submit(world, scene), scene.owner, 'signerEnded');
  });

  it('a party that was absorbed by another', async () => {
    const scene = await consented(world);
    await changeParty(world, scene.bank, () => ({ status: 'merged', mergedInto: scene.owner.id }));
    await expectFallen(scene, () => submit(world, scene), scene.bank, 'partyEnded');
  });

  it('the day of a consent', async () => {
    const scene = await draft(world);
    expect((await consent(world, scene, scene.owner, { until: '2026-02-14' })).status).toBe(201);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    now = Date.parse('2026-02-15T02:00:00Z');
    await expectFallen(scene, () => submit(world, scene), scene.owner, 'expired');
    expect(await told(world, scene.bank, scene.id)).toContain('consent-lapsed');
  });

  it('and in the very moment of it: what is read with the titles decides', async () => {
    const { scene, agent } = await byAgent();
    let reads = 0;
    world.faults.intercept = async (call, send) => {
      if (call.name === 'BatchGet') reads += 1;
      if (call.name === 'BatchGet' && reads === 2) await revoke(world, agent);
      return send();
    };
    expect(codeOf(await submit(world, scene))).toEqual(missing);
  });

  it('one signature of three falls and two are left: registered, and who signed in vain is told', async () => {
    const scene = await consented(world);
    const second = await addAccount(world, scene.bank);
    expect((await consent(world, scene, second)).status).toBe(201);
    await endSigner(world, second);
    const done = await submit(world, scene);
    expect(done.body['status'], done.text).toBe('registered');
    const seen = await read(world, scene.id, scene.bank);
    expect(seen.body).toMatchObject({ consents: [{}, {}], voidedConsents: [{ reason: 'signerEnded' }] });
    expect(await told(world, scene.bank, scene.id)).toContain('consent-ended');
  });
});

describe('while it waits for an examiner', () => {
  it('an acceptance is refused when a consent has fallen, and done when it is there again', async () => {
    const scene = await queued();
    await endSigner(world, scene.bank);
    await expectFallen(scene, () => accept(scene), scene.bank, 'signerEnded');
    const other = await addAccount(world, scene.bank);
    const given = await consent(world, scene, other);
    expect(given.body, given.text).toMatchObject({ status: 'examination', missingConsents: [] });
    expect((await accept(scene)).body['status']).toBe('registered');
  });

  it('a withdrawn consent leaves it in the queue, where nobody can accept it', async () => {
    const scene = await queued();
    const before = (await read(world, scene.id, scene.owner)).body;
    expect((await withdrawConsent(scene, scene.bank)).body).toMatchObject({
      ...{ status: 'examination', deadline: before['deadline'], missingConsents: [scene.bank.id] },
    });
    const line = await world.call('office.filings.list', examiner, { query: { status: 'examination' } });
    expect(line.text).toContain(scene.id);
    const seen = await world.call('office.filings.get', examiner, at(scene));
    expect(seen.body).toMatchObject({ missingConsents: [scene.bank.id] });
    expect(seen.text).not.toContain(scene.bank.caller.sub);
    expect(codeOf(await accept(scene))).toEqual(missing);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    expect((await accept(scene)).body['status']).toBe('registered');
  });

  it('it can be refused all the same', async () => {
    const scene = await queued();
    expect((await withdrawConsent(scene, scene.bank)).status).toBe(201);
    const body = { outcome: 'refuse', grounds: ['A4.g12'], reason: '当事人撤回同意' };
    const refused = await world.call('office.filings.decide', examiner, { ...at(scene), body });
    expect(refused.body['status'], refused.text).toBe('refused');
  });

  it('a withdrawn consent and an acceptance come in one order: registered, or waiting without it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const scene = await queued();
      const [accepted, withdrawn] = await Promise.all([accept(scene), withdrawConsent(scene, scene.bank)]);
      const { status, consents } = (await read(world, scene.id, scene.owner)).body as {
        status: string;
        consents: unknown[];
      };
      if (status === 'registered') {
        expect([accepted.status, codeOf(withdrawn)]).toEqual([200, [409, 'wrong-state']]);
        expect(consents).toHaveLength(2);
      } else {
        expect([status, codeOf(accepted), withdrawn.status]).toEqual(['examination', missing, 201]);
        expect(consents).toHaveLength(1);
      }
    }
  });
});

describe('a withdrawn consent and a submission at once', () => {
  it('come in one order: registered, or a draft without it; never registered without a consent', async () => {
    for (let round = 0; round < 8; round += 1) {
      const scene = await consented(world);
      const [submitted, withdrawn] = await Promise.all([
        submit(world, scene),
        withdrawConsent(scene, scene.bank),
      ]);
      const status = (await read(world, scene.id, scene.owner)).body['status'];
      if (status === 'registered') {
        expect([submitted.status, codeOf(withdrawn)]).toEqual([200, [409, 'wrong-state']]);
      } else {
        expect([status, codeOf(submitted), withdrawn.status]).toEqual(['draft', missing, 201]);
      }
    }
  });

  it('withdrawn right before the commit: the submission is judged again and refused', async () => {
    const scene = await consented(world);
    let first = true;
    world.faults.intercept = async (call, send) => {
      if (call.name === 'TransactWrite' && first) {
        first = false;
        expect((await withdrawConsent(scene, scene.bank)).status).toBe(201);
      }
      return send();
    };
    expect(codeOf(await submit(world, scene))).toEqual(missing);
    expect((await read(world, scene.id, scene.owner)).body).toMatchObject({ status: 'draft' });
  });

  it('a consent that falls and a new one at once: the new one is never lost', async () => {
    for (let round = 0; round < 4; round += 1) {
      const scene = await consented(world);
      const other = await addAccount(world, scene.bank);
      await endSigner(world, scene.bank);
      const [, given] = await Promise.all([submit(world, scene), consent(world, scene, other)]);
      expect(given.status, given.text).toBe(201);
      const again = await submit(world, scene);
      const seen = await read(world, scene.id, scene.owner);
      expect(seen.body['status'], again.text).toBe('registered');
    }
  });
});

describe('a declaration', () => {
  it('is refused while a consent has fallen, and counts once it is there again', async () => {
    const scene = await contested();
    await endSigner(world, scene.bank);
    await expectFallen(scene, () => declare(scene, scene.owner), scene.bank, 'signerEnded');
    const other = await addAccount(world, scene.bank);
    expect((await consent(world, scene, other, { declares: ['A4.g11'] })).status).toBe(201);
    expect((await declare(scene, scene.owner)).body['status']).toBe('registered');
  });

  it('of a party that two must sign for needs both', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const scene = await contestedBy(owner);
    expect((await declare(scene, scene.owner)).body['status']).toBe('awaitingDeclaration');
    expect((await declare(scene, scene.bank)).body['status']).toBe('awaitingDeclaration');
    expect((await declare(scene, scene.bank)).body['status']).toBe('awaitingDeclaration');
    expect((await declare(scene, scene.second)).body['status']).toBe('registered');
  });

  async function contestedBy(owner: Enrolled): Promise<Scene & { second: Enrolled }> {
    const started = (plain: Title): Title => ({
      ...plain,
      facts: { ...plain.facts, invalidation: { started: true, public: true, basis: 'source' } },
    });
    const rights = await world.putPatents([owner.party.name], 1, started);
    const scene = await consented(world, { owner, rights });
    await twoMustSign(world, scene.bank);
    const second = await addAccount(world, scene.bank);
    expect((await consent(world, scene, second)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('awaitingDeclaration');
    return { ...scene, second };
  }
});

describe('what was agreed can be replayed from the entry that was stored', () => {
  const procedure = procedures.get('pledge.registration');

  async function stored(id: string) {
    const item = await world.item('register', { pk: `ENTRY#${id}`, sk: 'ENTRY' });
    const apart = await Promise.all(
      ['public', 'private'].map((kind) =>
        world.item('register', { pk: `ENTRY#${id}`, sk: `OPENINGS#${kind}` }),
      ),
    );
    const openings = apart.flatMap((one) => z.array(opening).parse(one?.['openings'] ?? []));
    return { made: entry.parse(item?.['entry']), openings };
  }

  it('by whom, under which mandate and party version, as many as were needed, over exactly this', async () => {
    if (!procedure) throw new Error('the procedure is known');
    const scene = await draftForAgent();
    await twoMustSign(world, scene.bank);
    const second = await addAccount(world, scene.bank);
    const agent = await agentOf(scene.owner);
    for (const one of [agent, scene.bank, second])
      expect((await consent(world, scene, one)).status).toBe(201);
    const done = await submit(world, scene);
    const { entry: id = '' } = done.body['registration'] as Record<string, string>;
    const { made, openings } = await stored(id);
    const answer = replay(made, openings, procedure);
    if (!answer.ok) throw new Error(`${answer.fault} ${answer.names}`);
    expect(answer.digest).toBe(scene.digest);
    expect(answer.joint).toBe(true);
    expect(answer.form).toEqual(scene.form);
    const { id: mandate } = await mandateUnder(world, agent);
    expect(answer.consents).toMatchObject([
      { party: scene.owner.id, by: { account: agent.caller.sub, mandate }, partyVersion: 1, overThis: true },
      { party: scene.bank.id, by: { account: scene.bank.caller.sub }, partyVersion: 3, overThis: true },
      { party: scene.bank.id, by: { account: second.caller.sub }, partyVersion: 3, overThis: true },
    ]);
    expect(answer.signatures).toEqual([
      { party: scene.owner.id, version: 1, given: 1, needed: 1 },
      { party: scene.bank.id, version: 3, given: 2, needed: 2 },
    ]);
  });

  it('after a correction too: what counts is what was consented to last', async () => {
    if (!procedure) throw new Error('the procedure is known');
    const scene = await consented(world);
    const changed = { ...scene.form, pledgeAmount: { amount: '1.00', currency: 'CNY' } };
    const edited = await edit(world, scene, 3, changed);
    const now = { ...scene, digest: String(edited.body['digest']) };
    for (const one of [scene.owner, scene.bank]) expect((await consent(world, now, one)).status).toBe(201);
    const done = await submit(world, scene);
    const { entry: id = '' } = done.body['registration'] as Record<string, string>;
    const { made, openings } = await stored(id);
    const answer = replay(made, openings, procedure);
    expect(answer).toMatchObject({ ok: true, digest: now.digest, form: changed, joint: true });
  });
});
