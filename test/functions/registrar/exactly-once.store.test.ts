import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Mailing } from '../../../functions/notices/deps.ts';
import { registerRecord } from '../../../shared/register/record.ts';
import { type Title, title as titleShape } from '../../../shared/register/title.ts';
import { paper } from '../papers.ts';
import * as desk from '../parties/desk.ts';
import { ask, consent, consented, draft, read, type Scene, submit } from '../scene.ts';
import {
  type Ask,
  type Caller,
  chief,
  examiner,
  type Intercept,
  secondExaminer,
  startWorld,
  type World,
} from '../world.ts';

let world: World;
let clock = () => Date.now();
beforeAll(async () => {
  world = await startWorld({ clock: () => clock(), mailing });
});
afterAll(() => world.close());
afterEach(() => {
  world.faults.intercept = undefined;
  clock = () => Date.now();
});

/** The next transaction is cut off: before it is sent, or after it was committed and before anyone heard. */
function crashNext(when: 'before' | 'after'): void {
  const crash: Intercept = async (call, send) => {
    if (call.name !== 'TransactWrite') return send();
    world.faults.intercept = undefined;
    if (when === 'after') await send();
    throw new Error('the function was stopped');
  };
  world.faults.intercept = crash;
}

type Step = { operation: string; caller: Caller; ask: Ask };

/** Every operation that changes something under an Idempotency-Key, with a request of its own. */
const steps: Record<string, () => Promise<Step>> = {
  'filings.open': async () => {
    const { caller } = await world.putParty('权利人');
    const body = { procedure: 'pledge.registration', form: {}, documents: [] };
    return { operation: 'filings.open', caller, ask: { body } };
  },
  'filings.consent': async () => {
    const scene = await draft(world);
    const body = { digest: scene.digest };
    return { operation: 'filings.consent', caller: scene.owner.caller, ask: { ...at(scene), body } };
  },
  'filings.withdrawConsent': async () => {
    const scene = await consented(world);
    const asked = { ...at(scene), body: {} };
    return { operation: 'filings.withdrawConsent', caller: scene.bank.caller, ask: asked };
  },
  'filings.submit': async () => {
    const scene = await consented(world);
    return { operation: 'filings.submit', caller: scene.owner.caller, ask: { ...at(scene), body: {} } };
  },
  'documents.upload': async () => {
    const scene = await draft(world, { uploaded: false });
    return {
      operation: 'documents.upload',
      caller: scene.owner.caller,
      ask: { ...contractOf(scene), body: {} },
    };
  },
  'documents.download': async () => {
    const scene = await draft(world);
    return {
      operation: 'documents.download',
      caller: scene.bank.caller,
      ask: { ...contractOf(scene), body: {} },
    };
  },
  'office.documents.download': async () => {
    const scene = await draft(world);
    return {
      operation: 'office.documents.download',
      caller: somebody(),
      ask: { ...contractOf(scene), body: {} },
    };
  },
  'office.documents.judge': async () => {
    const scene = await draft(world);
    await world.putPapers(scene.id, [paper('pledgeContract')], { status: 'review' });
    const body = { outcome: 'unfit', reason: '看不清' };
    return { operation: 'office.documents.judge', caller: somebody(), ask: { ...contractOf(scene), body } };
  },
  'filings.withdraw': async () => {
    const scene = await consented(world);
    return { operation: 'filings.withdraw', caller: scene.bank.caller, ask: { ...at(scene), body: {} } };
  },
  'filings.declare': async () => {
    const scene = await contested();
    const body = { ground: 'A4.g11' };
    return { operation: 'filings.declare', caller: scene.bank.caller, ask: { ...at(scene), body } };
  },
  'office.filings.decide': async () => {
    world.deps.automaticRegistration.splice(0);
    const scene = await consented(world);
    await submit(world, scene);
    world.deps.automaticRegistration.push('pledge.registration');
    return {
      operation: 'office.filings.decide',
      caller: examiner,
      ask: { ...at(scene), body: { outcome: 'accept' } },
    };
  },
  'office.filings.claim': async () => {
    const scene = await waiting();
    return { operation: 'office.filings.claim', caller: examiner, ask: { ...at(scene), body: {} } };
  },
  'office.filings.release': async () => {
    const scene = await waiting();
    await world.call('office.filings.claim', examiner, { ...at(scene), body: {} });
    return { operation: 'office.filings.release', caller: examiner, ask: { ...at(scene), body: {} } };
  },
  'office.filings.reassign': async () => {
    const body = { account: secondExaminer.sub };
    return { operation: 'office.filings.reassign', caller: chief, ask: { ...at(await waiting()), body } };
  },
  'office.absences.declare': async () => {
    const body = { from: '2031-01-01', until: '2031-01-02' };
    return { operation: 'office.absences.declare', caller: somebody(), ask: { body } };
  },
  'office.absences.cancel': async () => {
    const caller = somebody();
    const body = { from: '2031-01-01', until: '2031-01-02' };
    await world.call('office.absences.declare', caller, { body });
    return { operation: 'office.absences.cancel', caller, ask: { params: { from: body.from }, body: {} } };
  },
  'office.interests.declare': async () => {
    const party = await world.putParty('利害关系人');
    return { operation: 'office.interests.declare', caller: somebody(), ask: { body: { party: party.id } } };
  },
  'office.interests.end': async () => {
    const party = await world.putParty('利害关系人');
    const caller = somebody();
    await world.call('office.interests.declare', caller, { body: { party: party.id } });
    const params = { account: caller.sub, party: party.id };
    return { operation: 'office.interests.end', caller: chief, ask: { params, body: {} } };
  },
  'office.reviews.finish': async () => {
    world.deps.sampledPerTenThousand = 10_000;
    const scene = await registeredScene();
    world.deps.sampledPerTenThousand = 0;
    const open = await world.items('filings', 'REVIEW#');
    const found = open.find((item) => Reflect.get(Object(item['review']), 'filing') === scene.id);
    const params = { reviewId: String(found?.['pk']).slice('REVIEW#'.length) };
    return { operation: 'office.reviews.finish', caller: examiner, ask: { params, body: { outcome: 'ok' } } };
  },
  'office.checks.open': async () => {
    const scene = await registeredScene();
    const body = { party: scene.owner.id, asks: '请证明' };
    return { operation: 'office.checks.open', caller: examiner, ask: { ...at(scene), body } };
  },
  'checks.answer': async () => {
    const { scene, params } = await checked();
    const body = { text: '见附件', documents: [] };
    return { operation: 'checks.answer', caller: scene.owner.caller, ask: { params, body } };
  },
  'office.checks.finish': async () => {
    const { scene, params } = await checked();
    const answer = { params, body: { text: '见附件', documents: [] } };
    await ask(world, 'checks.answer', scene.owner, answer, 200);
    const body = { outcome: 'false', reason: '不实' };
    return { operation: 'office.checks.finish', caller: secondExaminer, ask: { params, body } };
  },
  'office.corrections.propose': async () => {
    const { change } = await correctable();
    const body = { change, reason: '笔误' };
    return { operation: 'office.corrections.propose', caller: examiner, ask: { body } };
  },
  'office.corrections.confirm': async () => {
    const { change } = await correctable();
    const asked = { body: { change, reason: '笔误' } };
    const proposed = await world.call('office.corrections.propose', examiner, asked);
    const params = { correctionId: String(proposed.body['id']) };
    const body = { outcome: 'confirm' };
    return { operation: 'office.corrections.confirm', caller: secondExaminer, ask: { params, body } };
  },
  'filings.appeal': async () => {
    const scene = await registeredScene();
    const body = { level: 'reconsideration', reason: '不服' };
    return { operation: 'filings.appeal', caller: scene.bank.caller, ask: { ...at(scene), body } };
  },
  'office.appeals.decide': async () => {
    const scene = await registeredScene();
    const body = { level: 'reconsideration', reason: '不服' };
    const made = await ask(world, 'filings.appeal', scene.bank, { ...at(scene), body }, 201);
    const params = { filingId: scene.id, appealId: String(made.body['id']) };
    const decided = { params, body: { outcome: 'upheld', reason: '成立' } };
    return { operation: 'office.appeals.decide', caller: examiner, ask: decided };
  },
  'enrolments.open': async () => {
    const body = { procedure: 'party.enrolment' };
    return { operation: 'enrolments.open', caller: { sub: randomUUID() }, ask: { body } };
  },
  'filings.object': async () => {
    const who = await world.putParty('受害人');
    const caller = desk.newAccount();
    const filing = await desk.openAsCandidate(world, caller, 'party.recovery');
    const form = { party: who.id, accounts: [desk.full(caller)], signing: { signatures: 1 } };
    await desk.ask(world, filing, form);
    return {
      operation: 'filings.object',
      caller: who.caller,
      ask: { ...at(filing), body: { text: '反对' } },
    };
  },
  'party.enrolment': async () => {
    const caller = desk.newAccount();
    const filing = await desk.openAsCandidate(world, caller);
    await desk.ask(world, filing, desk.organisationForm([desk.full(caller)]));
    const body = { outcome: 'accept' };
    return { operation: 'office.filings.decide', caller: examiner, ask: { ...at(filing), body } };
  },
  'mandate.grant': async () => {
    const [principal, agent] = [await world.putParty('委托人'), await world.putParty('代理人')];
    const form = { agent: agent.id, acts: ['file'], from: '2026-01-01', bothSides: false };
    const body = { procedure: 'mandate.grant', form, documents: [] };
    const opened = await world.call('filings.open', principal.caller, { body });
    const scene = { id: String(opened.body['id']), digest: String(opened.body['digest']) };
    for (const one of [principal, agent]) expect((await consent(world, scene, one)).status).toBe(201);
    return { operation: 'filings.submit', caller: principal.caller, ask: { ...at(scene), body: {} } };
  },
  'notices.read': async () => {
    const scene = await draft(world);
    const inbox = await ask(world, 'notices.list', scene.bank, {}, 200);
    const [{ id } = { id: '' }] = inbox.body['items'] as { id: string }[];
    return { operation: 'notices.read', caller: scene.bank.caller, ask: { body: { notices: [id] } } };
  },
  'notices.addAddress': async () => {
    const { caller } = await world.putParty('收件人');
    return { operation: 'notices.addAddress', caller, ask: { body: { address: 'reader@mail.example' } } };
  },
};

/** Mail service enough for the register to take addresses: what is sent there is held elsewhere. */
const mailing: Mailing = {
  send: async () => ({ kind: 'sent', message: '' }),
  ...{ from: 'notices@register.example', origin: 'https://register.example' },
};

const at = (scene: { readonly id: string }) => ({ params: { filingId: scene.id } });

/** The contract that a plain filing lists, as a path names it. */
const contractOf = ({ id }: Scene) => ({
  params: { filingId: id, sha256: paper('pledgeContract').sha256 },
});

let people = 0;
function somebody(): Caller {
  people += 1;
  return { sub: `examiner-once-${people}`, groups: '[examiner]' };
}

/** A filing that waits for an examiner. */
async function waiting(): Promise<Scene> {
  world.deps.automaticRegistration.splice(0);
  const scene = await consented(world);
  await submit(world, scene);
  world.deps.automaticRegistration.push('pledge.registration');
  return scene;
}

async function registeredScene(): Promise<Scene> {
  const scene = await consented(world);
  await submit(world, scene);
  return scene;
}

async function correctable() {
  const scene = await registeredScene();
  const right = `patent:${scene.rights[0]}`;
  const item = await world.item('register', { pk: `TITLE#${right}`, sk: 'VERSION#current' });
  const { version, particulars } = titleShape.parse(item?.['title']);
  return { change: { target: 'title', right, version, particulars: { ...particulars, name: '更正后' } } };
}

async function checked() {
  const scene = await registeredScene();
  const body = { party: scene.owner.id, asks: '请证明' };
  const opened = await world.call('office.checks.open', examiner, { ...at(scene), body });
  return { scene, params: { filingId: scene.id, checkId: String(opened.body['id']) } };
}

async function contested(): Promise<Scene> {
  const owner = await world.putParty(`权利人${randomUUID()}`);
  const started = (plain: Title): Title => ({
    ...plain,
    facts: { ...plain.facts, invalidation: { started: true, public: true, basis: 'source' } },
  });
  const rights = await world.putPatents([owner.party.name], 1, started);
  const scene = await consented(world, { owner, rights });
  await submit(world, scene);
  await ask(world, 'filings.declare', owner, { ...at(scene), body: { ground: 'A4.g11' } }, 200);
  return scene;
}

/** Everything that lies in the tables, but for when a reply may vanish. */
async function everything(): Promise<string[]> {
  const all = await Promise.all(
    (['register', 'filings', 'parties'] as const).map((table) => world.items(table, '')),
  );
  return all.flat().map((item) => `${item['pk']} ${item['sk']} ${item['version'] ?? ''}`);
}

describe.each(Object.entries(steps))('%s under one Idempotency-Key', (_name, prepare) => {
  it('after a crash between commit and reply: one change, and the reply that was lost', async () => {
    const { operation, caller, ask: asked } = await prepare();
    const keyed = { ...asked, headers: { 'idempotency-key': randomUUID() } };
    crashNext('after');
    expect((await world.call(operation, caller, keyed)).status).toBe(500);
    const committed = await everything();
    const retried = await world.call(operation, caller, keyed);
    expect(retried.status, retried.text).toBeLessThan(300);
    expect((await world.call(operation, caller, keyed)).text).toBe(retried.text);
    expect(await everything()).toEqual(committed);
  });

  it('after a crash before the commit: nothing happened, and the retry makes it happen', async () => {
    const { operation, caller, ask: asked } = await prepare();
    const keyed = { ...asked, headers: { 'idempotency-key': randomUUID() } };
    const before = await everything();
    crashNext('before');
    expect((await world.call(operation, caller, keyed)).status).toBe(500);
    expect(await everything()).toEqual(before);
    expect((await world.call(operation, caller, keyed)).status).toBeLessThan(300);
  });

  it('many times at once: one change, one reply for all', async () => {
    const { operation, caller, ask: asked } = await prepare();
    const keyed = { ...asked, headers: { 'idempotency-key': randomUUID() } };
    const replies = await Promise.all(Array.from({ length: 5 }, () => world.call(operation, caller, keyed)));
    expect(new Set(replies.map((one) => one.text)).size).toBe(1);
    expect(replies[0]?.status, replies[0]?.text).toBeLessThan(300);
  });
});

describe('one registration, however the moment falls', () => {
  it('a twin that read half before and half after the first one’s commit gets the first one’s reply', async () => {
    const scene = await consented(world);
    const headers = { 'idempotency-key': randomUUID() };
    let first: Awaited<ReturnType<typeof submit>> | undefined;
    // A batch is no snapshot: the reply is read as not there yet, the filing as registered already.
    world.faults.intercept = async (call, send) => {
      if (call.name !== 'BatchGet') return send();
      world.faults.intercept = undefined;
      first = await submit(world, scene, headers);
      const answer = (await send()) as { Responses: Record<string, { pk: string }[]> };
      const table = world.store.tables.filings;
      const late = (answer.Responses[table] ?? []).filter((item) => !item.pk.startsWith('REPLY#'));
      return { ...answer, Responses: { ...answer.Responses, [table]: late } };
    };
    const second = await submit(world, scene, headers);
    expect(first?.body['status']).toBe('registered');
    expect([second.status, second.text]).toEqual([200, first?.text]);
  });

  it('with a key of its own, a second submission of a registered filing is 409 and changes nothing', async () => {
    const scene = await consented(world);
    await submit(world, scene);
    const before = await everything();
    expect((await submit(world, scene)).status).toBe(409);
    expect(await everything()).toEqual(before);
  });

  it('draws another number when the first one is taken (A3)', async () => {
    const { random } = world.ports;
    const serials = [7, 7, 8].map((serial) => new Uint8Array([0, 0, 0, serial - 1]));
    world.ports.random = (bytes) =>
      bytes === 4 ? (serials.shift() ?? new Uint8Array(randomBytes(4))) : random(bytes);
    const numbers: unknown[] = [];
    for (const scene of [await consented(world), await consented(world)]) {
      const reply = await submit(world, scene);
      numbers.push(
        (reply.body['registration'] as { registrationNumber: string }).registrationNumber.slice(5),
      );
    }
    world.ports.random = random;
    expect(numbers).toEqual(['980000007', '980000008']);
  });

  it('registers twenty patents in one transaction, each advanced once, and the record names them all', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name], 20);
    const scene = await consented(world, { owner, rights });
    const reply = await submit(world, scene);
    expect(reply.body, reply.text).toMatchObject({ status: 'registered' });
    const { registrationNumber } = reply.body['registration'] as { registrationNumber: string };
    for (const patentNumber of rights) {
      const title = await world.call('titles.get', undefined, { params: { patentNumber } });
      expect(title.body).toMatchObject({
        version: 2,
        holds: [{ kind: 'pledge', record: registrationNumber }],
      });
    }
    const stored = await world.item('register', { pk: `RECORD#${registrationNumber}`, sk: 'RECORD' });
    expect(registerRecord.parse(stored?.['record']).rights).toHaveLength(20);
  });

  it('of two filings of twenty patents that share one, exactly one registers; no title is left half-way', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name], 39);
    const [first, second] = [rights.slice(0, 20), rights.slice(19)];
    const scenes = [
      await consented(world, { owner, rights: first }),
      await consented(world, { owner, rights: second }),
    ];
    const replies = await Promise.all(scenes.map((scene) => submit(world, scene)));
    expect(replies.map((one) => one.body['status']).sort()).toEqual(['refused', 'registered']);
    const refused = replies.find((one) => one.body['status'] === 'refused');
    expect(refused?.body['findings']).toMatchObject([{ ground: 'A4.g9', right: `patent:${rights[19]}` }]);
    const won = replies[0]?.body['status'] === 'registered' ? first : second;
    for (const patentNumber of rights) {
      const title = await world.call('titles.get', undefined, { params: { patentNumber } });
      expect(title.body['version']).toBe(won.includes(patentNumber) ? 2 : 1);
    }
  });
});

describe('instants on a title only grow (DESIGN: Instants)', () => {
  it('an entry is later than the last instant of each title it advances, even if the clock runs backwards', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name], 3);
    const scene = await consented(world, { owner, rights });
    const last = Date.parse(
      String(
        (await world.call('titles.get', undefined, { params: { patentNumber: rights[1] ?? '' } })).body[
          'instant'
        ],
      ),
    );
    clock = () => last - 3_600_000;
    const reply = await submit(world, scene);
    const { instant, entry } = reply.body['registration'] as { instant: string; entry: string };
    const before = await Promise.all(
      rights.map(async (patentNumber) => {
        const history = await world.call('titles.history', undefined, { params: { patentNumber } });
        return history.body['items'] as { instant: string; entry: string }[];
      }),
    );
    for (const [newest, older] of before) {
      expect(newest).toMatchObject({ instant, entry });
      expect(Date.parse(instant)).toBeGreaterThan(Date.parse(older?.instant ?? ''));
    }
    const latest = Math.max(...before.map(([, older]) => Date.parse(older?.instant ?? '')));
    expect(Date.parse(instant)).toBe(latest + 1);
    expect((await read(world, scene.id, owner)).body).toMatchObject({ registration: { instant } });
  });
});
