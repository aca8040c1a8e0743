import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, partyKey } from '../../../functions/_platform/store/parties.ts';
import { partyId } from '../../../shared/kernel/id.ts';
import { consent, consented, type Enrolled, submit as submitPledge } from '../scene.ts';
import { type Caller, startWorld, type World } from '../world.ts';
import {
  type Asking,
  acting,
  agree,
  ask,
  codeOf,
  decide,
  enrol,
  fill,
  full,
  groundsOf,
  newAccount,
  openFor,
  organisationForm,
  read,
  submit,
} from './desk.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const partyNow = async (id: string) =>
  (await world.item('parties', partyKey(partyId.parse(id))))?.['party'] as Record<string, unknown>;
const boundTo = async (caller: Caller) => {
  const item = await world.item('parties', accountKey(caller.sub));
  return (item?.['account'] as { parties: { party: string }[] } | undefined)?.parties ?? [];
};
const signer = (caller: Caller) => ({ subject: caller.sub, administrator: false, signer: true });

/** A change of accounts as far as it is filled in. */
async function changing(who: Enrolled, accounts: readonly object[], more: object = {}): Promise<Asking> {
  const filing = await openFor(world, who, 'party.accounts');
  const { version } = await partyNow(who.id);
  const filled = await fill(world, filing, { version, accounts, signing: { signatures: 1 }, ...more }, []);
  expect(filled.status, filled.text).toBe(200);
  return filing;
}

const changed = async (filing: Asking) => {
  const given = await agree(world, filing, filing.caller, filing.party);
  expect(given.status, given.text).toBe(201);
  return submit(world, filing);
};

describe('party.accounts', () => {
  it('an administrator appoints and removes; it takes effect at once and the entry names nobody', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const second = newAccount();
    const done = await changed(await changing(who, [full(who.caller), signer(second)]));
    expect(done.body['status'], done.text).toBe('registered');
    expect(await boundTo(second)).toEqual([{ party: who.id, administrator: false, signer: true }]);
    expect(await partyNow(who.id)).toMatchObject({ version: 2, accounts: { length: 2 } });
    const { entry } = done.body['registration'] as { entry: string };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry } });
    expect(leaf.body['entry']).toMatchObject({
      public: { changed: 'accounts', version: 2 },
      decidedBy: 'machine',
    });
    for (const account of [who.caller.sub, second.sub]) expect(leaf.text).not.toContain(account);
    const handed = await changed(await changing(who, [full(second)]));
    expect(handed.body['status'], handed.text).toBe('registered');
    expect(await boundTo(who.caller)).toEqual([]);
    expect(codeOf(await world.call('filings.list', who.caller))).toEqual([403, 'not-enrolled']);
    expect((await world.call('filings.list', second)).status).toBe(200);
  });

  it('a signer who is no administrator cannot consent to it, nor an agent for the party', async () => {
    const who = await world.putParty(`机构${randomUUID()}`, { administrator: false });
    const filing = await changing(who, [full(who.caller)]);
    const own = await agree(world, filing, who.caller, who.id);
    expect(codeOf(own)).toEqual([403, 'forbidden']);
    const agency = await world.putParty(`代理机构${randomUUID()}`, {
      agentOf: { principal: who.id, acts: ['file', 'consent'] },
    });
    const seen = await read(world, filing, agency.caller);
    const body = { digest: seen.body['digest'], party: who.id };
    const params = { filingId: filing.id };
    const given = await world.call('filings.consent', agency.caller, { params, body });
    expect(codeOf(given)).toEqual([403, 'forbidden']);
    expect(codeOf(await submit(world, filing))).toEqual([409, 'consents-missing']);
  });

  it('an account cannot add itself to a stranger’s party: it sees nothing of it and opens nothing for it', async () => {
    const [who, stranger] = [await world.putParty('受害人'), await world.putParty('生人')];
    const body = { procedure: 'party.accounts', form: {}, documents: [], applicant: who.id };
    expect((await world.call('filings.open', stranger.caller, { body })).status).toBe(403);
    const filing = await changing(who, [full(who.caller), full(stranger.caller)]);
    expect(codeOf(await read(world, filing, stranger.caller))).toEqual([404, 'not-found']);
  });

  it('two administrators where two must sign and there are two; one alone where there is one', async () => {
    const [first, second] = [newAccount(), newAccount()];
    const who = await world.putParty(`机构${randomUUID()}`, {
      accounts: [full(first), full(second)],
      signing: { signatures: 2 },
    });
    // The fixture binds an account of its own; these two are the party's.
    const Item = (caller: Caller) => ({
      ...accountKey(caller.sub),
      version: 1,
      account: { subject: caller.sub, parties: [{ party: who.id, administrator: true, signer: true }] },
    });
    await Promise.all([first, second].map((one) => world.put('parties', Item(one))));
    const asFirst = { ...who, caller: first };
    const filing = await changing(asFirst, [full(first), signer(second)], { signing: { signatures: 2 } });
    expect((await agree(world, filing, first, who.id)).status).toBe(201);
    expect(codeOf(await submit(world, filing))).toEqual([409, 'consents-missing']);
    expect((await agree(world, filing, second, who.id)).status).toBe(201);
    expect((await submit(world, filing)).body['status']).toBe('registered');
    const alone = await changed(await changing(asFirst, [full(first)]));
    expect(alone.body['status'], alone.text).toBe('registered');
  });

  it('on another version than the party’s is a deficiency (P5); of two changes at once one counts', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const filings = [
      await changing(who, [full(who.caller), signer(newAccount())]),
      await changing(who, [full(who.caller), signer(newAccount())]),
    ];
    for (const one of filings) await agree(world, one, who.caller, who.id);
    const outcomes = await Promise.all(filings.map((one) => submit(world, one)));
    const statuses = outcomes.map((one) => String(one.body['status'])).sort();
    expect(statuses).toEqual(['correctionRequested', 'registered']);
    const late = outcomes.find((one) => one.body['status'] === 'correctionRequested');
    expect(late && groundsOf(late)).toEqual(['P5']);
    expect(await partyNow(who.id)).toMatchObject({ version: 2 });
  });

  it('an account that acts for fifty parties cannot be named for one more (P7)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const busy = newAccount();
    const parties = Array.from({ length: 50 }, (_, at) => ({
      party: `pty_0${String(at).padStart(25, '0')}`,
      administrator: false,
      signer: false,
    }));
    await world.put('parties', {
      ...accountKey(busy.sub),
      version: 1,
      account: { subject: busy.sub, parties },
    });
    const outcome = await changed(await changing(who, [full(who.caller), signer(busy)]));
    expect(groundsOf(outcome)).toEqual(['P7']);
  });

  it('a signer removed after it consented binds nobody: the pledge waits for a new consent (A9.2)', async () => {
    const scene = await consented(world);
    const { owner } = scene;
    const next = newAccount();
    const done = await changed(await changing(owner, [full(next)]));
    expect(done.body['status'], done.text).toBe('registered');
    // The removed account's drafts stay with the party, and are closed to it.
    const params = { filingId: scene.id };
    expect((await world.call('filings.get', owner.caller, { params })).status).toBe(403);
    const renewed = { ...owner, caller: next };
    expect(codeOf(await submitPledge(world, { ...scene, owner: renewed }))).toEqual([
      409,
      'consents-missing',
    ]);
    expect((await consent(world, scene, renewed)).status).toBe(201);
    expect((await submitPledge(world, { ...scene, owner: renewed })).body['status']).toBe('registered');
  });
});

describe('party.details', () => {
  it('keeps the former name, by which owners are compared, and tells the new one in public (A4.g1)', async () => {
    const { party, caller, id: _id } = await enrol(world);
    const who = { id: partyId.parse(party), caller, party: {} } as unknown as Enrolled;
    const old = String((await partyNow(party))['name']);
    const patents = await world.putPatents([old]);
    const filing = await openFor(world, who, 'party.details');
    const name = `新名${randomUUID()}`;
    const asked = await ask(world, filing, { version: 1, name, address: '秘密路2号' });
    expect(asked.body['status'], asked.text).toBe('examination');
    const done = await decide(world, filing);
    expect(done.body['status'], done.text).toBe('registered');
    expect(await partyNow(party)).toMatchObject({ version: 2, name, formerNames: [old] });
    const { entry } = done.body['registration'] as { entry: string };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: entry } });
    expect(leaf.body['entry']).toMatchObject({
      public: { party: { name }, formerName: old, changed: ['name', 'address'] },
    });
    expect(leaf.text).not.toContain('秘密路2号');
    const bank = await world.putParty(`银行${randomUUID()}`);
    const scene = await consented(world, { owner: who, bank, rights: patents });
    expect((await submitPledge(world, scene)).body['status']).toBe('registered');
    const found = async (text: string) =>
      (await world.call('parties.find', caller, { query: { name: text } })).body['items'];
    expect(await found(name)).toMatchObject([{ id: party }]);
    expect(await found(old)).toEqual([]);
  });

  it('accepted while its accounts changed meanwhile: 409, since it was agreed on another version (P5)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const filing = await openFor(world, who, 'party.details');
    await ask(world, filing, { version: 1, address: '新址' });
    const done = await changed(await changing(who, [full(who.caller), signer(newAccount())]));
    expect(done.body['status']).toBe('registered');
    const accepted = await decide(world, filing);
    expect(codeOf(accepted)).toEqual([409, 'wrong-state']);
    expect(accepted.body['errors']).toMatchObject([{ code: 'P5' }]);
  });

  it('asks for something: nothing at all is incomplete; a look-alike of another is told (P3)', async () => {
    const who = await world.putParty(`机构${randomUUID()}`);
    const other = await world.putParty(`银行${randomUUID()}`);
    const filing = await openFor(world, who, 'party.details');
    expect((await fill(world, filing, { version: 1 })).status).toBe(422);
    const asked = await ask(world, filing, { version: 1, name: other.party.name });
    expect(groundsOf(asked)).toEqual(['P1', 'P3']);
  });
});

describe('an enrolled party', () => {
  it('is found by its name once registered, and not while it asks', async () => {
    const name = `机构${randomUUID()}`;
    const { party, caller } = await enrol(world, (one) => organisationForm([full(one)], { name }));
    const found = await world.call('parties.find', caller, { query: { name }, headers: acting(party) });
    expect(found.body['items']).toMatchObject([{ id: party, name }]);
  });
});
