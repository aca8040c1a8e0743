import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../../../shared/kernel/id.ts';
import { paper } from '../papers.ts';
import { consent, draft, type Enrolled, read as readFiling, submit as submitPledge } from '../scene.ts';
import { startWorld, type World } from '../world.ts';
import { type Asking, agree, ask, codeOf, fill, groundsOf, openFor, submit } from './desk.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ automatic: ['pledge.registration'] });
});
afterAll(() => world.close());

const grantForm = (agent: PartyId, more: object = {}) => ({
  ...{ agent, acts: ['file', 'consent'], from: '2026-01-01', bothSides: false },
  ...more,
});

async function granting(principal: Enrolled, agent: PartyId, more: object = {}): Promise<Asking> {
  const filing = await openFor(world, principal, 'mandate.grant');
  const filled = await fill(world, filing, grantForm(agent, more), []);
  expect(filled.status, filled.text).toBe(200);
  await agree(world, filing, principal.caller, principal.id);
  return filing;
}

type Given = { id: string; principal: PartyId; agent: PartyId; revokedAt?: string };

async function granted(principal: Enrolled, agent: Enrolled, more: object = {}): Promise<Given> {
  const filing = await granting(principal, agent.id, more);
  const given = await agree(world, filing, agent.caller, agent.id);
  expect(given.status, given.text).toBe(201);
  const done = await submit(world, filing);
  expect(done.body['status'], done.text).toBe('registered');
  return (await mandatesOf(principal, 'given'))[0] as Given;
}

async function mandatesOf(who: Enrolled, side: 'given' | 'mandates'): Promise<Given[]> {
  const mine = await world.call('parties.mine', who.caller);
  return (mine.body['parties'] as { given: Given[]; mandates: Given[] }[])[0]?.[side] ?? [];
}

const two = async () =>
  [await world.putParty(`委托人${randomUUID()}`), await world.putParty(`代理人${randomUUID()}`)] as const;

const revoking = (by: Enrolled, { id, principal, agent }: Given) =>
  openFor(world, by, 'mandate.revocation').then((filing) =>
    ask(world, filing, { principal, agent, mandate: id }, []),
  );

describe('mandate.grant (A2.1, Civil Code art. 165)', () => {
  it('by the principal’s signer and the agent’s; at once, with its entry, and seen by both', async () => {
    const [principal, agent] = await two();
    const waiting = await granting(principal, agent.id);
    expect(codeOf(await submit(world, waiting))).toEqual([409, 'consents-missing']);
    const given = await granted(principal, agent);
    expect(given).toMatchObject({ principal: principal.id, agent: agent.id });
    expect(await mandatesOf(agent, 'mandates')).toMatchObject([{ id: given.id }]);
    const scene = await draft(world, { owner: principal });
    expect((await readFiling(world, scene.id, agent)).status).toBe(200);
  });

  it('not to oneself (P15), not over already (P16), not to nobody (A1.1), not for no act', async () => {
    const [principal, agent] = await two();
    expect(groundsOf(await submit(world, await granting(principal, principal.id)))).toEqual(['P15']);
    const over = await granting(principal, agent.id, { from: '2020-01-01', until: '2020-12-31' });
    await agree(world, over, agent.caller, agent.id);
    expect(groundsOf(await submit(world, over))).toEqual(['P16']);
    const filing = await openFor(world, principal, 'mandate.grant');
    for (const [form, pointer] of [
      [grantForm(agent.id, { until: '2025-12-31' }), '/form/until'],
      [grantForm(agent.id, { acts: ['file', 'file'] }), '/form/acts'],
      [grantForm(agent.id, { acts: ['register'] }), '/form/acts/0'],
    ] as const) {
      const reply = await fill(world, filing, form, []);
      expect([reply.status, reply.body['errors']]).toMatchObject([422, [{ pointer }]]);
    }
  });

  it('by an agent for its principal never: who acts for it, the principal says itself (P6)', async () => {
    const [principal, agent] = await two();
    await granted(principal, agent);
    const third = await world.putParty('第三人');
    const body = {
      ...{ procedure: 'mandate.grant', applicant: principal.id, documents: [] },
      form: grantForm(third.id),
    };
    const opened = await world.call('filings.open', agent.caller, { body });
    const params = { filingId: String(opened.body['id']) };
    for (const [who, party] of [
      [agent, principal.id],
      [third, third.id],
    ] as const) {
      await world.call('filings.consent', who.caller, {
        params,
        body: { digest: opened.body['digest'], party },
      });
    }
    const submitted = await world.call('filings.submit', agent.caller, { params, body: {} });
    expect(groundsOf(submitted)).toEqual(['P6']);
    expect(await mandatesOf(third, 'mandates')).toEqual([]);
  });

  it('in a circle gives nothing that its two ends did not give: an agent acts for its own principal alone', async () => {
    const [a, b] = await two();
    const c = await world.putParty(`第三${randomUUID()}`);
    await granted(a, b);
    await granted(b, c);
    await granted(c, a);
    const scene = await draft(world, { owner: a });
    expect((await readFiling(world, scene.id, b)).status).toBe(200);
    expect((await readFiling(world, scene.id, c)).status).toBe(404);
  });
});

describe('mandate.revocation (Civil Code art. 173)', () => {
  it('by the principal alone or by the agent alone, at once; the other is told', async () => {
    for (const side of ['principal', 'agent'] as const) {
      const [principal, agent] = await two();
      const given = await granted(principal, agent);
      const scene = await draft(world, { owner: principal });
      const by = side === 'principal' ? principal : agent;
      const other = side === 'principal' ? agent : principal;
      const done = await revoking(by, given);
      expect(done.body['status'], done.text).toBe('registered');
      expect((await mandatesOf(principal, 'given'))[0]?.revokedAt).toBeDefined();
      expect((await readFiling(world, scene.id, agent)).status).toBe(404);
      const told = await world.call('filings.list', other.caller);
      expect((told.body['items'] as { procedure: string }[]).map((one) => one.procedure)).toContain(
        'mandate.revocation',
      );
    }
  });

  it('twice, by a stranger, or under a wrong name is refused and tells nothing (P18)', async () => {
    const [principal, agent] = await two();
    const stranger = await world.putParty('生人');
    const given = await granted(principal, agent);
    const byStranger = await revoking(stranger, given);
    expect([byStranger.body['status'], groundsOf(byStranger)]).toEqual(['refused', ['P18']]);
    const asIfOwn = await revoking(stranger, { ...given, principal: stranger.id });
    expect(asIfOwn.body['findings']).toEqual(byStranger.body['findings']);
    expect((await world.call('filings.list', agent.caller)).text).not.toContain('mandate.revocation');
    expect((await revoking(principal, given)).body['status']).toBe('registered');
    expect(groundsOf(await revoking(agent, given))).toEqual(['P18']);
  });

  it('between consent and submission voids what the agent consented to', async () => {
    const [owner, agent] = await two();
    const given = await granted(owner, agent);
    const scene = await draft(world, { owner });
    expect((await consent(world, scene, agent, { party: owner.id })).status).toBe(201);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    await revoking(owner, given);
    expect(codeOf(await submitPledge(world, scene))).toEqual([409, 'consents-missing']);
  });
});

describe('one agency for both sides (A9.3, Civil Code art. 168)', () => {
  const pledge = async (owner: Enrolled, bank: Enrolled, agent: Enrolled) => {
    const powers = [owner, bank].map(({ id }) => paper('powerOfAttorney', { parties: [id] }));
    const documents = [paper('pledgeContract'), ...powers];
    const scene = await draft(world, { owner, bank, documents });
    for (const party of [owner.id, bank.id]) {
      const given = await consent(world, scene, agent, { party });
      expect(given.status, given.text).toBe(201);
    }
    return submitPledge(world, scene);
  };

  it('is a deficiency, unless both principals agreed to it in their mandates', async () => {
    const [owner, agent] = await two();
    const bank = await world.putParty(`银行${randomUUID()}`);
    await granted(owner, agent, { bothSides: true });
    const plain = await granted(bank, agent);
    const first = await pledge(owner, bank, agent);
    expect(groundsOf(first)).toContain('A9.3');
    expect((await revoking(bank, plain)).body['status']).toBe('registered');
    await granted(bank, agent, { bothSides: true });
    expect(groundsOf(await pledge(owner, bank, agent))).not.toContain('A9.3');
  });
});
