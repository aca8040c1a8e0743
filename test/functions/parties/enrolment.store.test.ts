import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { partyId } from '../../../shared/kernel/id.ts';
import { paper } from '../papers.ts';
import { draft as pledgeDraft } from '../scene.ts';
import { examiner, operator, pledgeForm, startWorld, type World } from '../world.ts';
import {
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
  nextUscc,
  openAsCandidate,
  organisationForm,
  submit,
} from './desk.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const account = async (caller: { sub: string }) => (await world.call('account.get', caller)).body;

describe('party.enrolment', () => {
  it('an account without any party asks, an examiner decides, and it acts for the party at once (A1.1)', async () => {
    const caller = newAccount();
    expect(await account(caller)).toMatchObject({ subject: caller.sub, parties: [] });
    const filing = await openAsCandidate(world, caller);
    expect(await account(caller)).toMatchObject({ parties: [{ party: filing.party, candidate: true }] });
    const form = organisationForm([full(caller)]);
    const submitted = await ask(world, filing, form);
    // P1: always a person, however clean.
    expect(groundsOf(submitted)).toEqual(['P1']);
    expect(submitted.body['status']).toBe('examination');
    const accepted = await decide(world, filing);
    expect(accepted.body['status'], accepted.text).toBe('registered');
    const bound = (await account(caller))['parties'];
    expect(bound).toEqual([{ party: filing.party, administrator: true, signer: true }]);
    const mine = await world.call('parties.mine', caller);
    expect(mine.body['parties']).toMatchObject([
      { party: { id: filing.party, version: 1, status: 'enrolled', name: form.subject.name } },
    ]);
    const { party } = (await world.item('parties', partyKey(partyId.parse(filing.party)))) ?? {};
    const { entry } = accepted.body['registration'] as { entry: string };
    expect(party).toMatchObject({ entry, accounts: [full(caller)] });
  });

  it('its entry names the organisation and its code, and neither account nor address', async () => {
    const caller = newAccount();
    const filing = await openAsCandidate(world, caller);
    const form = organisationForm([full(caller)], { address: '绝密路9号', formerNames: ['旧名公司'] });
    await ask(world, filing, form);
    const { registration } = (await decide(world, filing)).body as { registration: { entry: string } };
    expect(registration).not.toHaveProperty('registrationNumber');
    const leaf = await world.call('entries.get', undefined, { params: { entryId: registration.entry } });
    const { subject } = form;
    const party = { kind: 'organisation', party: filing.party, name: subject.name };
    expect(leaf.body).toMatchObject({
      entry: {
        ...{ act: 'party.enrolment', decidedBy: 'examiner', filing: filing.id, advanced: [] },
        public: { party: { ...party, identifier: subject.identifier }, residence: 'CN' },
      },
    });
    for (const secret of [caller.sub, '绝密路9号', '旧名公司']) expect(leaf.text).not.toContain(secret);
  });

  it('a natural person is enrolled by name in a commitment that can be forgotten, and never found by name', async () => {
    const caller = newAccount();
    const filing = await openAsCandidate(world, caller);
    const name = `张${randomUUID()}`;
    const subject = { kind: 'person', name, residence: 'CN', address: '示例路1号' };
    const form = { subject, accounts: [full(caller)], signing: { signatures: 1 } };
    const submitted = await ask(world, filing, form, [paper('identity')]);
    expect(submitted.body['status'], submitted.text).toBe('examination');
    const { registration } = (await decide(world, filing)).body as { registration: { entry: string } };
    const leaf = await world.call('entries.get', undefined, { params: { entryId: registration.entry } });
    const { entry, openings } = leaf.body as { entry: object; openings: object[] };
    expect(JSON.stringify(entry)).not.toContain(name);
    expect(entry).toMatchObject({ public: { party: { kind: 'person', commitment: 'party' } } });
    expect(openings).toMatchObject([{ name: 'party', value: { name } }]);
    const found = await world.call('parties.find', caller, { query: { name } });
    expect(found.body['items']).toEqual([]);
  });

  it('a party from abroad comes through an agency, which consents and gets its mandate (A1.3)', async () => {
    const agency = await world.putParty(`代理机构${randomUUID()}`);
    const caller = newAccount();
    const filing = await openAsCandidate(world, caller);
    const subject = {
      ...{ kind: 'foreignOrganisation', name: `Beispiel ${randomUUID()}`, formerNames: [] },
      ...{ identifier: 'hrb 1', residence: 'DE', address: 'Weg 1' },
    };
    const form = { subject, accounts: [full(caller)], signing: { signatures: 1 } };
    await fill(world, filing, form);
    expect(codeOf(await submit(world, filing))).toEqual([422, 'form-incomplete']);
    const papers = [paper('registryExtract'), paper('powerOfAttorney')];
    await fill(world, filing, { ...form, agency: agency.id }, papers);
    await agree(world, filing, caller, filing.party);
    expect(codeOf(await submit(world, filing))).toEqual([409, 'consents-missing']);
    expect((await agree(world, filing, agency.caller, agency.id)).status).toBe(201);
    expect((await submit(world, filing)).body['status']).toBe('examination');
    expect((await decide(world, filing)).body['status']).toBe('registered');
    const mine = await world.call('parties.mine', agency.caller);
    expect(mine.body['parties']).toMatchObject([
      { mandates: [{ principal: filing.party, agent: agency.id, acts: ['file', 'consent'] }] },
    ]);
    // The same number in another country is another's; in the same country it is taken, in either case of letters.
    const twin = await openAsCandidate(world, newAccount());
    const again = { ...form, accounts: [full(twin.caller)], agency: agency.id };
    await fill(
      world,
      twin,
      { ...again, subject: { ...subject, identifier: 'HRB 1', residence: 'AT' } },
      papers,
    );
    const examined = async () => {
      const params = { filingId: twin.id };
      const seen = await world.call('filings.examine', twin.caller, { params, headers: acting(twin.party) });
      return groundsOf(seen);
    };
    expect(await examined()).not.toContain('P2');
    await fill(world, twin, { ...again, subject: { ...subject, identifier: 'HRB 1' } }, papers);
    expect(await examined()).toContain('P2');
  });

  it('an identifier is enrolled once: the next is refused by the machine, two at once by the commit (P2)', async () => {
    const identifier = nextUscc();
    const filings = await Promise.all(
      [1, 2, 3].map(async () => {
        const filing = await openAsCandidate(world, newAccount());
        const form = organisationForm([full(filing.caller)], { identifier });
        expect((await ask(world, filing, form)).body['status']).toBe('examination');
        return filing;
      }),
    );
    const decided = await Promise.all(filings.map((one) => decide(world, one)));
    const statuses = decided.map((one) => one.body['status'] ?? one.status).sort();
    expect(statuses).toEqual([409, 409, 'registered']);
    const late = await openAsCandidate(world, newAccount());
    const refused = await ask(world, late, organisationForm([full(late.caller)], { identifier }));
    expect(refused.body).toMatchObject({ status: 'refused' });
    expect(groundsOf(refused)).toContain('P2');
    const items = await world.items('parties', `IDENTIFIER#uscc#${identifier}`);
    expect(items).toHaveLength(1);
  });

  it('a look-alike name is told to the examiner: other widths, mixed alphabets (P3, P4)', async () => {
    const name = `ＡＢＢ（中国）${randomUUID().slice(0, 8)}银行`;
    await enrol(world, (caller) => organisationForm([full(caller)], { name }));
    const filing = await openAsCandidate(world, newAccount());
    const twin = name.normalize('NFKC');
    const seen = await ask(world, filing, organisationForm([full(filing.caller)], { name: twin }));
    expect(groundsOf(seen)).toEqual(['P1', 'P3']);
    const mixed = await openAsCandidate(world, newAccount());
    const cyrillic = organisationForm([full(mixed.caller)], { name: `\u0410BB Bank ${randomUUID()}` });
    expect(groundsOf(await ask(world, mixed, cyrillic))).toEqual(['P1', 'P4']);
  });

  it.each([
    ['300 characters', '名'.repeat(300), 'text.tooLong'],
    ['a right-to-left override', '银\u202e行', 'text.forbidden'],
    ['a left-to-right mark', '银\u200e行', 'text.forbidden'],
    ['a zero-width space', '银\u200b行', 'text.forbidden'],
    ['a Hangul filler', '银\u3164行', 'text.forbidden'],
    ['a control character', '银\u0007行', 'text.forbidden'],
    ['nothing but spaces', '   ', 'text.empty'],
    ['a name that grows beyond every index', 'ﷺ'.repeat(190), 'text.tooLong'],
  ])('refuses a name of %s', async (_what, name, code) => {
    const filing = await openAsCandidate(world, newAccount());
    const reply = await fill(world, filing, organisationForm([full(filing.caller)], { name }));
    expect(reply.status).toBe(422);
    expect(reply.body['errors']).toMatchObject([{ pointer: '/form/subject/name', code }]);
  });

  it.each<[string, (caller: { sub: string }) => object, string]>([
    ['nobody administers', (c) => ({ accounts: [{ ...full(c), administrator: false }] }), '/form/accounts'],
    ['fewer sign than must', (c) => ({ accounts: [full(c)], signing: { signatures: 2 } }), '/form/accounts'],
    ['an account stands twice', (c) => ({ accounts: [full(c), full(c)] }), '/form/accounts/1/subject'],
    [
      'three must sign',
      (c) => ({ accounts: [full(c)], signing: { signatures: 3 } }),
      '/form/signing/signatures',
    ],
  ])('refuses accounts where %s', async (_what, change, pointer) => {
    const filing = await openAsCandidate(world, newAccount());
    const reply = await fill(
      world,
      filing,
      organisationForm([full(filing.caller)], {}, change(filing.caller)),
    );
    expect([reply.status, (reply.body['errors'] as { pointer: string }[])[0]?.pointer]).toEqual([
      422,
      pointer,
    ]);
  });

  it('is not for operators, and nobody is enrolled by fiat', async () => {
    const filing = await openAsCandidate(world, newAccount());
    await ask(world, filing, organisationForm([full(filing.caller)]));
    expect((await decide(world, filing, { outcome: 'accept' }, operator)).status).toBe(403);
  });
});

describe('a candidate', () => {
  it('may do nothing but its own enrolment: no other filing, no directory, no record', async () => {
    const caller = newAccount();
    const filing = await openAsCandidate(world, caller);
    const headers = acting(filing.party);
    const body = { procedure: 'pledge.registration', form: {}, documents: [] };
    for (const [operation, asked] of [
      ['filings.open', { body }],
      ['filings.open', { body: { ...body, procedure: 'party.accounts' } }],
      ['parties.find', { query: { name: '某' } }],
      ['pledges.own', { params: { registrationNumber: 'Y2026980000001' } }],
    ] as const) {
      const reply = await world.call(operation, caller, { ...asked, headers });
      expect(codeOf(reply), operation).toEqual([403, 'not-enrolled']);
    }
  });

  it('named in somebody’s pledge is not enrolled, and cannot see, edit or consent to it (A1.1)', async () => {
    const filing = await openAsCandidate(world, newAccount());
    const candidate = { id: partyId.parse(filing.party), caller: filing.caller };
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name]);
    const form = pledgeForm([owner.id], [candidate.id], rights);
    const scene = await pledgeDraft(world, { owner, rights, form: () => form });
    const params = { filingId: scene.id };
    const seen = await world.call('filings.examine', owner.caller, { params });
    expect(groundsOf(seen)).toContain('A1.1');
    const headers = acting(filing.party);
    for (const [operation, body] of [
      ['filings.get', undefined],
      ['filings.consent', { digest: scene.digest }],
      ['filings.withdraw', {}],
      ['filings.submit', {}],
    ] as const) {
      const reply = await world.call(operation, filing.caller, { params, body, headers });
      expect(codeOf(reply), operation).toEqual([404, 'not-found']);
    }
    const listed = await world.call('filings.list', filing.caller, { headers });
    expect(listed.body['items']).toMatchObject([{ id: filing.id }]);
    expect((await world.call('notices.list', filing.caller, { headers })).body['items']).toEqual([]);
  });

  it('is nobody’s way around: enrolment and recovery cannot be opened as other filings, nor for another’s id', async () => {
    const { caller, id } = await world.putParty(`机构${randomUUID()}`);
    for (const procedure of ['party.enrolment', 'party.recovery']) {
      const body = { procedure, form: {}, documents: [], applicant: id };
      const reply = await world.call('filings.open', caller, { body });
      expect([reply.status, reply.body['errors']]).toMatchObject([422, [{ pointer: '/procedure' }]]);
    }
    const stranger = await openAsCandidate(world, newAccount());
    const headers = acting(stranger.party);
    expect(
      codeOf(await world.call('filings.get', caller, { params: { filingId: stranger.id }, headers })),
    ).toEqual([403, 'forbidden']);
    const params = { filingId: stranger.id };
    expect(codeOf(await world.call('filings.get', caller, { params }))).toEqual([404, 'not-found']);
  });

  it('five at a time an account; one that was withdrawn makes room, and the account keeps what it acts for', async () => {
    const { caller, id } = await world.putParty(`机构${randomUUID()}`);
    const open = [];
    for (let count = 0; count < 5; count += 1) open.push(await openAsCandidate(world, caller));
    const sixth = await world.call('enrolments.open', caller, { body: { procedure: 'party.enrolment' } });
    expect(codeOf(sixth)).toEqual([409, 'too-many-enrolments']);
    const [first] = open;
    // What it asks for does not make the account choose: it still acts as its own party.
    expect((await world.call('filings.list', caller)).status).toBe(200);
    await world.call('filings.withdraw', caller, {
      params: { filingId: first?.id ?? '' },
      body: {},
      headers: acting(first?.party ?? ''),
    });
    await openAsCandidate(world, caller);
    const parties = (await account(caller))['parties'] as { party: string; candidate?: true }[];
    expect(parties.filter((one) => one.candidate)).toHaveLength(5);
    expect(parties.map((one) => one.party)).toContain(id);
    expect(parties.map((one) => one.party)).not.toContain(first?.party);
  });

  it('once under one Idempotency-Key, also at once', async () => {
    const caller = newAccount();
    const asked = {
      body: { procedure: 'party.enrolment' },
      headers: { 'idempotency-key': randomUUID() },
    };
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => world.call('enrolments.open', caller, asked)),
    );
    expect(new Set(replies.map((one) => one.text)).size).toBe(1);
    expect((await account(caller))['parties']).toHaveLength(1);
  });

  it('refused, it reserves nothing: the identifier is free for its true owner', async () => {
    const identifier = nextUscc();
    const squatter = await openAsCandidate(world, newAccount());
    await ask(world, squatter, organisationForm([full(squatter.caller)], { identifier }));
    const refused = await decide(
      world,
      squatter,
      { outcome: 'refuse', grounds: ['P0'], reason: '证明不足' },
      examiner,
    );
    expect(refused.body['status'], refused.text).toBe('refused');
    await enrol(world, (caller) => organisationForm([full(caller)], { identifier }));
  });
});
