import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mandateKey } from '../../../functions/_platform/store/parties.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import { type Mandate, mandate } from '../../../shared/register/party.ts';
import { paper, papersFor } from '../papers.ts';
import {
  ask,
  consent,
  consented,
  draft,
  type Enrolled,
  edit,
  read,
  type Scene,
  submit,
  told,
} from '../scene.ts';
import { addAccount } from '../signers.ts';
import { startWorld, type World } from '../world.ts';

let world: World;
let now = Date.parse('2026-03-02T02:00:00Z');
beforeAll(async () => {
  world = await startWorld({ clock: () => now });
});
afterAll(() => world.close());

const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];
const missing = async (scene: Scene) => (await read(world, scene.id, scene.owner)).body['missingConsents'];

describe('a consent is given over the digest of form and documents (A9.2)', () => {
  it('counts for the digest that stands, and for no other: 412, and nothing is noted', async () => {
    const scene = await draft(world);
    const wrong = { ...scene, digest: `sha256:${'0'.repeat(64)}` };
    expect(codeOf(await consent(world, wrong, scene.owner))).toEqual([412, 'stale-version']);
    expect(await missing(scene)).toEqual([scene.owner.id, scene.bank.id]);
    expect((await consent(world, scene, scene.owner)).status).toBe(201);
    expect(await missing(scene)).toEqual([scene.bank.id]);
    // Given once more it is still one consent.
    const again = await consent(world, scene, scene.owner);
    expect(again.body['consents']).toHaveLength(1);
  });

  it('is void when form or documents change, its giver is told, and the old digest is worth nothing', async () => {
    const scene = await consented(world);
    const changed = { ...scene.form, commitment: false };
    const edited = await edit(world, scene, 3, changed);
    expect(edited.body).toMatchObject({
      consents: [],
      voidedConsents: [{ party: scene.owner.id }, { party: scene.bank.id }],
      missingConsents: [scene.owner.id, scene.bank.id],
    });
    expect(await told(world, scene.owner, scene.id)).toEqual(['consent-voided']);
    expect(await told(world, scene.bank, scene.id)).toEqual(['consent-asked', 'consent-voided']);
    expect(codeOf(await consent(world, scene, scene.owner))).toEqual([412, 'stale-version']);
    expect(codeOf(await submit(world, scene))).toEqual([409, 'consents-missing']);

    const document = paper('pledgeContract', { name: '合同.pdf' });
    const state = { ...scene, digest: String(edited.body['digest']) };
    expect((await consent(world, state, scene.owner)).status).toBe(201);
    const withPaper = await edit(world, scene, 5, changed, [document]);
    expect(withPaper.body).toMatchObject({ consents: [], missingConsents: [scene.owner.id, scene.bank.id] });
    expect(withPaper.body['digest']).not.toBe(state.digest);
  });

  it('stands again when nobody changes it: the other party’s consent is untouched by a new one', async () => {
    const scene = await draft(world);
    const replies = await Promise.all([scene.owner, scene.bank].map((one) => consent(world, scene, one)));
    expect(replies.map((one) => one.status)).toEqual([201, 201]);
    expect(await missing(scene)).toEqual([]);
    expect((await submit(world, scene)).body['status']).toBe('registered');
  });

  it('is not taken while a party of the form is left out: its place is taken by nobody else', async () => {
    const outsider = await world.putParty('代办人');
    const scene = await draft(world, { owner: outsider, form: (plain) => ({ ...plain, pledgors: [] }) });
    expect(codeOf(await consent(world, { ...scene, digest: `sha256:${'0'.repeat(64)}` }, outsider))).toEqual([
      403,
      'forbidden',
    ]);
  });

  it('after submission comes too late: 409', async () => {
    const scene = await consented(world);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    expect(codeOf(await consent(world, scene, scene.bank))).toEqual([409, 'wrong-state']);
  });

  it('races an edit: either it was given over the new digest or it is void, never silently carried over', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scene = await draft(world);
      const [edited, given] = await Promise.all([
        edit(world, scene, 1, { ...scene.form, commitment: false }),
        consent(world, scene, scene.bank),
      ]);
      const after = (await read(world, scene.id, scene.owner)).body as {
        digest: string;
        consents: { digest: string }[];
      };
      expect(after.consents.every((one) => one.digest === after.digest)).toBe(true);
      expect([edited.status, given.status].filter((status) => status < 300).length).toBeGreaterThan(0);
    }
  });
});

describe('who may consent', () => {
  it('a signer of the party: another account of it may read and edit, but not bind it: 403', async () => {
    const scene = await draft(world);
    const clerk = await addAccount(world, scene.bank, { signer: false });
    expect((await read(world, scene.id, clerk)).status).toBe(200);
    expect(codeOf(await consent(world, scene, clerk))).toEqual([403, 'forbidden']);
    const second = await addAccount(world, scene.bank);
    expect((await consent(world, scene, second)).status).toBe(201);
  });

  it('a stranger sees no more than for an id that nobody ever had: 404', async () => {
    const scene = await draft(world);
    const stranger = await world.putParty('陌生人');
    const answers = [scene.id, `fil_${'7'.repeat(26)}`].map(async (id) => {
      const reply = await consent(world, { ...scene, id }, stranger);
      return { ...reply.body, instance: '', status: reply.status };
    });
    const [real, madeUp] = await Promise.all(answers);
    expect(real).toEqual(madeUp);
    expect(real).toMatchObject({ status: 404 });
  });

  it('no party for another: naming it is 403, and its consent stays missing', async () => {
    const scene = await draft(world);
    const forged = await consent(world, scene, scene.bank, { party: scene.owner.id });
    expect(codeOf(forged)).toEqual([403, 'forbidden']);
    expect(await missing(scene)).toEqual([scene.owner.id, scene.bank.id]);
  });

  it('an agent whose mandate names consent; one that only files is refused 403, but edits and submits', async () => {
    const scene = await draft(world);
    const filer = await agentOf(scene.owner, ['file']);
    const signer = await agentOf(scene.owner, ['consent']);
    expect(codeOf(await consent(world, scene, filer))).toEqual([403, 'forbidden']);
    const papers = [...papersFor(scene.form), paper('powerOfAttorney', { parties: [scene.owner.id] })];
    const edited = await edit(world, { ...scene, owner: filer }, 1, scene.form, papers);
    expect(edited.status).toBe(200);
    const digest = String(edited.body['digest']);
    const bySigner = await edit(world, { ...scene, owner: signer }, 2, scene.form, papers);
    expect(codeOf(bySigner)).toEqual([403, 'forbidden']);
    const given = await consent(world, { ...scene, digest }, signer);
    expect(given.body['consents']).toMatchObject([{ party: scene.owner.id }]);
    expect((await consent(world, { ...scene, digest }, scene.bank)).status).toBe(201);
    expect(codeOf(await submit(world, { ...scene, owner: signer }))).toEqual([403, 'forbidden']);
    expect((await submit(world, { ...scene, owner: filer })).body['status']).toBe('registered');
  });

  it('a party for no other of the same filing, mandate or not: it would deal with itself (Civil Code art. 168)', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const bank = await agentOf(owner, ['file', 'consent']);
    const scene = await draft(world, { owner, bank });
    expect(codeOf(await consent(world, scene, bank, { party: owner.id }))).toEqual([403, 'forbidden']);
    expect((await consent(world, scene, bank)).body['missingConsents']).toEqual([owner.id]);
  });

  it('no longer once the mandate is over or revoked: the filing is then a stranger’s to it, 404', async () => {
    const scene = await draft(world);
    const ended = await agentOf(scene.owner, ['file', 'consent'], { until: '2026-03-01' });
    const coming = await agentOf(scene.owner, ['file', 'consent'], { from: '2026-03-03' });
    const running = await agentOf(scene.owner, ['file', 'consent'], { until: '2026-03-02' });
    for (const one of [ended, coming]) expect((await read(world, scene.id, one)).status).toBe(404);
    expect((await read(world, scene.id, running)).status).toBe(200);
    expect((await consent(world, scene, running)).status).toBe(201);
    const mine = await ask(world, 'parties.mine', running, {}, 200);
    const [own] = mine.body['parties'] as { mandates: Mandate[] }[];
    const given = mandate.parse(own?.mandates[0]);
    const revoked = { ...given, revokedAt: instantOf(now) };
    await world.put('parties', { ...mandateKey(given), mandate: revoked });
    for (const op of ['filings.get', 'filings.examine']) {
      expect((await world.call(op, running.caller, { params: { filingId: scene.id } })).status).toBe(404);
    }
    expect((await consent(world, scene, running)).status).toBe(404);
    // What it consented to while it might counts no more.
    expect(await missing(scene)).toEqual([scene.owner.id, scene.bank.id]);
  });

  it('a mandate that ends at midnight in Shanghai covers its last day to the last minute', async () => {
    const scene = await draft(world);
    const agent = await agentOf(scene.owner, ['file'], { until: '2026-03-02' });
    const before = now;
    now = Date.parse('2026-03-02T15:59:59.999Z');
    expect((await read(world, scene.id, agent)).status).toBe(200);
    now = Date.parse('2026-03-02T16:00:00.000Z');
    expect((await read(world, scene.id, agent)).status).toBe(404);
    now = before;
  });
});

/** A party that is the agent of another. */
function agentOf(principal: Enrolled, acts: Mandate['acts'], more: { from?: string; until?: string } = {}) {
  const agentOf = { principal: principal.id, acts, ...parsedDays(more) };
  return world.putParty(`代理机构${randomUUID()}`, { agentOf });
}

function parsedDays({ from, until }: { from?: string; until?: string }) {
  return { ...(from && { from: plainDate.parse(from) }), ...(until && { until: plainDate.parse(until) }) };
}
