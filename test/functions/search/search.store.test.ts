import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../shared/kernel/cursor.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import type { Title } from '../../../shared/register/title.ts';
import { entered } from '../journal/placed.ts';
import { registeredBy } from '../office.ts';
import { ask, consented, type Enrolled, faultsOf, submit } from '../scene.ts';
import { type Caller, examiner, nextPatent, startWorld, type World } from '../world.ts';

type Line = Record<string, unknown>;

let world: World;
let bank: Enrolled;
let person: Enrolled;
let numbers: string[];
beforeAll(async () => {
  world = await startWorld();
  bank = await world.putParty('东海商业银行股份有限公司', {
    formerNames: ['東海城市信用社', '东海商业银行有限公司'],
    identifier: { scheme: 'foreign', value: '5493 001K-JTIIGC8Y1R12' },
  });
  person = await world.putParty('欧阳若水', {
    kind: 'person',
    identifier: { scheme: 'foreign', value: 'P7654321' },
  });
  await world.putParty('东海银行测试甲');
  numbers = [];
  for (const owner of [undefined, undefined, person]) numbers.push(await pledged(owner));
  for (const name of ['东海商业银行（香港）有限公司', 'ABB (China) Co., Ltd.', '甲有限公司', '甲乙有限公司'])
    await pledged(await world.putParty(name));
  await world.indexAll();
});
afterAll(() => world.close());

async function pledged(owner?: Enrolled, to = bank): Promise<string> {
  const own = owner && { owner, rights: await world.putPatents([owner.party.name]) };
  const done = await registeredBy(world, await consented(world, { bank: to, ...own }));
  return (done.body['registration'] as { registrationNumber: string }).registrationNumber;
}

async function find(operation: string, query: Record<string, string>, caller?: Caller): Promise<Line[]> {
  const reply = await world.call(operation, caller, { query });
  expect(reply.status, reply.text).toBe(200);
  return reply.body['items'] as Line[];
}

const named = async (name: string) =>
  (await find('search.parties', { name })).map((hit) => [hit['match'], hit['matchedBy'], hit['matchedText']]);

/** Every page of a list, by pages of this many. */
async function walk(operation: string, query: Record<string, string>, limit: number, caller?: Caller) {
  const pages: Line[][] = [];
  let cursor: string | undefined;
  do {
    const reply = await world.call(operation, caller, {
      query: { ...query, limit: String(limit), ...(cursor && { cursor }) },
    });
    expect(reply.status, reply.text).toBe(200);
    pages.push(reply.body['items'] as Line[]);
    cursor = reply.body['next'] as string | undefined;
    expect(pages.length).toBeLessThan(50);
  } while (cursor);
  return pages;
}

describe('organisations by name', () => {
  it('finds the very name as exact, and those of the same core or beginning like it as similar', async () => {
    expect(await named('东海商业银行股份有限公司')).toEqual([
      ['exact', 'name', '东海商业银行股份有限公司'],
      ['similar', 'formerName', '东海商业银行有限公司'],
      ['similar', 'name', '东海商业银行（香港）有限公司'],
    ]);
  });

  it('finds by a former name, in other characters, width and case', async () => {
    expect(await named('东海城市信用社')).toEqual([['exact', 'formerName', '東海城市信用社']]);
    expect(await named('ａｂｂ（China） CO LTD')).toEqual([['exact', 'name', 'ABB (China) Co., Ltd.']]);
    expect(await named('abb')).toEqual([['similar', 'name', 'ABB (China) Co., Ltd.']]);
  });

  it('of one character finds that core alone, and no name that only begins so', async () => {
    expect(await named('甲')).toEqual([['similar', 'name', '甲有限公司']]);
  });

  it('by identifier, in either case and with or without spaces and hyphens; never by a part', async () => {
    for (const identifier of ['5493001KJTIIGC8Y1R12', '5493-001k-jtiigc8y1r12']) {
      expect(await find('search.parties', { identifier })).toMatchObject([
        { party: bank.id, match: 'exact', matchedBy: 'identifier', matchedText: identifier },
      ]);
    }
    const shown = JSON.stringify(await find('search.parties', { name: bank.party.name }));
    expect(shown).not.toMatch(/"identifier"|5493/);
    const [office] = await find('office.search', { name: bank.party.name }, examiner);
    expect(office).toMatchObject({ identifier: bank.party.identifier });
    expect(await find('search.parties', { identifier: '5493001KJTIIGC8Y1R1' })).toEqual([]);
  });

  it('never shows a natural person, by name, number or pledges', async () => {
    expect(await named('欧阳若水')).toEqual([]);
    expect(await find('search.parties', { identifier: 'P7654321' })).toEqual([]);
    expect(await find('search.pledges', { party: person.id })).toEqual([]);
  });

  it('does not find a name that no record and no entry is about', async () => {
    expect(await named('东海银行测试甲')).toEqual([]);
  });

  it('says what a party is called now: a stale index shows no name that it has no more', async () => {
    const party = await world.putParty('旧名测试有限公司');
    await pledged(party);
    await world.indexAll();
    const item = await world.item('parties', { pk: `PARTY#${party.id}`, sk: 'PARTY' });
    const renamed = { ...party.party, version: 2, name: '新名测试有限公司' };
    const Item = { ...item, version: 2, party: renamed };
    await world.client.send(new PutCommand({ TableName: world.names.parties, Item }));
    expect(await named('旧名测试有限公司')).toEqual([]);
  });

  it('by pages of one, whole and without repetition', async () => {
    const whole = await find('search.parties', { name: '东海商业银行股份有限公司' });
    const pages = await walk('search.parties', { name: '东海商业银行股份有限公司' }, 1);
    expect(pages.flat()).toEqual(whole);
    expect(pages.map((page) => page.length)).toEqual(whole.map(() => 1));
  });
});

describe('hostile names', () => {
  it.each([
    ['…', 'search.empty-name'],
    ['\u200b\u200d', 'text.empty'],
    ['\u202eABB', 'text.forbidden'],
    ['a\u0000b', 'text.forbidden'],
    ['名'.repeat(301), 'text.tooLong'],
    ['', 'text.empty'],
  ])('%j is refused as %s', async (name, code) => {
    const reply = await world.call('search.parties', undefined, { query: { name } });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/name', code]]]);
  });

  it.each([
    ['three hundred characters', '名'.repeat(300)],
    ['characters that grow eighteenfold', '\ufdfa'.repeat(300)],
    ['a storm of accents', `e${'\u0301'.repeat(299)}`],
    ['a legal form and nothing else', '有限公司'],
    ['the separator of keys', 'ab#pty_0#cd'],
    ['letters from right to left', 'شركة التجارة'],
    ['supplementary characters', '𠮷'.repeat(300)],
  ])('%s is a name like any other', async (_what, name) => {
    expect(await named(name)).toEqual([]);
    // A party's name is bounded by its key too, so one of characters that grow is shorter.
    const short = name.slice(0, 16);
    const party = await world.putParty(short);
    await pledged(party);
    await world.indexAll();
    expect(await named(short)).toContainEqual(['exact', 'name', party.party.name]);
  });

  it('letters that only look alike are other letters', async () => {
    expect(await named('АВВ (China) Co., Ltd.')).toEqual([]);
  });
});

describe('pledges', () => {
  const registered = (lines: readonly Line[]) => lines.map((line) => line['registrationNumber']);
  const today = () => String(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));

  it('by party, newest first, by pages of one as in one page', async () => {
    const all = registered(await find('search.pledges', { party: bank.id, limit: '50' }));
    expect(all).toEqual(expect.arrayContaining(numbers));
    expect([...all].sort().reverse()).toEqual(all);
    expect(registered((await walk('search.pledges', { party: bank.id }, 1)).flat())).toEqual(all);
  });

  it('by period and state', async () => {
    const period = { registeredFrom: today(), registeredUntil: today(), limit: '50' };
    expect(registered(await find('search.pledges', period))).toEqual(expect.arrayContaining(numbers));
    expect(await find('search.pledges', { ...period, status: 'discharged' })).toEqual([]);
    const past = { registeredFrom: '2001-01-01', registeredUntil: '2001-12-31' };
    expect(await find('search.pledges', past)).toEqual([]);
    expect(await find('search.pledges', { party: bank.id, registeredUntil: '2001-01-01' })).toEqual([]);
  });

  it('of a patent are known at once, whatever the index knows', async () => {
    const scene = await consented(world, { bank });
    const done = await submit(world, scene);
    const { registrationNumber } = done.body['registration'] as { registrationNumber: string };
    const patentNumber = scene.rights[0] ?? '';
    expect(registered(await find('search.pledges', { patentNumber }))).toEqual([registrationNumber]);
    expect(await find('search.pledges', { patentNumber, status: 'revoked' })).toEqual([]);
    expect(await find('search.pledges', { patentNumber: nextPatent() })).toEqual([]);
  });

  it('shows no state that is not so, though the index is behind', async () => {
    const number = await pledged();
    await world.indexAll();
    const item = await world.item('register', { pk: `RECORD#${number}`, sk: 'RECORD' });
    const record = { ...(item?.['record'] as RegisterRecord), status: 'discharged', version: 2 };
    await world.client.send(
      new PutCommand({ TableName: world.names.register, Item: { ...item, version: 2, record } }),
    );
    const query = { party: bank.id, limit: '50' };
    expect(registered(await find('search.pledges', { ...query, status: 'registered' }))).not.toContain(
      number,
    );
    const line = (await find('search.pledges', query)).find((one) => one['registrationNumber'] === number);
    expect(line?.['status']).toBe('discharged');
    await entered(world, {
      act: 'pledge.test',
      record: { kind: 'pledge', number, version: 2, status: 'discharged' },
    });
    await world.indexAll();
    expect(registered(await find('search.pledges', { ...query, status: 'discharged' }))).toEqual([number]);
  });

  it.each([
    [{}, 'patentNumber', 'search.nothing-asked'],
    [{ status: 'registered' }, 'registeredFrom', 'search.period-needed'],
    [{ registeredFrom: '2026-01-01' }, 'registeredUntil', 'search.period-needed'],
    [
      { registeredFrom: '2026-01-02', registeredUntil: '2026-01-01' },
      'registeredUntil',
      'search.period-reversed',
    ],
    [
      { registeredFrom: '2025-01-01', registeredUntil: '2026-01-02' },
      'registeredUntil',
      'search.period-too-long',
    ],
    [{ registrationNumber: 'Y2026', status: 'registered' }, 'status', 'search.not-combinable'],
    [{ registrationNumber: 'Y2026', party: `pty_${'0'.repeat(26)}` }, 'party', 'search.not-combinable'],
  ])('%j is refused at %s as %s', async (query, parameter, code) => {
    const reply = await world.call('search.pledges', undefined, { query });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [[`/${parameter}`, code]]]);
    expect(JSON.stringify(reply.body['errors'])).toMatch(/\p{Script=Han}|[A-Z]/u);
  });

  it('a leap year is a period, a day more is not', async () => {
    const leap = { registeredFrom: '2024-01-01', registeredUntil: '2024-12-31' };
    expect(await find('search.pledges', leap)).toEqual([]);
  });
});

describe('one’s own pledges', () => {
  it('are those of the acting party, a natural person’s too, with side and sum', async () => {
    const [line, ...more] = await find('pledges.mine', {}, person.caller);
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      registrationNumber: numbers[2],
      side: 'pledgor',
      secured: {
        amount: { amount: '5000000.00', currency: 'CNY' },
        maximum: false,
        performanceFrom: '2026-01-05',
        performanceUntil: '2029-01-05',
      },
    });
    const banks = await find('pledges.mine', { limit: '50' }, bank.caller);
    expect(banks.every((one) => one['side'] === 'pledgee')).toBe(true);
    expect(JSON.stringify(banks)).not.toContain('测试路');
  });

  it('are nobody else’s', async () => {
    const stranger = await world.putParty('旁观者有限公司');
    expect(await find('pledges.mine', {}, stranger.caller)).toEqual([]);
  });
});

describe('the office’s search', () => {
  it('finds natural persons too, and shows no identity number of theirs', async () => {
    const hits = await find('office.search', { name: '欧阳若水' }, examiner);
    expect(hits).toMatchObject([{ found: 'party', party: person.id, partyKind: 'person', match: 'exact' }]);
    expect(JSON.stringify(hits)).not.toContain('P7654321');
    const number = { identifier: 'P7654321' };
    expect(await find('office.search', number, examiner)).toEqual([]);
  });

  it('shows terms, and what is not announced of the patents; the public search does not', async () => {
    const party = await world.putParty('未公告测试有限公司');
    const rights = await world.putPatents([party.party.name]);
    const done = await submit(world, await consented(world, { owner: party, bank, rights }));
    const { registrationNumber } = done.body['registration'] as { registrationNumber: string };
    const key = { pk: `TITLE#patent:${rights[0]}`, sk: 'VERSION#current' };
    const item = await world.item('register', key);
    const plain = item?.['title'] as Title;
    const invalidation = { started: true, public: false, basis: 'source' } as const;
    const held = {
      kind: 'preservation',
      holders: [],
      since: instantOf(0),
      public: false,
      entry: plain.entry,
    };
    const hidden = { ...plain, facts: { ...plain.facts, invalidation }, holds: [...plain.holds, held] };
    await world.client.send(
      new PutCommand({ TableName: world.names.register, Item: { ...item, title: hidden } }),
    );
    const query = { registrationNumber };
    const [hit] = await find('office.search', query, examiner);
    expect(hit).toMatchObject({
      found: 'pledge',
      parties: [party.id, bank.id],
      unannounced: [{ patentNumber: rights[0], holds: ['preservation'], invalidationStarted: true }],
    });
    expect(hit?.['terms']).toBeDefined();
    const shown = JSON.stringify(await find('search.pledges', query));
    expect(shown).not.toMatch(/preservation|unannounced|terms/);
  });

  it('does not mix parties and pledges in one question', async () => {
    const reply = await world.call('office.search', examiner, {
      query: { name: '东海', status: 'registered' },
    });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/status', 'search.not-combinable']]]);
  });
});

describe('cursors are the caller’s to forge: 422, never 500, and never another’s list', () => {
  const list = 'search.parties name 东海商业银行股份有限公司';
  it.each([
    [{ stage: 'exact-person', sk: `pty_${'0'.repeat(26)}` }],
    [{ stage: 'similar-person', sk: `东海#pty_${'0'.repeat(26)}#${'0'.repeat(32)}` }],
    [{ stage: 'similar-organisation', sk: `西海#pty_${'0'.repeat(26)}#${'0'.repeat(32)}` }],
    [{ stage: 'similar-organisation', sk: 'x' }],
    [{ stage: 'exact-organisation', sk: '' }],
    [{ stage: 'nowhere', sk: 'x' }],
    [{ pk: 'CORE#person#东海', sk: 'x' }],
    [{}],
  ])('%j', async (key: Record<string, string>) => {
    const cursor = encodeCursor(key, list);
    const reply = await world.call('search.parties', undefined, {
      query: { name: '东海商业银行股份有限公司', cursor },
    });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/cursor', 'foreign-cursor']]]);
  });

  it('of the office’s list, of another name, of another period', async () => {
    const office = await world.call('office.search', examiner, {
      query: { name: '东海商业银行', limit: '1' },
    });
    const other = await world.call('search.parties', undefined, { query: { name: '东海', limit: '1' } });
    for (const cursor of [office.body['next'], other.body['next']]) {
      expect(cursor).toBeDefined();
      const query = { name: '东海商业银行', cursor: String(cursor) };
      await ask(world, 'search.parties', undefined, { query }, 422);
    }
    const mine = await world.call('pledges.mine', bank.caller, { query: { limit: '1' } });
    const cursor = String(mine.body['next']);
    await ask(world, 'search.pledges', undefined, { query: { party: bank.id, cursor } }, 422);
    await ask(world, 'pledges.mine', person, { query: { cursor } }, 422);
  });

  it('a made-up place in one’s own list begins there and nowhere else', async () => {
    const cursor = encodeCursor({ place: '2001-01-01#Y2001980000001' }, `search.pledges ${bank.id}   `);
    const reply = await ask(world, 'search.pledges', undefined, { query: { party: bank.id, cursor } }, 200);
    expect(reply.body['items']).toEqual([]);
  });
});
