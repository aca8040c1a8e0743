import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paper } from '../papers.ts';
import { consent, consented, draft, edit, faultsOf, read, submit } from '../scene.ts';
import { nextPatent, pledgeForm, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const procedure = 'pledge.registration';
const document = paper('pledgeContract');

/** Opens with the form, and shows that a refusal stored nothing of it. */
async function refused(form: unknown, documents: unknown = []) {
  const { caller } = await world.putParty(`权利人${randomUUID()}`);
  const before = await world.items('filings', '');
  const reply = await world.call('filings.open', caller, { body: { procedure, form, documents } });
  expect(reply.status, reply.text).toBe(422);
  expect(await world.items('filings', '')).toHaveLength(before.length);
  return reply;
}

describe('a draft grows as its parties find time', () => {
  it('is opened empty, filled in part by part, resumed and never loses a field', async () => {
    const empty = await draft(world, { form: () => ({}) });
    const full = pledgeForm([empty.owner.id], [empty.bank.id], empty.rights);
    let version = 1;
    const filled: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(full)) {
      filled[name] = value;
      const reply = await edit(world, empty, version, filled, [document]);
      expect(reply.status, `${name}: ${reply.text}`).toBe(200);
      version += 1;
      expect(reply.headers['etag']).toMatch(new RegExp(`^"${version}-[0-9a-f]{16}"$`));
      const resumed = await read(world, empty.id, empty.owner);
      expect(resumed.body).toMatchObject({ form: filled, documents: [document], version, status: 'draft' });
    }
    const complete = await read(world, empty.id, empty.bank);
    expect(complete.body['missingConsents']).toEqual([empty.owner.id, empty.bank.id]);
    expect(complete.body['digest']).toMatch(/^sha256:/);
  });

  it('takes a claim without its nature and an identifier without its scheme, and names both as issues', async () => {
    const half = {
      claim: { kind: 'loan' },
      debtor: { name: '债务人', identifier: { value: '9' } },
      rights: [],
    };
    const scene = await draft(world, { form: () => half });
    expect((await read(world, scene.id, scene.owner)).body['form']).toEqual(half);
    const examined = await world.call('filings.examine', scene.owner.caller, {
      params: { filingId: scene.id },
    });
    expect(examined.body).toMatchObject({ complete: false });
    const issues = examined.body['issues'] as { pointer: string }[];
    expect(issues.map((one) => one.pointer)).toEqual(
      expect.arrayContaining(['/claim/nature', '/debtor/identifier/scheme', '/rights', '/pledgors']),
    );
  });

  it('leaves the digest, and so the consents, as they are when only the spelling of a number changes', async () => {
    const scene = await consented(world);
    const spelt = `ZL ${scene.rights[0]?.slice(0, -1)}.${scene.rights[0]?.slice(-1)}`;
    const reply = await edit(world, scene, 3, { ...scene.form, rights: [spelt] });
    expect(reply.body).toMatchObject({ digest: scene.digest, missingConsents: [], voidedConsents: [] });
  });
});

describe('editing under If-Match', () => {
  it('needs the header: 428 without, 412 with an old, a weak or a made-up tag', async () => {
    const scene = await draft(world);
    const ask = (headers: Record<string, string>) =>
      world.call('filings.edit', scene.owner.caller, {
        params: { filingId: scene.id },
        body: { form: {}, documents: [] },
        headers,
      });
    expect((await ask({})).status).toBe(428);
    for (const tag of ['"2"', '"0"', 'W/"1"', '*', '1', '"1', '"x"', `"${'9'.repeat(400)}"`, '']) {
      expect((await ask({ 'if-match': tag })).status, tag).toBe(412);
    }
    expect((await read(world, scene.id, scene.owner)).body).toMatchObject({ version: 1, form: scene.form });
    expect((await ask({ 'if-match': '"1"' })).status).toBe(200);
  });

  it('lets exactly one of several edits at once win; the others are told 412 and their text is nowhere', async () => {
    const scene = await draft(world);
    const names = ['一', '二', '三', '四', '五', '六'];
    const replies = await Promise.all(
      names.map((name) => edit(world, scene, 1, { mainContract: { name, signedOn: '2026-01-05' } })),
    );
    expect(replies.map((one) => one.status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    const won = replies.find((one) => one.status === 200);
    expect((await read(world, scene.id, scene.owner)).body['form']).toEqual(won?.body['form']);
  });

  it('is over once the filing is submitted: 409, whichever tag is named', async () => {
    const scene = await consented(world);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    for (const version of [3, 4]) {
      const late = await edit(world, scene, version, {});
      expect([late.status, late.body['code']]).toEqual([409, 'wrong-state']);
    }
    expect((await read(world, scene.id, scene.owner)).body['form']).toEqual(scene.form);
  });

  it('answers a stranger 404, as for an id that nobody ever had', async () => {
    const scene = await draft(world);
    const { caller } = await world.putParty('陌生人');
    const bodyless = async (filingId: string) => {
      const reply = await world.call('filings.edit', caller, {
        params: { filingId },
        body: { form: {}, documents: [] },
        headers: { 'if-match': '"1"' },
      });
      return { ...reply.body, status: reply.status, instance: '' };
    };
    expect(await bodyless(scene.id)).toEqual(await bodyless(`fil_${'0'.repeat(26)}`));
    expect(await bodyless(scene.id)).toMatchObject({ status: 404 });
  });
});

describe('what makes no sense is refused with a pointer, and nothing of it is stored', () => {
  const form = (change: Record<string, unknown>) => ({
    ...pledgeForm([`pty_${'0'.repeat(26)}`] as never, [`pty_${'1'.repeat(26)}`] as never, [nextPatent()]),
    ...change,
  });
  const claim = (change: Record<string, unknown>) => form({ claim: { ...form({}).claim, ...change } });
  const wrongDigit = (number: string) => `${number.slice(0, -1)}${number.endsWith('0') ? '1' : '0'}`;
  const twice = nextPatent();

  it.each<[string, () => unknown, string, string]>([
    ['an unknown field', () => form({ colour: 'red' }), '/form', 'unrecognized-keys'],
    ['an unknown field deep inside', () => claim({ rate: '5' }), '/form/claim', 'unrecognized-keys'],
    ['a number for a text', () => form({ scope: 7 }), '/form/scope', 'invalid-type'],
    ['a text for a truth value', () => form({ commitment: 'yes' }), '/form/commitment', 'invalid-type'],
    ['null', () => form({ claim: null }), '/form/claim', 'invalid-type'],
    [
      'a wrong check digit',
      () => form({ rights: [nextPatent(), wrongDigit(nextPatent())] }),
      '/form/rights/1',
      'patentNumber.checkDigit',
    ],
    [
      'an impossible date',
      () => claim({ performanceFrom: '2026-02-30' }),
      '/form/claim/performanceFrom',
      'date.impossible',
    ],
    [
      'a date of year 0',
      () => claim({ performanceFrom: '0000-01-01' }),
      '/form/claim/performanceFrom',
      'date.impossible',
    ],
    [
      'a negative amount',
      () => claim({ amount: { amount: '-1.00', currency: 'CNY' } }),
      '/form/claim/amount/amount',
      'money.amount',
    ],
    [
      'an amount of nothing',
      () => claim({ amount: { amount: '0.00', currency: 'CNY' } }),
      '/form/claim/amount/amount',
      'money.positive',
    ],
    [
      'an absurd amount',
      () => claim({ amount: { amount: '9'.repeat(16), currency: 'CNY' } }),
      '/form/claim/amount/amount',
      'money.amount',
    ],
    [
      'an amount as a number',
      () => claim({ amount: { amount: 5, currency: 'CNY' } }),
      '/form/claim/amount/amount',
      'invalid-type',
    ],
    [
      'a currency of no country',
      () => claim({ amount: { amount: '5.00', currency: 'XXX' } }),
      '/form/claim/amount/currency',
      'invalid-value',
    ],
    [
      'the same patent twice',
      () => form({ rights: [twice, `ZL${twice}`] }),
      '/form/rights/1',
      'form.repeatedRight',
    ],
    [
      'a party on both sides',
      () => form({ pledgees: form({}).pledgors }),
      '/form/pledgees/0/party',
      'form.partyOnBothSides',
    ],
    [
      'a text with a line feed',
      () => form({ mainContract: { name: 'a\nb', signedOn: '2026-01-05' } }),
      '/form/mainContract/name',
      'text.forbidden',
    ],
    [
      'a direction override',
      () => form({ mainContract: { name: 'a\u202eb', signedOn: '2026-01-05' } }),
      '/form/mainContract/name',
      'text.forbidden',
    ],
    [
      'a period that ends before it begins',
      () => claim({ performanceUntil: '2025-01-01' }),
      '/form/claim/performanceUntil',
      'form.periodEndsBeforeItBegins',
    ],
  ])('%s', async (_what, made, pointer, code) => {
    expect(faultsOf(await refused(made()))).toContainEqual([pointer, code]);
  });

  it('answers 21 rights with too-many-rights, and 20 with a draft', async () => {
    const rights = Array.from({ length: 21 }, () => nextPatent());
    const reply = await refused({ rights });
    expect([reply.body['code'], faultsOf(reply)]).toEqual(['too-many-rights', [['/form/rights', 'too-big']]]);
    const { id } = await draft(world, { form: () => ({ rights: rights.slice(1) }) });
    expect(id).toMatch(/^fil_/);
  });

  it.each<[string, unknown, string]>([
    ['a digest in capitals', [{ ...document, sha256: 'A'.repeat(64) }], '/documents/0/sha256'],
    ['a file of no bytes', [{ ...document, bytes: 0 }], '/documents/0/bytes'],
    ['half a byte', [{ ...document, bytes: 1.5 }], '/documents/0/bytes'],
    [
      '31 documents',
      Array.from({ length: 31 }, (_, index) => paper('other', { name: `${index}` })),
      '/documents',
    ],
    ['the same bytes twice', [document, { ...document, kind: 'other' }], '/documents/1/sha256'],
    ['a picture of a kind that nobody need read', [{ ...document, type: 'image/gif' }], '/documents/0/type'],
    ['a document that is a text', ['x'], '/documents/0'],
  ])('documents: %s', async (_what, documents, pointer) => {
    expect(faultsOf(await refused({}, documents)).map(([at]) => at)).toContain(pointer);
  });

  it('refuses an edit the same way, and the draft stays as it was', async () => {
    const scene = await consented(world);
    const reply = await edit(world, scene, 3, claim({ amount: { amount: '-1', currency: 'CNY' } }));
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/form/claim/amount/amount', 'money.amount']]]);
    expect((await read(world, scene.id, scene.owner)).body).toMatchObject({
      version: 3,
      missingConsents: [],
    });
  });

  it('refuses a procedure that there is not, and to open for a party that is not one’s own', async () => {
    const { caller } = await world.putParty('权利人');
    const other = await world.putParty('他人');
    const open = (more: object) =>
      world.call('filings.open', caller, { body: { procedure, form: {}, documents: [], ...more } });
    const unknown = await open({ procedure: 'pledge.nothing' });
    expect([unknown.status, faultsOf(unknown)]).toEqual([422, [['/procedure', 'invalid-value']]]);
    expect(unknown.text).not.toContain('pledge.nothing');
    for (const applicant of [other.id, `pty_${'0'.repeat(26)}`]) {
      expect((await open({ applicant })).status).toBe(403);
    }
  });

  it('answers a submission of a half-filled form 422, with a pointer to each field that is missing', async () => {
    const scene = await draft(world, { form: ({ claim: _claim, ...rest }) => rest });
    const reply = await submit(world, scene);
    expect([reply.body['code'], faultsOf(reply)]).toEqual(['form-incomplete', [['/form/claim', 'required']]]);
    const early = await consent(world, { ...scene, digest: `sha256:${'0'.repeat(64)}` }, scene.owner);
    expect([early.status, early.body['code']]).toEqual([422, 'form-incomplete']);
  });
});
