import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftBytesMax } from '../../../functions/filings/bounds.ts';
import { correctionsBytesMax, findingsBytesMax } from '../../../functions/registrar/case.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import { repliesBytesMax } from '../../../shared/register/correction-request.ts';
import { documentBytesMax, documentsMax, mediaTypes } from '../../../shared/register/document.ts';
import { findingsMax } from '../../../shared/register/examine.ts';
import { voidedKept } from '../../../shared/register/filing.ts';
import type { Title } from '../../../shared/register/title.ts';
import { paper } from '../papers.ts';
import {
  ask,
  consent,
  draft,
  type Enrolled,
  edit,
  faultsOf,
  read,
  type Scene,
  submit,
  told,
} from '../scene.ts';
import { addAccount, mandateUnder, twoMustSign } from '../signers.ts';
import { examiner, pledgeForm, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ automatic: [] });
});
afterAll(() => world.close());

/** The longest text that a field of so many characters takes: each of four bytes. */
const longest = (chars: number) => '𠮷'.repeat(chars);
const itemBytesMax = 400 * 1024;
const transactionBytesMax = 4 * 1024 * 1024;
const weight = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

const enrolMany = (count: number) =>
  Promise.all(Array.from({ length: count }, () => world.putParty(longest(140))));

/** The fullest form there is: every field present, every text and list at its limit. */
function fullestForm(
  pledgors: readonly Enrolled[],
  pledgees: readonly Enrolled[],
  rights: readonly string[],
) {
  const stated = (all: readonly Enrolled[]) =>
    all.map(({ id }) => ({
      party: id,
      address: longest(300),
      telephone: longest(40),
      contact: longest(100),
    }));
  const date = '2026-01-05';
  const amount = { amount: '999999999999999.99', currency: 'CNY' };
  return {
    ...pledgeForm([], [], rights),
    pledgors: stated(pledgors),
    pledgees: stated(pledgees),
    debtor: { name: longest(300), identifier: { scheme: 'foreign', value: longest(64) } },
    mainContract: { name: longest(200), number: longest(100), signedOn: date },
    pledgeContract: { number: longest(100), signedOn: date },
    claim: {
      ...{
        nature: 'maximumAmount',
        kind: 'counterGuarantee',
        performanceFrom: date,
        performanceUntil: '2027-01-05',
      },
      ...{
        maximumAmount: amount,
        determinationFrom: date,
        determinationUntil: date,
        priorClaimsIncluded: false,
      },
    },
    scope: ['principal', 'interest', 'penalty', 'damages', 'custodyCosts', 'realisationCosts'],
    pledgeAmount: amount,
    valuation: { valuer: longest(300), value: amount, valuedOn: date },
    coOwnersAgreedOtherwise: true,
    clauses: {
      ...{ annualFees: longest(1000), transferAndLicence: longest(1000), invalidation: longest(1000) },
      ...{ technicalData: longest(1000), sameDayApplications: longest(1000) },
    },
  };
}

/** As many documents as there can be, each with the longest name and of everyone. */
const documentsOf = (parties: readonly Enrolled[]) =>
  Array.from({ length: documentsMax }, (_, index) =>
    paper((['pledgeContract', 'valuationReport', 'coOwnerConsent'] as const)[index] ?? 'powerOfAttorney', {
      ...{ name: longest(200), sha256: String(index).padStart(64, 'a'), bytes: documentBytesMax },
      ...{ type: mediaTypes.docx, parties: parties.map(({ id }) => id) },
    }),
  );

/** A title with as many owners as it can have, each with its longest name. */
const crowded = (owner: string) => (plain: Title) => ({
  ...plain,
  particulars: { ...plain.particulars, name: longest(249) },
  owners: [
    { name: owner },
    ...Array.from({ length: 49 }, (_, index) => ({
      name: `${index}${longest(297)}`,
      identifier: { scheme: 'foreign' as const, value: longest(64) },
    })),
  ],
});

describe('no filing outgrows the store, however full (400 KB an item, 4 MB and 100 writes a transaction)', () => {
  it('takes the fullest filing there is through consents, correction and registration, in items and transactions that the store takes', async () => {
    const [pledgors, pledgees] = [await enrolMany(20), await enrolMany(20)];
    const [owner, bank] = [pledgors[0], pledgees[0]];
    if (!owner || !bank) throw new Error('parties are needed');
    const rights = await world.putPatents(['某公司'], 20, crowded(owner.party.name));
    const form = fullestForm(pledgors, pledgees, rights);
    const documents = documentsOf([...pledgors, ...pledgees]);
    expect(weight({ form, documents })).toBeLessThan(draftBytesMax);
    const outsider = await world.putParty('代办人');
    const most = { writes: 0, keys: 0 };
    world.faults.intercept = (call, send) => {
      const { TransactItems, RequestItems } = call.input as { TransactItems?: []; RequestItems?: object };
      const asked: { Keys: [] }[] = Object.values(RequestItems ?? {});
      most.writes = Math.max(most.writes, TransactItems?.length ?? 0);
      most.keys = Math.max(
        most.keys,
        asked.reduce((sum, { Keys }) => sum + Keys.length, 0),
      );
      return send();
    };
    const scene = await draft(world, { owner: outsider, bank, rights, form: () => form, documents });
    expect(most.writes).toBe(83);
    await withConsents(scene, [...pledgors, ...pledgees]);
    const given = await consent(world, scene, owner, { declares: ['A4.g10', 'A4.g11'] });
    expect(given.status, given.text.slice(0, 300)).toBe(201);
    expect(given.body['missingConsents']).toEqual([]);
    const examined = await ask(world, 'filings.examine', owner, { params: { filingId: scene.id } }, 200);
    expect(examined.body['findings']).toHaveLength(findingsMax);
    // Titles, parties, documents, an agent and a mandate each: what does not fit one call takes another.
    expect(most.keys).toBe(100);

    const submitted = await submit(world, { ...scene, owner: outsider });
    expect(submitted.body['status'], submitted.text.slice(0, 300)).toBe('examination');
    expect(weight(submitted.body['findings'])).toBeLessThanOrEqual(findingsBytesMax);
    const line = { pointer: `/${'x'.repeat(199)}`, text: longest(500) };
    const items = Array.from({ length: Math.floor(correctionsBytesMax / (weight(line) + 1)) }, () => line);
    const corrected = await world.call('office.filings.decide', examiner, {
      params: { filingId: scene.id },
      body: { outcome: 'correct', limitWorkingDays: 60, items },
    });
    expect(corrected.body['status'], corrected.text.slice(0, 300)).toBe('correctionRequested');
    const replied = await reply(
      world,
      { ...scene, owner: outsider },
      corrected.body['version'],
      items.length,
    );
    expect(replied.status, replied.text.slice(0, 300)).toBe(200);
    const item = await world.item('filings', { pk: `FILING#${scene.id}`, sk: 'FILING' });
    // Even where every byte that a draft may have were used.
    expect(weight(item) + draftBytesMax - weight({ form, documents })).toBeLessThan(itemBytesMax);

    expect((await submit(world, { ...scene, owner: outsider })).body['status']).toBe('examination');
    const written: number[] = [];
    world.faults.intercept = (call, send) => {
      if (call.name === 'TransactWrite') written.push(weight(call.input));
      return send();
    };
    const accepted = await world.call('office.filings.decide', examiner, {
      params: { filingId: scene.id },
      body: { outcome: 'accept', reason: longest(2000) },
    });
    world.faults.intercept = undefined;
    expect(accepted.body['status'], accepted.text.slice(0, 300)).toBe('registered');
    expect(written).toHaveLength(1);
    expect(written[0]).toBeLessThan(transactionBytesMax);
    const { entry } = accepted.body['registration'] as { entry: string };
    const openings = await world.item('register', { pk: `ENTRY#${entry}`, sk: 'OPENINGS#private' });
    expect(weight(openings)).toBeLessThan(itemBytesMax);
  }, 60_000);

  /** The filing as it stands when these have consented and declared, and many edits have voided consents before. */
  async function withConsents({ id, digest }: { id: string; digest: string }, parties: readonly Enrolled[]) {
    const item = await world.item('filings', { pk: `FILING#${id}`, sk: 'FILING' });
    const at = instantOf(0);
    const [own, agents] = ['x'.repeat(128), 'y'.repeat(128)];
    const signed = await Promise.all(
      parties.map(async (one) => {
        // For each party its own signer and that of an agent, as two must sign.
        await twoMustSign(world, one);
        await addAccount(world, one, { subject: own });
        const agentOf = { principal: one.id, acts: ['consent' as const] };
        const agent = await world.putParty('代理人', { agentOf });
        await addAccount(world, agent, { subject: agents });
        const { id: mandate } = await mandateUnder(world, agent);
        return [
          { party: one.id, by: { account: own, party: one.id } },
          { party: one.id, by: { account: agents, party: agent.id, mandate } },
        ];
      }),
    );
    const all = signed.flat().map((one) => ({
      consent: { ...one, digest, at, until: plainDate.parse('2099-01-01'), partyVersion: 2 },
      declared: ['A4.g10', 'A4.g11'].map((ground) => ({ ...one, ground, at })),
    }));
    // The first one's own signature is still to come.
    const consents = all.map((one) => one.consent).slice(1);
    const voided = [...consents, ...consents]
      .slice(0, voidedKept)
      .map((one) => ({ ...one, reason: 'withdrawn', voidedAt: at, withdrawnBy: one.by }));
    const declarations = all.flatMap((one) => one.declared);
    const filing = { ...(item?.['filing'] as object), consents, voided, declarations };
    const table = world.store.tables.filings;
    await world.client.send(new PutCommand({ TableName: table, Item: { ...item, filing } }));
  }

  it('refuses a draft that is long only by the spaces around its texts: 422, nothing stored', async () => {
    const { caller } = await world.putParty('权利人');
    const mainContract = { name: `合同${' '.repeat(draftBytesMax)}`, signedOn: '2026-01-05' };
    const reply = await world.call('filings.open', caller, {
      body: { procedure: 'pledge.registration', form: { mainContract }, documents: [] },
    });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/form', 'too-big']]]);
    expect((await world.call('filings.list', caller)).body['items']).toEqual([]);
    const scene = await draft(world);
    const edited = await edit(world, scene, 1, { mainContract });
    expect([edited.status, faultsOf(edited)]).toEqual([422, [['/form', 'too-big']]]);
  });

  it('refuses to exchange all of forty consenting parties at once, and does so in two steps', async () => {
    const [old, fresh] = [await enrolMany(40), await enrolMany(40)];
    const [owner, bank] = [old[0], old[20]];
    if (!owner || !bank) throw new Error('parties are needed');
    const stated = (all: readonly Enrolled[]) => all.map(({ id }) => ({ party: id, address: '路1号' }));
    const sides = (all: readonly Enrolled[]) => ({
      pledgors: stated(all.slice(0, 20)),
      pledgees: stated(all.slice(20)),
    });
    const rights = await world.putPatents(['无名'], 20);
    const scene = await draft(world, { owner, bank, rights, form: (plain) => ({ ...plain, ...sides(old) }) });
    for (const one of old) expect((await consent(world, scene, one)).status).toBe(201);
    // Twenty titles, forty parties of the form, and forty who consented and may be shown more.
    await ask(world, 'filings.examine', bank, { params: { filingId: scene.id } }, 200);

    const all = await edit(world, scene, 41, { ...scene.form, ...sides(fresh) });
    expect([all.status, faultsOf(all)]).toEqual([422, [['/form', 'too-big']]]);
    expect((await read(world, scene.id, owner)).body).toMatchObject({ version: 41, missingConsents: [] });
    const first = [...fresh.slice(0, 20), ...old.slice(20)];
    expect((await edit(world, scene, 41, { ...scene.form, ...sides(first) })).status).toBe(200);
    expect((await edit(world, scene, 42, { ...scene.form, ...sides(fresh) })).status).toBe(200);
    for (const one of old.slice(1, 3)) expect(await told(world, one, scene.id)).toContain('consent-voided');
    for (const one of fresh) expect(await told(world, one, scene.id)).toEqual(['consent-asked']);
  }, 60_000);
});

/** Replies to every item, together as long as replies may be. */
function reply(of: World, scene: Pick<Scene, 'id' | 'owner'>, version: unknown, count: number) {
  const chars = Math.min(1000, Math.floor((repliesBytesMax - 4 * count) / count / 4));
  const answers = Array.from({ length: count }, (_, item) => ({ item, reply: '𠮷'.repeat(chars) }));
  return of.call('filings.answer', scene.owner.caller, {
    params: { filingId: scene.id },
    body: { answers },
    headers: { 'if-match': `"${version}"` },
  });
}

describe('what examiners write is bounded too', () => {
  it('refuses corrections too long to be kept with the form, and keeps only the last decision in full', async () => {
    const scene = await queued();
    const decide = (items: unknown) =>
      world.call('office.filings.decide', examiner, {
        params: { filingId: scene.id },
        body: { outcome: 'correct', limitWorkingDays: 5, items },
      });
    const item = { pointer: '/claim', text: longest(500) };
    const tooMany = Array.from({ length: 50 }, () => item);
    const refused = await decide(tooMany);
    expect([refused.status, faultsOf(refused)]).toEqual([422, [['/items', 'too-big']]]);
    // What an examiner points at is shown to the party as it is: a place in a form, and no text of its own.
    for (const pointer of ['claim', '/claim/\u202e', '/<b>', '/a b', '/x\n']) {
      expect(faultsOf(await decide([{ pointer, text: '补正' }])), pointer).toEqual([
        ['/items/0/pointer', 'invalid-format'],
      ]);
    }
    const fitting = tooMany.slice(0, Math.floor(correctionsBytesMax / (weight(item) + 1)));
    for (let round = 0; round < 3; round += 1) {
      const decided = await decide(fitting);
      expect(decided.status).toBe(200);
      expect((await reply(world, scene, decided.body['version'], fitting.length)).status).toBe(200);
      expect((await submit(world, scene)).body['status']).toBe('examination');
    }
    const decisions = (await read(world, scene.id, scene.owner)).body['decisions'] as object[];
    expect(decisions.map((one) => 'corrections' in one)).toEqual([false, false, true]);
  });

  async function queued() {
    const scene = await draft(world);
    for (const one of [scene.owner, scene.bank]) expect((await consent(world, scene, one)).status).toBe(201);
    expect((await submit(world, scene)).body['status']).toBe('examination');
    return scene;
  }
});
