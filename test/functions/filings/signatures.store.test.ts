import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lapse } from '../../../functions/registrar/lapse.ts';
import { addDays, shanghaiDate } from '../../../shared/kernel/plain-date.ts';
import { consentTerms } from '../../../shared/register/limits.ts';
import { paper } from '../papers.ts';
import {
  consent,
  consented,
  draft,
  type Enrolled,
  faultsOf,
  read,
  type Scene,
  submit,
  told,
} from '../scene.ts';
import { addAccount, endSigner, mandateUnder, twoMustSign } from '../signers.ts';
import { startWorld, type World } from '../world.ts';

let world: World;
const start = Date.parse('2026-03-02T02:00:00Z');
let now = start;
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());

type Reply = Awaited<ReturnType<typeof read>>;
const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
const signaturesOf = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['signatures'];
const counted = (party: Enrolled, given: number, needed: number) => ({ party: party.id, given, needed });
const withdrawConsent = (scene: Pick<Scene, 'id'>, who: Enrolled, body: object = {}) =>
  world.call('filings.withdrawConsent', who.caller, { params: { filingId: scene.id }, body });

async function agentOf(principal: Enrolled, more: object = {}): Promise<Enrolled> {
  const agentOf = { principal: principal.id, acts: ['file' as const, 'consent' as const], ...more };
  return world.putParty(`代理机构${randomUUID()}`, { agentOf });
}

describe('a party that two must sign for', () => {
  it('is bound by two of its accounts, and not by one that signs twice', async () => {
    const scene = await draft(world);
    await twoMustSign(world, scene.bank);
    const second = await addAccount(world, scene.bank);
    expect((await consent(world, scene, scene.owner)).status).toBe(201);
    const first = await consent(world, scene, scene.bank);
    expect(first.body).toMatchObject({
      signatures: [counted(scene.owner, 1, 1), counted(scene.bank, 1, 2)],
      missingConsents: [scene.bank.id],
    });
    expect(await told(world, scene.bank, scene.id)).toEqual(['consent-asked', 'signature-asked']);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    expect(await signaturesOf(scene)).toEqual([counted(scene.owner, 1, 1), counted(scene.bank, 1, 2)]);

    const refused = await submit(world, scene);
    expect(codeOf(refused)).toEqual([409, 'consents-missing']);
    expect(faultsOf(refused)).toEqual([['/form/pledgees/0/party', 'signatures-missing']]);
    expect(refused.text).toContain(scene.bank.id);
    expect((await consent(world, scene, second)).body).toMatchObject({ missingConsents: [] });
    expect((await submit(world, scene)).body['status']).toBe('registered');
  });

  it('takes no more signatures than can bind it, until one of them falls', async () => {
    const scene = await draft(world);
    await twoMustSign(world, scene.bank);
    const [second, third] = [await addAccount(world, scene.bank), await addAccount(world, scene.bank)];
    for (const one of [scene.bank, second]) expect((await consent(world, scene, one)).status).toBe(201);
    const refused = await consent(world, scene, third);
    expect([codeOf(refused), faultsOf(refused)]).toEqual([[409, 'wrong-state'], [['/party', 'signed']]]);
    await endSigner(world, second);
    const given = await consent(world, scene, third);
    expect(given.status, given.text).toBe(201);
    expect(given.body).toMatchObject({
      voidedConsents: [{ party: scene.bank.id, reason: 'signerEnded' }],
      missingConsents: [scene.owner.id],
    });
  });

  it('needs them only above its sum', async () => {
    const scene = await draft(world);
    await twoMustSign(world, scene.bank, { amount: '5000000.00', currency: 'CNY' });
    await twoMustSign(world, scene.owner, { amount: '4999999.99', currency: 'CNY' });
    expect(await signaturesOf(scene)).toEqual([counted(scene.owner, 0, 2), counted(scene.bank, 0, 1)]);
  });

  it('is judged by the rule as it is now: a second signer asked for since is missing', async () => {
    const scene = await consented(world);
    await twoMustSign(world, scene.bank);
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
    const second = await addAccount(world, scene.bank);
    expect((await consent(world, scene, second)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('registered');
  });

  it('is bound through an agency by two of the agency’s people, who count as its own', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const papers = [paper('pledgeContract'), paper('powerOfAttorney', { parties: [owner.id] })];
    const scene = await draft(world, { owner, documents: papers });
    await twoMustSign(world, scene.owner);
    const agent = await agentOf(scene.owner);
    const colleague = await addAccount(world, agent);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    expect((await consent(world, scene, agent)).body['missingConsents']).toEqual([scene.owner.id]);
    expect((await consent(world, scene, colleague)).body['missingConsents']).toEqual([]);
    expect((await submit(world, scene)).body['status']).toBe('registered');
  });

  it('both at once count, whoever is quicker', async () => {
    for (let round = 0; round < 4; round += 1) {
      const scene = await draft(world);
      await twoMustSign(world, scene.bank);
      const second = await addAccount(world, scene.bank);
      const replies = await Promise.all(
        [scene.owner, scene.bank, second].map((one) => consent(world, scene, one)),
      );
      expect(replies.map((one) => one.status)).toEqual([201, 201, 201]);
      expect(await signaturesOf(scene)).toEqual([counted(scene.owner, 1, 1), counted(scene.bank, 2, 2)]);
    }
  });

  it('twenty parties that consent in the same instant all count, and none is sent away', async () => {
    const banks = await Promise.all(Array.from({ length: 19 }, () => world.putParty(`银行${randomUUID()}`)));
    const more = banks.map(({ id }) => ({ party: id, address: '路1号' }));
    const scene = await draft(world, {
      form: (plain) => ({ ...plain, pledgees: [...plain.pledgees.slice(0, 1), ...more] }),
    });
    const all = [scene.owner, ...banks];
    const replies = await Promise.all(all.map((one) => consent(world, scene, one)));
    expect(replies.map((one) => one.status)).toEqual(all.map(() => 201));
    expect((await read(world, scene.id, scene.owner)).body['missingConsents']).toEqual([scene.bank.id]);
  }, 60_000);
});

describe('a consent counts until a day', () => {
  const [term] = consentTerms;

  it('of its own choosing, no earlier than today and no later than the rule allows: 422', async () => {
    const scene = await draft(world);
    const day = shanghaiDate(now);
    const first = await consent(world, scene, scene.owner);
    expect(first.body['consents']).toMatchObject([{ until: addDays(day, term.days) }]);
    for (const until of [addDays(day, -1), addDays(day, term.daysMax + 1)]) {
      const refused = await consent(world, scene, scene.bank, { until });
      expect([refused.status, faultsOf(refused)]).toEqual([422, [['/until', 'invalid-value']]]);
    }
    expect((await consent(world, scene, scene.bank, { until: '2026-02-30' })).status).toBe(422);
    const short = await consent(world, scene, scene.bank, { until: day });
    expect(short.body['consents']).toMatchObject([{}, { party: scene.bank.id, until: day }]);
  });

  it('and under a mandate no longer than that', async () => {
    const scene = await draft(world);
    const agent = await agentOf(scene.owner, { until: '2026-03-05' });
    const given = await consent(world, scene, agent);
    expect(given.body['consents']).toMatchObject([
      { party: scene.owner.id, until: '2026-03-05', by: { account: agent.caller.sub, party: agent.id } },
    ]);
  });

  it('then it counts no more, whether or not the schedule has run; everyone is told when it has', async () => {
    const scene = await draft(world);
    expect((await consent(world, scene, scene.owner, { until: '2026-03-03' })).status).toBe(201);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    now = Date.parse('2026-03-03T15:59:59.999Z');
    await lapse(world.deps);
    expect(await lapse(world.deps)).toMatchObject({ consentsLapsed: 0 });
    expect((await read(world, scene.id, scene.owner)).body).toMatchObject({
      version: 3,
      missingConsents: [],
    });
    now = Date.parse('2026-03-03T16:00:00.000Z');
    const seen = await read(world, scene.id, scene.owner);
    expect(seen.body).toMatchObject({
      consents: [{ party: scene.bank.id }],
      voidedConsents: [{ party: scene.owner.id, reason: 'expired' }],
      missingConsents: [scene.owner.id],
      version: 3,
    });
    expect(await lapse(world.deps)).toMatchObject({ consentsLapsed: 1, failed: 0 });
    expect(await lapse(world.deps)).toMatchObject({ consentsLapsed: 0 });
    for (const one of [scene.owner, scene.bank]) {
      expect(await told(world, one, scene.id)).toContain('consent-lapsed');
    }
    const after = await read(world, scene.id, scene.bank);
    expect(after.body).toMatchObject({ status: 'draft', version: 4, missingConsents: [scene.owner.id] });
    expect((await consent(world, scene, scene.owner)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    expect(await lapse(world.deps)).toMatchObject({ consentsLapsed: 0 });
    now = start;
  });

  it('its lapse races a new consent: in either order the new one stands', async () => {
    for (let round = 0; round < 4; round += 1) {
      now = start;
      const scene = await draft(world);
      expect((await consent(world, scene, scene.owner, { until: '2026-03-02' })).status).toBe(201);
      now = Date.parse('2026-03-03T02:00:00Z');
      const [again] = await Promise.all([consent(world, scene, scene.owner), lapse(world.deps)]);
      expect(again.status, again.text).toBe(201);
      const seen = await read(world, scene.id, scene.owner);
      expect(seen.body).toMatchObject({
        missingConsents: [scene.bank.id],
        voidedConsents: [{ reason: 'expired' }],
      });
      now = start;
    }
  });
});

describe('a consent is withdrawn until registration', () => {
  it('by any signer of the party, all its signatures at once; the others are told', async () => {
    const scene = await consented(world);
    await twoMustSign(world, scene.bank);
    const [second, third] = [await addAccount(world, scene.bank), await addAccount(world, scene.bank)];
    expect((await consent(world, scene, second)).body['missingConsents']).toEqual([]);
    const taken = await withdrawConsent(scene, third);
    expect(taken.status, taken.text).toBe(201);
    expect(taken.body).toMatchObject({
      consents: [{ party: scene.owner.id }],
      voidedConsents: [
        { party: scene.bank.id, reason: 'withdrawn' },
        { party: scene.bank.id, reason: 'withdrawn' },
      ],
      missingConsents: [scene.bank.id],
    });
    expect(await told(world, scene.owner, scene.id)).toContain('consent-withdrawn');
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);
    expect(codeOf(await withdrawConsent(scene, third))).toEqual([409, 'wrong-state']);
  });

  it('by its agent, but by no clerk, no other party, and no stranger', async () => {
    const scene = await consented(world);
    const clerk = await addAccount(world, scene.owner, { signer: false });
    const filer = await agentOf(scene.owner, { acts: ['file'] });
    const stranger = await world.putParty('陌生人');
    expect(codeOf(await withdrawConsent(scene, clerk))).toEqual([403, 'forbidden']);
    expect(codeOf(await withdrawConsent(scene, filer))).toEqual([403, 'forbidden']);
    expect(codeOf(await withdrawConsent(scene, scene.bank, { party: scene.owner.id }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(codeOf(await withdrawConsent(scene, stranger))).toEqual([404, 'not-found']);
    const agent = await agentOf(scene.owner);
    expect((await withdrawConsent(scene, agent)).body['missingConsents']).toEqual([scene.owner.id]);
  });

  it('and after registration never: 409', async () => {
    const scene = await consented(world);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    expect(codeOf(await withdrawConsent(scene, scene.bank))).toEqual([409, 'wrong-state']);
    const seen = await read(world, scene.id, scene.bank);
    expect(seen.body).toMatchObject({ consents: [{}, {}], missingConsents: [], signatures: [] });
  });
});

describe('who signed is shown to its own side alone', () => {
  it('the account to its own party, the agent to its principal, nothing of it to the other party', async () => {
    const scene = await draft(world);
    const agent = await agentOf(scene.owner);
    const { id: mandate } = await mandateUnder(world, agent);
    expect((await consent(world, scene, agent)).status).toBe(201);
    expect((await consent(world, scene, scene.bank)).status).toBe(201);
    const [byOwner, byBank, byAgent] = await Promise.all(
      [scene.owner, scene.bank, agent].map((one) => read(world, scene.id, one)),
    );
    expect(byOwner?.body['consents']).toMatchObject([{ by: { party: agent.id, mandate } }, {}]);
    expect(byAgent?.body['consents']).toMatchObject([{ by: { account: agent.caller.sub } }, {}]);
    expect(byBank?.body['consents']).toMatchObject([{}, { by: { account: scene.bank.caller.sub } }]);
    for (const [reply, others] of [
      [byOwner, [agent, scene.bank]],
      [byBank, [agent, scene.owner]],
      [byAgent, [scene.owner, scene.bank]],
    ] as const) {
      for (const other of others) expect(reply?.text).not.toContain(other.caller.sub);
    }
    expect(byBank?.text).not.toContain(agent.id);
    expect(byBank?.text).not.toContain(mandate);
  });
});
