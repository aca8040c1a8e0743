import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allOf, codeOf, served } from '../office.ts';
import { ask, consented, type Scene, submit, told } from '../scene.ts';
import { type Caller, examiner, operator, secondExaminer, startWorld, type World } from '../world.ts';
import { entry as entrySchema, openings } from './correction-reading.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const third: Caller = { sub: 'examiner-3', groups: '[examiner]' };

type Pledged = { scene: Scene; number: string; patent: string; right: string };

async function pledged(): Promise<Pledged> {
  const scene = await consented(world);
  const reply = served(await submit(world, scene));
  const { registrationNumber } = reply.body['registration'] as { registrationNumber: string };
  const patent = scene.rights[0] ?? '';
  return { scene, number: registrationNumber, patent, right: `patent:${patent}` };
}

const titleOf = async (patent: string) =>
  (await world.item('register', { pk: `TITLE#patent:${patent}`, sk: 'VERSION#current' }))?.['title'] as {
    version: number;
    instant: string;
    holds: object[];
    particulars: Record<string, unknown>;
    owners: object[];
    facts: Record<string, unknown>;
  };

const propose = (change: object, who: Caller = examiner, more: object = {}) =>
  world.call('office.corrections.propose', who, { body: { change, reason: '录入笔误', ...more } });
const confirm = (id: unknown, who: Caller = secondExaminer, body: object = { outcome: 'confirm' }) =>
  world.call('office.corrections.confirm', who, { params: { correctionId: String(id) }, body });
const entryOf = async (id: unknown) => {
  const reply = await world.call('entries.get', undefined, { params: { entryId: String(id) } });
  return { text: reply.text, entry: entrySchema(reply.body), openings: openings(reply.body) };
};
const endOf = (reply: { body: Record<string, unknown> }) => reply.body['end'] as Record<string, string>;

describe('an error of the office is corrected by two persons (更正)', () => {
  it('proposed, it changes nothing; confirmed by another, the title advances by an entry with old and new', async () => {
    const { scene, patent, right } = await pledged();
    const before = await titleOf(patent);
    const particulars = { ...before.particulars, name: '一种更正后的装置' };
    const proposed = served(await propose({ target: 'title', right, version: before.version, particulars }));
    expect(proposed.body).toMatchObject({
      status: 'proposed',
      differences: [{ pointer: '/particulars/name', from: '一种测试装置', to: '一种更正后的装置' }],
    });
    expect(await titleOf(patent)).toEqual(before);
    expect(codeOf(await confirm(proposed.body['id'], examiner))).toEqual([409, 'same-person']);
    expect(codeOf(await confirm(proposed.body['id'], operator))).toEqual([403, 'forbidden']);
    const waiting = served(await world.call('office.corrections.list', third, { query: { limit: '50' } }));
    expect(waiting.body['items']).toContainEqual(expect.objectContaining({ id: proposed.body['id'] }));
    const made = served(await confirm(proposed.body['id']));
    expect(made.body['status']).toBe('made');
    const after = await titleOf(patent);
    expect(after).toMatchObject({ version: before.version + 1, particulars, holds: before.holds });
    expect(Date.parse(after.instant)).toBeGreaterThan(Date.parse(before.instant));
    const { entry, text } = await entryOf(endOf(made)['entry']);
    expect(entry).toMatchObject({
      ...{ act: 'office.correction', decidedBy: 'office', eventCode: 'A-4-4-Y10-Y10-CRT' },
      advanced: [{ right, version: after.version }],
      public: {
        ...{ patentNumber: patent, titleVersion: after.version, reason: '录入笔误' },
        changes: [{ pointer: '/particulars/name', from: '一种测试装置', to: '一种更正后的装置' }],
      },
    });
    expect(text).not.toMatch(/examiner-|cor_/);
    const history = await world.call('titles.history', undefined, { params: { patentNumber: patent } });
    expect(history.body['items']).toMatchObject([
      { act: 'office.correction' },
      { act: 'pledge.registration' },
      {},
    ]);
    for (const one of [scene.owner, scene.bank])
      expect(await told(world, one, scene.id)).toContain('office-corrected');
    expect(
      (await world.items('register', 'PENDING#')).some((one) => one['pending'] === endOf(made)['entry']),
    ).toBe(true);
  });

  it('owners go into the entry as commitments, whose openings can be forgotten', async () => {
    const { patent, right } = await pledged();
    const before = await titleOf(patent);
    const owners = [...before.owners, { name: '王小明' }];
    const proposed = served(await propose({ target: 'title', right, version: before.version, owners }));
    const made = served(await confirm(proposed.body['id']));
    const { entry, openings: opened } = await entryOf(endOf(made)['entry']);
    expect(JSON.stringify(entry)).not.toContain('王小明');
    expect(opened.map((one) => one.name).sort()).toEqual(['owners.after', 'owners.before']);
    expect(opened.find((one) => one.name === 'owners.after')?.value).toEqual(owners);
  });

  it('says nothing in public of what is not announced', async () => {
    const { patent, right } = await pledged();
    const before = await titleOf(patent);
    const invalidation = { started: true, public: false, basis: 'source' };
    const facts = { ...before.facts, invalidation };
    const proposed = served(await propose({ target: 'title', right, version: before.version, facts }));
    expect(proposed.body['differences']).not.toEqual([]);
    const made = served(await confirm(proposed.body['id']));
    expect((await entryOf(endOf(made)['entry'])).entry).toMatchObject({ public: { changes: [] } });
  });

  it('corrects a record’s names as shown, never its terms', async () => {
    const { number, right, scene } = await pledged();
    const change = {
      ...{ target: 'record', number, version: 1 },
      patents: [{ right, name: '更正后的名称' }],
      organisations: [{ side: 'pledgees', place: 0, name: '更正后的银行' }],
    };
    for (const wrong of [
      { ...change, organisations: [{ side: 'pledgees', place: 3, name: '无' }] },
      { ...change, patents: [{ right: 'patent:2017106018623', name: '别的' }] },
      { ...{ target: 'record', number, version: 1 } },
      { ...change, terms: {} },
    ])
      expect((await propose(wrong)).status).toBe(422);
    const proposed = served(await propose(change));
    const made = served(await confirm(proposed.body['id']));
    const pledge = await world.call('pledges.get', undefined, { params: { registrationNumber: number } });
    expect(pledge.body).toMatchObject({
      ...{ version: 2, status: 'registered', pledgees: [{ name: '更正后的银行' }] },
      patents: [{ name: '更正后的名称' }],
    });
    const { entry } = await entryOf(endOf(made)['entry']);
    expect(entry).toMatchObject({ record: { number, version: 2 }, public: { registrationNumber: number } });
    const own = await ask(world, 'pledges.own', scene.owner, { params: { registrationNumber: number } }, 200);
    expect(own.body['terms']).toMatchObject({ scope: ['principal', 'interest'] });
  });

  it('a record corrected twice keeps each version before, with the entry that made it, and is found once', async () => {
    const { number, right } = await pledged();
    const params = { registrationNumber: number };
    const registered = served(await world.call('pledges.get', undefined, { params }));
    const pk = `RECORD#${number}`;
    const stored: Record<string, unknown>[] = [];
    for (const version of [1, 2]) {
      stored.push((await world.item('register', { pk, sk: 'RECORD' })) ?? {});
      const change = { target: 'record', number, version, patents: [{ right, name: `第${version}次更正` }] };
      const proposed = served(await propose(change));
      const made = served(await confirm(proposed.body['id']));
      const now = await world.item('register', { pk, sk: 'RECORD' });
      expect(now).toMatchObject({ version: version + 1, madeBy: { entry: endOf(made)['entry'] } });
      // The record itself goes on naming the entry that registered it.
      expect(now?.['record']).toMatchObject({ entry: registered.body['entry'] });
    }
    const items = await world.items('register', pk);
    const lines = items.filter((item) => String(item['sk']).startsWith('VERSION#'));
    const keys = ['VERSION#0000000001', 'VERSION#0000000002'];
    expect(items.map((item) => item['sk']).sort()).toEqual(['RECORD', ...keys]);
    expect(lines).toEqual(
      stored.map(({ record, madeBy, version }, at) => ({ pk, sk: keys[at], version, record, madeBy })),
    );
    const { registeredAt } = registered.body as { registeredAt: string };
    const instants = [stored[1], await world.item('register', { pk, sk: 'RECORD' })].map(
      (item) => (item?.['madeBy'] as { instant: string } | undefined)?.instant,
    );
    expect([registeredAt, ...instants].toSorted()).toEqual([registeredAt, ...instants]);
    expect(new Set([registeredAt, ...instants]).size).toBe(3);
    const found = await world.call('search.pledges', undefined, { query: { registrationNumber: number } });
    expect(found.body['items']).toMatchObject([{ registrationNumber: number, version: 3 }]);
  });

  it('two corrections of a record at once: one is made, the other is stale, and one line is kept', async () => {
    const { number, right } = await pledged();
    const change = { target: 'record', number, version: 1, patents: [{ right, name: '同时更正' }] };
    const both = [served(await propose(change)), served(await propose(change))];
    const ends = await Promise.all(both.map((one) => confirm(one.body['id'])));
    expect(ends.map((one) => one.status).sort()).toEqual([200, 412]);
    const lines = await world.items('register', `RECORD#${number}`);
    expect(lines.map((item) => item['version']).sort()).toEqual([1, 2]);
  });

  it('waits in a queue, in pages', async () => {
    for (let count = 0; count < 2; count += 1) {
      const { patent, right } = await pledged();
      const { version, particulars } = await titleOf(patent);
      served(
        await propose({
          target: 'title',
          right,
          version,
          particulars: { ...particulars, name: `页${count}` },
        }),
      );
    }
    const page = async (cursor?: string) =>
      served(
        await world.call('office.corrections.list', examiner, {
          query: { limit: '1', ...(cursor && { cursor }) },
        }),
      ).body as { items: { id: string }[]; next?: string };
    const first = await page();
    const second = await page(first.next);
    expect(second.items[0]?.id).toBeDefined();
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });

  it('is void once the title has moved on, and sent back it is gone', async () => {
    const { patent, right } = await pledged();
    const { version, particulars } = await titleOf(patent);
    const one = { ...particulars, name: '甲' };
    const [first, second] = await Promise.all(
      ['甲', '乙'].map((name) => propose({ target: 'title', right, version, particulars: { ...one, name } })),
    );
    served(await confirm(first?.body['id']));
    expect(codeOf(await confirm(second?.body['id']))).toEqual([412, 'stale-version']);
    served(await confirm(second?.body['id'], third, { outcome: 'sendBack', reason: '已更正' }));
    expect(codeOf(await confirm(second?.body['id']))).toEqual([409, 'wrong-state']);
    expect(codeOf(await propose({ target: 'title', right, version, particulars: one }))).toEqual([
      412,
      'stale-version',
    ]);
  });

  it('two confirm at once, or a registration comes at once: one order, no version skipped or shared', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { patent, right } = await pledged();
      const { version, particulars } = await titleOf(patent);
      const change = { target: 'title', right, version, particulars: { ...particulars, name: `名${round}` } };
      const proposed = served(await propose(change));
      const replies = await Promise.all([confirm(proposed.body['id']), confirm(proposed.body['id'], third)]);
      expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
      expect((await titleOf(patent)).version).toBe(version + 1);
    }
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name]);
    const scene = await consented(world, { owner, rights });
    const { version, particulars } = await titleOf(rights[0] ?? '');
    const change = {
      target: 'title',
      right: `patent:${rights[0]}`,
      version,
      particulars: { ...particulars, name: '新' },
    };
    const proposed = served(await propose(change));
    const [registered, corrected] = await Promise.all([submit(world, scene), confirm(proposed.body['id'])]);
    expect(registered.body['status']).toBe('registered');
    expect([200, 412]).toContain(corrected.status);
    expect((await titleOf(rights[0] ?? '')).version).toBe(version + (corrected.status === 200 ? 2 : 1));
  });

  it('changes something, on what exists, by whoever has no interest in who is concerned', async () => {
    const { scene, patent, right } = await pledged();
    const { version, particulars } = await titleOf(patent);
    const same = { target: 'title', right, version, particulars };
    expect((await propose(same)).status).toBe(422);
    expect(codeOf(await propose({ ...same, right: 'patent:2017106018623' }))).toEqual([404, 'not-found']);
    expect(
      (await propose({ ...same, particulars: { ...particulars, filingDate: '1900-01-01' } })).status,
    ).toBe(422);
    const who = { sub: 'interested-corrector', groups: '[examiner]' };
    served(await world.call('office.interests.declare', who, { body: { party: scene.bank.id } }));
    const change = { ...same, particulars: { ...particulars, name: '丙' } };
    expect(codeOf(await propose(change, who))).toEqual([403, 'conflict-of-interest']);
    const proposed = served(await propose(change));
    expect(codeOf(await confirm(proposed.body['id'], who))).toEqual([403, 'conflict-of-interest']);
    expect(await allOf(world, 'office.corrections.list', {})).toContain(String(proposed.body['id']));
    expect(await allOf(world, 'office.corrections.list', {}, who)).not.toContain(String(proposed.body['id']));
  });

  it('remedies the review that called for it', async () => {
    world.deps.sampledPerTenThousand = 10_000;
    const { scene, patent, right } = await pledged();
    world.deps.sampledPerTenThousand = 0;
    const reviews = async (status: string) => {
      const reply = served(
        await world.call('office.reviews.list', examiner, { query: { status, limit: '50' } }),
      );
      return (reply.body['items'] as { id: string; filing: string }[]).find((one) => one.filing === scene.id);
    };
    const review = (await reviews('open'))?.id ?? '';
    const { version, particulars } = await titleOf(patent);
    const change = { target: 'title', right, version, particulars: { ...particulars, name: '丁' } };
    expect(codeOf(await propose(change, examiner, { review }))).toEqual([409, 'wrong-state']);
    const body = { outcome: 'error', reason: '名称有误', proposes: 'correction' };
    served(await world.call('office.reviews.finish', examiner, { params: { reviewId: review }, body }));
    const proposed = served(await propose(change, examiner, { review }));
    expect(await reviews('error')).toBeDefined();
    served(await confirm(proposed.body['id']));
    expect(await reviews('error')).toBeUndefined();
  });
});
