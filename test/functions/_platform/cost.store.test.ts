import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paper } from '../papers.ts';
import { consent, consented, draft, submit } from '../scene.ts';
import { type Cost, meter } from '../units.ts';
import { type Caller, examiner, nextPatent, type Reply, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** What one call of a function costs; the proxy's own count of calls must agree. */
async function costOf(act: () => Promise<Reply>, statusMax = 299): Promise<Cost> {
  const { intercept, cost } = meter();
  const before = world.stats().calls;
  world.faults.intercept = intercept;
  const reply = await act();
  world.faults.intercept = undefined;
  expect(reply.status, reply.text).toBeLessThanOrEqual(statusMax);
  const after = Object.entries(world.stats().calls).map(([name, count]) => count - (before[name] ?? 0));
  const seen = Object.values(cost.calls).reduce((sum, count) => sum + count, 0);
  expect(after.reduce((sum, count) => sum + count, 0)).toBe(seen);
  return cost;
}

/** Names of one length, so that the same thing costs the same each time. */
const pledge = async (patents: number) => {
  const owner = await world.putParty(`权利人${randomUUID()}`);
  return consented(world, { owner, rights: await world.putPatents([owner.party.name], patents) });
};

describe('a registration reads twice and writes once, however many patents it has', () => {
  it.each([
    { patents: 1, itemsWritten: 9, readUnits: 7, writeUnits: 26 },
    { patents: 20, itemsWritten: 47, readUnits: 26, writeUnits: 118 },
  ])('$patents patents', async ({ patents, ...expected }) => {
    const scene = await pledge(patents);
    const cost = await costOf(() => submit(world, scene));
    expect(cost).toEqual({ calls: { BatchGet: 2, TransactWrite: 1 }, ...expected });
  });
});

describe('every other act costs what docs/access-patterns.md tells', () => {
  const line = ({ calls, readUnits, writeUnits }: Cost) => ({ ...calls, r: readUnits, w: writeUnits });
  const asked = async (operation: string, who: Caller | undefined, more: object) =>
    line(await costOf(() => world.call(operation, who, more)));

  it('reading the register', async () => {
    const scene = await pledge(1);
    const { registrationNumber = '', entry = '' } = (await submit(world, scene)).body[
      'registration'
    ] as Record<string, string>;
    const [patentNumber = ''] = scene.rights;
    const own = scene.owner.caller;
    expect(await asked('titles.get', undefined, { params: { patentNumber } })).toEqual({
      Get: 1,
      r: 1,
      w: 0,
    });
    expect(await asked('titles.history', undefined, { params: { patentNumber } })).toEqual({
      Query: 1,
      r: 1,
      w: 0,
    });
    expect(await asked('pledges.get', undefined, { params: { registrationNumber } })).toEqual({
      BatchGet: 1,
      r: 1,
      w: 0,
    });
    expect(await asked('entries.get', undefined, { params: { entryId: entry } })).toEqual({
      BatchGet: 1,
      r: 2,
      w: 0,
    });
    expect(await asked('pledges.own', own, { params: { registrationNumber } })).toEqual({
      BatchGet: 2,
      r: 2,
      w: 0,
    });
    const byPatent = await asked('search.pledges', undefined, { query: { patentNumber } });
    expect(byPatent).toEqual({ Query: 1, BatchGet: 1, r: 2, w: 0 });
    const byNumber = await asked('search.pledges', undefined, { query: { registrationNumber } });
    expect(byNumber).toEqual({ Query: 1, BatchGet: 1, r: 1.5, w: 0 });
    await world.indexAll();
    const party = scene.owner.id;
    const byParty = await asked('search.pledges', undefined, { query: { party } });
    expect(byParty).toEqual({ Query: 3, BatchGet: 1, r: 2.5, w: 0 });
    const { name } = scene.owner.party;
    const byName = await asked('search.parties', undefined, { query: { name } });
    expect(byName).toEqual({ Query: 2, BatchGet: 1, r: 2, w: 0 });
    expect(await asked('pledges.mine', own, {})).toEqual({ BatchGet: 2, Query: 6, r: 5, w: 0 });
    const absent = await costOf(
      () => world.call('titles.get', undefined, { params: { patentNumber: nextPatent() } }),
      404,
    );
    expect(line(absent)).toEqual({ Get: 1, r: 1, w: 0 });
  });

  it('reading filings', async () => {
    const scene = await pledge(1);
    const agent = await world.putParty('代理人', { agentOf: { principal: scene.owner.id, acts: ['file'] } });
    const params = { filingId: scene.id };
    const own = scene.owner.caller;
    expect(await asked('filings.get', own, { params })).toEqual({ BatchGet: 2, r: 4, w: 0 });
    expect(await asked('filings.get', agent.caller, { params })).toEqual({
      BatchGet: 2,
      Query: 2,
      r: 6,
      w: 0,
    });
    expect(await asked('filings.examine', own, { params })).toEqual({ BatchGet: 2, r: 6, w: 0 });
    expect(await asked('filings.list', own, {})).toEqual({ BatchGet: 2, Query: 1, r: 3, w: 0 });
    expect(await asked('notices.list', scene.bank.caller, {})).toEqual({ BatchGet: 1, Query: 1, r: 2, w: 0 });
    expect(await asked('notices.unread', scene.bank.caller, {})).toEqual({
      BatchGet: 1,
      Query: 1,
      r: 1.5,
      w: 0,
    });
    expect(await asked('notices.preferences', scene.bank.caller, {})).toEqual({ BatchGet: 2, r: 2, w: 0 });
    expect(await asked('office.filings.get', examiner, { params })).toEqual({ BatchGet: 2, r: 6, w: 0 });
    const query = { status: 'examination' };
    expect(await asked('office.filings.list', examiner, { query })).toEqual({ Query: 1, r: 0.5, w: 0 });
    expect(await asked('parties.mine', own, {})).toEqual({ BatchGet: 3, Query: 2, r: 5, w: 0 });
    const name = { query: { name: scene.bank.party.name } };
    expect(await asked('parties.find', own, name)).toMatchObject({ Query: 1, w: 0 });
  });

  it('acting on filings and parties', async () => {
    const scene = await draft(world);
    const { owner } = scene;
    const body = { procedure: 'pledge.registration', form: scene.form, documents: [paper('pledgeContract')] };
    expect(await asked('filings.open', owner.caller, { body })).toEqual({
      BatchGet: 2,
      TransactWrite: 1,
      r: 4,
      w: 14,
    });
    const given = line(await costOf(() => consent(world, scene, owner)));
    expect(given).toEqual({ BatchGet: 2, TransactWrite: 1, r: 5, w: 8 });
    const other = await draft(world);
    expect((await consent(world, other, other.owner)).status).toBe(201);
    const ended = { params: { filingId: other.id }, body: {} };
    const taken = await asked('filings.withdrawConsent', other.owner.caller, ended);
    expect(taken).toEqual({ BatchGet: 2, TransactWrite: 1, r: 5, w: 10 });
    const changed = { form: { ...scene.form, commitment: false }, documents: [paper('pledgeContract')] };
    const asEdited = { params: { filingId: scene.id }, body: changed, headers: { 'if-match': '"2"' } };
    const edited = await asked('filings.edit', owner.caller, asEdited);
    expect(edited).toEqual({ BatchGet: 2, TransactWrite: 1, r: 4, w: 6 });
    const params = { filingId: scene.id };
    const withdrawn = await asked('filings.withdraw', owner.caller, { params, body: {} });
    expect(withdrawn).toEqual({ BatchGet: 1, TransactWrite: 1, r: 3, w: 10 });
    const account = { sub: randomUUID() };
    const enrolment = { body: { procedure: 'party.enrolment' } };
    const enrolling = await asked('enrolments.open', account, enrolment);
    expect(enrolling).toEqual({ BatchGet: 2, TransactWrite: 1, r: 3, w: 8 });
  });
});
