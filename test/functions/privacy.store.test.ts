import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../shared/contracts/operations/index.ts';
import { entryId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { Title } from '../../shared/register/title.ts';
import { registeredBy } from './office.ts';
import { paper } from './papers.ts';
import { ask, consent, consented, draft, type Enrolled, type Scene, submit } from './scene.ts';
import { examiner, operator, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A court's order and an invalidation proceeding, neither announced. */
const secrets = (plain: Title): Title => ({
  ...plain,
  facts: { ...plain.facts, invalidation: { started: true, public: false, basis: 'source' } },
  holds: [
    {
      ...{ kind: 'preservation', holders: [], since: instantOf(0), public: false },
      entry: entryId.parse(`ent_${'0'.repeat(26)}`),
    },
  ],
});

const secretWords = /preservation|invalidation":\{"started":true|A4\.g5|A4\.g11|保全|无效宣告程序/;

/** Gives the patent its secrets, under the version it has, as if they had always been there. */
async function hide(number: string): Promise<void> {
  const item = await world.item('register', { pk: `TITLE#patent:${number}`, sk: 'VERSION#current' });
  const Item = { ...item, title: secrets(item?.['title'] as Title) };
  await world.client.send(new PutCommand({ TableName: world.store.tables.register, Item }));
}

const get = async (operation: string, params: Record<string, string>, who?: Enrolled) => {
  const { text, headers, status } = await world.call(operation, who?.caller, { params });
  return { text, headers, status };
};

describe('what is not announced (a preservation, a stay, an invalidation proceeding)', () => {
  it('is not in the public title or its history: byte for byte as without it, tag and version included', async () => {
    const [number = ''] = await world.putPatents(['某公司']);
    const plain = [
      await get('titles.get', { patentNumber: number }),
      await get('titles.history', { patentNumber: number }),
    ];
    await hide(number);
    const hiding = [
      await get('titles.get', { patentNumber: number }),
      await get('titles.history', { patentNumber: number }),
    ];
    expect(hiding).toEqual(plain);
    expect(JSON.stringify(hiding)).not.toMatch(secretWords);
  });

  it('is shown to the office', async () => {
    const [number = ''] = await world.putPatents(['某公司'], 1, secrets);
    const seen = await world.call('office.titles.get', examiner, { params: { patentNumber: number } });
    expect(seen.body).toMatchObject({
      facts: { invalidation: { started: true } },
      holds: [{ kind: 'preservation' }],
    });
    for (const caller of [operator, { sub: 'x' }]) {
      expect(
        (await world.call('office.titles.get', caller, { params: { patentNumber: number } })).status,
      ).toBe(403);
    }
  });

  it('cannot be probed by naming another’s patent in a draft: the examination is the same with and without', async () => {
    const rival = await world.putParty(`竞争者${randomUUID()}`);
    const rights = await world.putPatents([`权利人${randomUUID()}`]);
    const scene = await draft(world, { owner: rival, rights });
    const examined = () => get('filings.examine', { filingId: scene.id }, rival);
    const plain = await examined();
    await hide(rights[0] ?? '');
    expect(await examined()).toEqual(plain);
    expect(plain.text).not.toMatch(secretWords);
    expect(JSON.parse(plain.text)).toMatchObject({
      findings: [{ ground: 'A4.g1' }],
      publicFactsOnly: [`patent:${rights[0]}`],
    });
    // Consent of a second party that owns nothing opens nothing.
    for (const one of [rival, scene.bank]) expect((await consent(world, scene, one)).status).toBe(201);
    expect(await examined()).toEqual(plain);
  });

  it('cannot be probed by submitting either, nor by pledging one’s own patent along with it', async () => {
    const rival = await world.putParty(`竞争者${randomUUID()}`);
    const own = await world.putPatents([rival.party.name]);
    const others = await world.putPatents([`权利人${randomUUID()}`]);
    const outcome = async () => {
      const scene = await consented(world, { owner: rival, rights: [...own, ...others] });
      const reply = await submit(world, scene);
      const seen = await world.call('filings.get', rival.caller, { params: { filingId: scene.id } });
      expect(`${reply.text}${seen.text}`).not.toMatch(secretWords);
      return [reply.body['status'], reply.body['findings']];
    };
    const plain = await outcome();
    await hide(others[0] ?? '');
    expect(await outcome()).toEqual(plain);
    expect(plain).toMatchObject(['refused', [{ ground: 'A4.g1' }]]);
  });

  it('is told to the owner at once, and to the pledgee once the owner has consented to this very form', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name], 1, secrets);
    const scene = await draft(world, { owner, rights });
    const seenBy = async (who: Enrolled) => {
      const reply = await ask(world, 'filings.examine', who, { params: { filingId: scene.id } }, 200);
      return (reply.body['findings'] as { ground: string }[]).map((one) => one.ground);
    };
    expect(await seenBy(owner)).toEqual(['A4.g5', 'A4.g11']);
    expect(await seenBy(scene.bank)).toEqual([]);
    expect((await consent(world, scene, owner)).status).toBe(201);
    expect(await seenBy(scene.bank)).toEqual(['A4.g5', 'A4.g11']);
  });
});

describe('filings of others cannot be told from filings that there are not', () => {
  const madeUp = `fil_${'4'.repeat(26)}`;
  const addressed = operations.filter((row) => row.audience === 'own' && row.path.includes('{filingId}'));
  const bodies: Record<string, unknown> = {
    'filings.edit': { form: {}, documents: [] },
    'filings.consent': { digest: `sha256:${'0'.repeat(64)}` },
    'filings.declare': { ground: 'A4.g10' },
    'filings.answer': { answers: [{ item: 0, reply: '已改' }] },
    'filings.object': { text: '有异议' },
    'filings.appeal': { level: 'reconsideration', reason: '不服' },
    'checks.answer': { text: '属实', documents: [] },
  };

  const rowOf = (operation: string) => addressed.find((row) => row.id === operation);

  it.each(addressed.map((row) => row.id))('%s', async (operation) => {
    const stranger = await world.putParty('陌生人');
    const taken = await consented(world);
    const done = await consented(world);
    expect((await submit(world, done)).status).toBe(200);
    const answers = [];
    const [{ sha256 }] = [paper('pledgeContract')];
    for (const filingId of [taken.id, done.id, madeUp]) {
      const reply = await world.call(operation, stranger.caller, {
        params: {
          filingId,
          ...(operation.startsWith('documents.') && operation !== 'documents.list' && { sha256 }),
          ...(operation === 'checks.answer' && { checkId: `chk_${'4'.repeat(26)}` }),
        },
        ...(rowOf(operation)?.method !== 'GET' && { body: bodies[operation] ?? {} }),
        headers: { 'if-match': '"3"' },
      });
      answers.push([reply.status, reply.headers, { ...reply.body, instance: '' }]);
    }
    expect(answers[0]?.[0]).toBe(404);
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toEqual(answers[2]);
  });

  it('a party that an edit took out of the form sees it no longer', async () => {
    const scene = await draft(world);
    const other = await world.putParty('另一银行');
    const form = { ...scene.form, pledgees: [{ party: other.id, address: '路1号' }] };
    const headers = { 'if-match': '"1"' };
    const body = { form, documents: [] };
    await ask(world, 'filings.edit', scene.owner, { params: { filingId: scene.id }, body, headers }, 200);
    expect((await get('filings.get', { filingId: scene.id }, scene.bank)).status).toBe(404);
    expect((await get('filings.get', { filingId: scene.id }, other)).status).toBe(200);
    const list = await ask(world, 'filings.list', scene.bank, {}, 200);
    expect(list.body['items']).toEqual([]);
  });
});

describe('a registered pledge', () => {
  it('shows its terms to its parties and their agents; to others 404, as for a number nobody has', async () => {
    const { scene, number } = await registered();
    const agent = await world.putParty('代理人', { agentOf: { principal: scene.bank.id, acts: ['file'] } });
    for (const one of [scene.owner, scene.bank, agent]) {
      const own = await ask(world, 'pledges.own', one, { params: { registrationNumber: number } }, 200);
      expect(own.body['terms']).toMatchObject({ claim: { amount: { amount: '5000000.00' } } });
    }
    const stranger = await world.putParty('陌生人');
    const answers = [number, 'Y2026980000000'].map(async (registrationNumber) => {
      const reply = await world.call('pledges.own', stranger.caller, { params: { registrationNumber } });
      return [reply.status, { ...reply.body, instance: '' }];
    });
    const [real, madeUp] = await Promise.all(answers);
    expect(real).toEqual(madeUp);
    expect(real?.[0]).toBe(404);
  });

  it('says in public neither amount, term, address nor who consented or decided', async () => {
    const { scene, number, entry } = await registered();
    const answers = await Promise.all([
      get('pledges.get', { registrationNumber: number }),
      get('entries.get', { entryId: entry }),
      get('titles.get', { patentNumber: scene.rights[0] ?? '' }),
      get('titles.history', { patentNumber: scene.rights[0] ?? '' }),
    ]);
    const text = JSON.stringify(answers);
    for (const secret of [
      '5000000',
      '2029-01-05',
      '测试路',
      '借款合同',
      scene.owner.caller.sub,
      scene.bank.caller.sub,
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('names a person only through an opening: forgotten, the name is gone, and no 304 keeps it alive', async () => {
    const name = `自然人${randomUUID()}`;
    const person = await world.putParty(name, { kind: 'person' });
    const rights = await world.putPatents([name]);
    const { number, entry } = await registered(await consented(world, { owner: person, rights }));
    for (const [pk, sk] of [
      [`RECORD#${number}`, 'RECORD'],
      [`ENTRY#${entry}`, 'ENTRY'],
    ] as const) {
      expect(JSON.stringify(await world.item('register', { pk, sk }))).not.toContain(name);
    }
    const before = await get('pledges.get', { registrationNumber: number });
    expect(JSON.parse(before.text).pledgors).toEqual([{ kind: 'person', name }]);
    const Key = { pk: `ENTRY#${entry}`, sk: 'OPENINGS#public' };
    await world.client.send(new DeleteCommand({ TableName: world.store.tables.register, Key }));
    const headers = { 'if-none-match': before.headers['etag'] ?? '' };
    const after = await world.call('pledges.get', undefined, {
      params: { registrationNumber: number },
      headers,
    });
    expect([after.status, after.body['pledgors']]).toEqual([200, [{ kind: 'person' }]]);
    const listed = await world.call('search.pledges', undefined, { query: { registrationNumber: number } });
    const leaf = await get('entries.get', { entryId: entry });
    expect(listed.text + leaf.text).not.toContain(name);
  });

  async function registered(made?: Scene) {
    const scene = made ?? (await consented(world));
    const reply = await registeredBy(world, scene);
    const { registrationNumber, entry } = reply.body['registration'] as Record<
      'registrationNumber' | 'entry',
      string
    >;
    return { scene, number: registrationNumber, entry };
  }
});
