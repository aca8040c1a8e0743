import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountKey, partyKey } from '../../../functions/_platform/store/parties.ts';
import { lapse } from '../../../functions/registrar/lapse.ts';
import { partyId } from '../../../shared/kernel/id.ts';
import { runningMandatesMax } from '../../../shared/procedures/party/merger/bounds.ts';
import { paper } from '../papers.ts';
import { consented, draft, type Enrolled, submit as submitPledge, told } from '../scene.ts';
import { type Caller, examiner, startWorld, type World } from '../world.ts';
import {
  type Asking,
  acting,
  agree,
  ask,
  codeOf,
  decide,
  fill,
  full,
  groundsOf,
  newAccount,
  openAsCandidate,
  openFor,
  read,
  submit,
} from './desk.ts';

const second: Caller = { sub: 'examiner-2', groups: '[examiner]' };
const dayMs = 86_400_000;
// No earlier than the parties that the fixtures put: time never runs back on a party.
const start = Date.now() + dayMs;
let now = start;
let world: World;
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
beforeEach(() => {
  now = start;
});
afterAll(() => world.close());

const partyNow = async (id: string) =>
  (await world.item('parties', partyKey(partyId.parse(id))))?.['party'] as Record<string, unknown>;
const boundTo = async (caller: Caller) => {
  const item = await world.item('parties', accountKey(caller.sub));
  return (item?.['account'] as { parties: { party: string }[] } | undefined)?.parties.map((one) => one.party);
};
const confirm = async (filing: Asking, by = second) => {
  const params = { filingId: filing.id };
  const seen = await world.call('office.filings.get', by, { params });
  return world.call('office.filings.confirm', by, {
    params,
    body: { outcome: 'confirm', version: seen.body['version'] },
  });
};

async function recovering(who: Enrolled, caller = newAccount(), more: object = {}): Promise<Asking> {
  const filing = await openAsCandidate(world, caller, 'party.recovery');
  const form = { party: who.id, accounts: [full(caller)], signing: { signatures: 1 }, ...more };
  const asked = await ask(world, filing, form);
  expect(asked.body['status'], asked.text).toBe('examination');
  return filing;
}

describe('party.recovery', () => {
  it('after ten days, by two examiners: the new accounts act and the old ones no more (P9)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const filing = await recovering(who);
    // The present accounts are told, and can read what is asked.
    const told = await world.call('filings.list', who.caller);
    expect(told.body['items']).toMatchObject([{ id: filing.id }]);
    const early = await decide(world, filing);
    expect(codeOf(early)).toEqual([409, 'wrong-state']);
    expect(early.body['errors']).toMatchObject([{ code: 'P9' }]);
    now = start + 10 * dayMs;
    expect(codeOf(await decide(world, filing))).toEqual([409, 'wrong-state']);
    now = start + 11 * dayMs;
    expect((await decide(world, filing)).status).toBe(200);
    expect(await partyNow(who.id)).toMatchObject({ version: 1 });
    expect(codeOf(await confirm(filing, examiner))).toEqual([409, 'same-person']);
    const done = await confirm(filing);
    expect(done.body['status'], done.text).toBe('registered');
    expect(await partyNow(who.id)).toMatchObject({ version: 2, accounts: [full(filing.caller)] });
    expect(await boundTo(filing.caller)).toEqual([who.id]);
    expect(await boundTo(who.caller)).toEqual([]);
    expect((await world.call('filings.list', filing.caller)).status).toBe(200);
  });

  it('the party told objects: the examiners find it, and neither it nor the asker ends anything by that (P10)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const filing = await recovering(who);
    const params = { filingId: filing.id };
    for (const [operation, body] of [
      ['filings.withdraw', {}],
      ['filings.consent', { digest: (await read(world, filing, who.caller)).body['digest'] }],
      ['filings.submit', {}],
    ] as const) {
      const reply = await world.call(operation, who.caller, { params, body });
      expect([403, 409], `${operation} ${reply.text}`).toContain(reply.status);
    }
    const text = '本公司账户正常使用';
    const made = await world.call('filings.object', who.caller, { params, body: { text } });
    expect([made.status, made.body['objections']]).toMatchObject([201, [{ party: who.id, text }]]);
    const own = await world.call('filings.object', filing.caller, {
      params,
      body: { text },
      headers: acting(filing.party),
    });
    expect(own.status).toBe(403);
    const stranger = await world.putParty('生人');
    const strange = await world.call('filings.object', stranger.caller, { params, body: { text } });
    expect(codeOf(strange)).toEqual([404, 'not-found']);
    now = start + 12 * dayMs;
    const seen = await world.call('office.filings.get', examiner, { params });
    const { findings } = seen.body['examination'] as { findings: { ground: string }[] };
    expect(findings.map((one) => one.ground).sort()).toEqual(['P1', 'P10']);
    const refused = { outcome: 'refuse', grounds: ['P10'], reason: '异议成立' };
    await decide(world, filing, refused);
    expect((await confirm(filing)).body['status']).toBe('refused');
    expect(await partyNow(who.id)).toMatchObject({ version: 1 });
    expect(await boundTo(who.caller)).toEqual([who.id]);
  });

  it('an objection after the first examiner’s proposal undoes the proposal', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const filing = await recovering(who);
    now = start + 12 * dayMs;
    expect((await decide(world, filing)).status).toBe(200);
    const params = { filingId: filing.id };
    await world.call('filings.object', who.caller, { params, body: { text: '反对' } });
    expect((await confirm(filing)).status).toBe(409);
    expect(await partyNow(who.id)).toMatchObject({ version: 1 });
  });

  it('not by an account that still acts for the party (P11), nor for others alone (P12), nor of nobody (A1.1)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const own = await openAsCandidate(world, who.caller, 'party.recovery');
    const form = { party: who.id, accounts: [full(who.caller)], signing: { signatures: 1 } };
    const refused = await ask(world, own, form);
    expect([refused.body['status'], groundsOf(refused)]).toMatchObject(['refused', ['P1', 'P11', 'P9']]);
    const other = await openAsCandidate(world, newAccount(), 'party.recovery');
    const lacking = await ask(world, other, { ...form, accounts: [full(newAccount())] });
    expect(groundsOf(lacking)).toContain('P12');
    const nobody = await openAsCandidate(world, newAccount(), 'party.recovery');
    const missing = await ask(world, nobody, {
      ...form,
      party: `pty_0${'0'.repeat(24)}9`,
      accounts: [full(nobody.caller)],
    });
    expect(groundsOf(missing)).toContain('A1.1');
  });

  it('a draft tells nobody, and shows nothing of the party; corrected, the ten days begin anew', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const caller = newAccount();
    const filing = await openAsCandidate(world, caller, 'party.recovery');
    const form = { party: who.id, accounts: [full(caller)], signing: { signatures: 1 } };
    const filled = await fill(world, filing, form);
    expect(filled.text).not.toContain(who.party.name);
    expect((await world.call('filings.list', who.caller)).body['items']).toEqual([]);
    await agree(world, filing, caller, filing.party);
    await submit(world, filing);
    now = start + 8 * dayMs;
    const items = [{ pointer: '/documents', text: '请补充登记簿摘录' }];
    const asked = await decide(world, filing, { outcome: 'correct', limitWorkingDays: 10, items });
    expect(asked.body['status'], asked.text).toBe('correctionRequested');
    const params = { filingId: filing.id };
    // Told once, the party keeps sight of it while it is corrected.
    expect((await world.call('filings.get', who.caller, { params })).status).toBe(200);
    await fill(world, filing, form, [paper('registryExtract', { name: '新.pdf' })]);
    await agree(world, filing, caller, filing.party);
    expect((await submit(world, filing)).body['status']).toBe('examination');
    now = start + 14 * dayMs;
    expect((await decide(world, filing)).body['errors']).toMatchObject([{ code: 'P9' }]);
  });
});

const papers = [paper('registryExtract'), paper('changeProof')];

async function merging(successor: Enrolled, absorbed: Enrolled, absorbedGone = false): Promise<Asking> {
  const filing = await openFor(world, successor, 'party.merger');
  const filled = await fill(world, filing, { absorbed: absorbed.id, absorbedGone }, papers);
  expect(filled.status, filled.text).toBe(200);
  await agree(world, filing, successor.caller, successor.id);
  return filing;
}

async function merged(successor: Enrolled, absorbed: Enrolled): Promise<void> {
  const filing = await merging(successor, absorbed);
  await agree(world, filing, absorbed.caller, absorbed.id);
  await submit(world, filing);
  await decide(world, filing);
  const done = await confirm(filing);
  expect(done.body['status'], done.text).toBe('registered');
}

describe('party.merger', () => {
  it('the successor acts for the absorbed party’s records, which keep its name; nobody else does', async () => {
    const scene = await consented(world);
    const { owner, bank } = scene;
    const agency = await world.putParty('代理机构', { agentOf: { principal: owner.id, acts: ['file'] } });
    const registered = await submitPledge(world, scene);
    const { registrationNumber } = registered.body['registration'] as { registrationNumber: string };
    const params = { registrationNumber };
    const successor = await world.putParty(`存续${randomUUID()}`);
    const own = (who: Enrolled) => world.call('pledges.own', who.caller, { params });
    expect((await own(successor)).status).toBe(404);
    await merged(successor, owner);
    expect(await partyNow(owner.id)).toMatchObject({
      ...{ status: 'merged', mergedInto: successor.id, version: 2, accounts: [] },
      name: owner.party.name,
    });
    expect((await own(successor)).status).toBe(200);
    expect((await own(owner)).status).toBe(403);
    expect((await own(bank)).status).toBe(200);
    // The pledge still names whom it named, and the mandates the absorbed party gave have ended with it.
    const pledge = await world.call('pledges.get', undefined, { params });
    expect(pledge.body['pledgors']).toMatchObject([{ name: owner.party.name }]);
    expect(agency.id).toBeDefined();
    const after = await draft(world, { owner: successor, bank, form: (plain) => plain });
    expect(after.id).toBeDefined();
    const named = await world.call('filings.open', bank.caller, {
      body: {
        procedure: 'pledge.registration',
        form: { pledgors: [{ party: owner.id, address: '路1号' }] },
        documents: [],
      },
    });
    const seen = await world.call('filings.examine', bank.caller, {
      params: { filingId: String(named.body['id']) },
    });
    expect(groundsOf(seen)).toContain('A1.1');
  });

  it('needs both: without the other’s consent it is not examined, and a stranger’s merger is the victim’s to see', async () => {
    const [thief, victim] = [await world.putParty('甲'), await world.putParty('乙')];
    const filing = await merging(thief, victim);
    expect(codeOf(await submit(world, filing))).toEqual([409, 'consents-missing']);
    // Said to be gone, it is told, may object, and ten days run.
    const gone = await merging(thief, victim, true);
    expect((await submit(world, gone)).body['status']).toBe('examination');
    expect((await decide(world, gone)).body['errors']).toMatchObject([{ code: 'P9' }]);
    const params = { filingId: gone.id };
    const made = await world.call('filings.object', victim.caller, { params, body: { text: '未合并' } });
    expect(made.status, made.text).toBe(201);
  });

  it('said to be gone only after it was asked to consent, it is told that it may object (P9)', async () => {
    const [thief, victim] = [await world.putParty('甲'), await world.putParty('乙')];
    const filing = await merging(thief, victim);
    expect(await told(world, victim, filing.id)).toEqual(['consent-asked']);
    await fill(world, filing, { absorbed: victim.id, absorbedGone: true }, papers);
    await agree(world, filing, thief.caller, thief.id);
    expect((await submit(world, filing)).body['status']).toBe('examination');
    expect(await told(world, victim, filing.id)).toEqual(['consent-asked', 'objection-possible']);
  });

  it('reopened on appeal before the other ever heard of it: it is told, and its ten days begin then (P9)', async () => {
    const [thief, victim] = [await world.putParty('甲'), await world.putParty(`乙${randomUUID()}`)];
    const agentOf = { principal: victim.id, acts: ['file' as const] };
    for (let count = 0; count <= runningMandatesMax; count += 1) await world.putParty('代理', { agentOf });
    const filing = await merging(thief, victim, true);
    const returned = await submit(world, filing);
    expect([returned.body['status'], groundsOf(returned)]).toMatchObject([
      'correctionRequested',
      ['P1', 'P14', 'P9'],
    ]);
    expect(await told(world, victim, filing.id)).toEqual([]);
    now = start + 40 * dayMs;
    await lapse(world.deps);
    const params = { filingId: filing.id };
    const made = await world.call('filings.appeal', thief.caller, {
      params,
      body: { level: 'reconsideration', reason: '委托均已撤销' },
    });
    expect(made.status, made.text).toBe(201);
    const upheld = await world.call('office.appeals.decide', second, {
      params: { ...params, appealId: String(made.body['id']) },
      body: { outcome: 'upheld', reason: '经复核' },
    });
    expect(upheld.body['filingStatus'], upheld.text).toBe('examination');
    expect(await told(world, victim, filing.id)).toContain('objection-possible');
    const seen = await world.call('office.filings.get', examiner, { params });
    const { findings } = seen.body['examination'] as { findings: { ground: string }[] };
    expect(findings.map((one) => one.ground)).toContain('P9');
    const text = '未合并';
    expect((await world.call('filings.object', victim.caller, { params, body: { text } })).status).toBe(201);
  });

  it('not with itself, not of natural persons (P13); what hung on the absorbed hangs on the successor', async () => {
    const a = await world.putParty(`甲${randomUUID()}`);
    const itself = await openFor(world, a, 'party.merger');
    const refused = await ask(world, itself, { absorbed: a.id, absorbedGone: false }, papers);
    expect(refused.body['status']).toBe('refused');
    expect(groundsOf(refused)).toContain('P13');
    const person = await world.putParty('张三', { kind: 'person' });
    const human = await merging(a, person, true);
    expect(groundsOf(await submit(world, human))).toContain('P13');
    const [b, c] = [await world.putParty(`乙${randomUUID()}`), await world.putParty(`丙${randomUUID()}`)];
    await merged(b, a);
    await merged(c, b);
    const mine = await world.call('parties.mine', c.caller);
    const [own] = mine.body['parties'] as { mandates: { principal: string; succession?: true }[] }[];
    const principals = own?.mandates.filter((one) => one.succession).map((one) => one.principal);
    expect(principals?.sort()).toEqual([a.id, b.id].sort());
  });

  it('two that would make a ring: one passes, and the other finds its party merged (A1.1)', async () => {
    const [a, b] = [await world.putParty(`甲${randomUUID()}`), await world.putParty(`乙${randomUUID()}`)];
    const filings = [await merging(a, b), await merging(b, a)];
    await agree(world, filings[0] as Asking, b.caller, b.id);
    await agree(world, filings[1] as Asking, a.caller, a.id);
    for (const one of filings) {
      await submit(world, one);
      expect((await decide(world, one)).status).toBe(200);
    }
    const outcomes = await Promise.all(filings.map((one) => confirm(one)));
    expect(outcomes.filter((one) => one.body['status'] === 'registered')).toHaveLength(1);
    const statuses = [await partyNow(a.id), await partyNow(b.id)].map((one) => one['status']).sort();
    expect(statuses).toEqual(['enrolled', 'merged']);
  });
});
