import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPorts } from '../../../functions/_platform/clock.ts';
import { readIndices, readPublished } from '../../../functions/_platform/store/journal.ts';
import { sequence } from '../../../functions/journal/sequencer/sequence.ts';
import { entryId } from '../../../shared/kernel/id.ts';
import { addMillis, epochMsOf, instant as instantShape } from '../../../shared/kernel/instant.ts';
import { type JournalUnderTest, startJournal } from '../journal/journal-under-test.ts';
import { served } from '../office.ts';
import { type Enrolled, faultsOf } from '../scene.ts';
import { type Ask, type Caller, examiner, nextPatent, startWorld, type World } from '../world.ts';
import { imported, numberOf, ownersIn, pledged, renamed, renamedIn } from './as-of-scene.ts';

let world: World;
let journal: JournalUnderTest;
let clockAheadMs = 0;
let owners: readonly Enrolled[];
beforeAll(async () => {
  world = await startWorld();
  journal = await startJournal(world.store, { ...systemPorts, now: () => Date.now() + clockAheadMs });
  owners = await ownersIn(world);
});
afterAll(async () => {
  await journal.close();
  await world.close();
});

const read = (operation: string, asOf: string | number | undefined, ask: Ask = {}, caller?: Caller) =>
  world.call(operation, caller, {
    ...ask,
    query: { ...ask.query, ...(asOf !== undefined && { asOf: String(asOf) }) },
  });

const published = async () => {
  const found = await readPublished(world.store);
  if (!found) throw new Error('nothing is published');
  return { size: found.size, instant: found.instant };
};

const owner = (at: number): Enrolled => {
  const found = owners[at];
  if (!found) throw new Error('no such owner');
  return found;
};

async function pledgedTitle(at = 0) {
  const title = await imported(world, owner(at));
  const pledge = await pledged(world, owner(at), [title]);
  return { title, patent: { patentNumber: numberOf(title) }, ...pledge };
}

describe('how far asOf reaches', () => {
  it('while nothing is published only the empty register is settled', async () => {
    const fresh = await startWorld();
    try {
      const params = { patentNumber: numberOf(await fresh.putTitle(['某公司'])) };
      const empty = await fresh.call('titles.get', undefined, { params, query: { asOf: '0' } });
      expect([empty.status, empty.body['code']]).toEqual([404, 'not-found']);
      for (const asOf of ['1', '2026-11-22T06:00:00Z', '1900-01-01T00:00:00Z']) {
        const reply = await fresh.call('titles.get', undefined, { params, query: { asOf } });
        expect(reply.body).toMatchObject({ code: 'as-of-not-reached', newest: { size: 0 } });
      }
    } finally {
      await fresh.close();
    }
  });

  it('beyond the newest published size or instant it is refused, and the newest is named', async () => {
    const { patent } = await pledgedTitle();
    await journal.run();
    const newest = await published();
    for (const asOf of [newest.size + 1, 999_999_999_999_999, addMillis(newest.instant, 1)]) {
      const reply = await read('titles.get', asOf, { params: patent, headers: { 'accept-language': 'en' } });
      expect([reply.status, reply.headers['cache-control']]).toEqual([409, 'no-store']);
      expect(reply.body).toMatchObject({
        ...{ type: '/problems/as-of-not-reached', code: 'as-of-not-reached', newest },
        errors: [{ in: 'query', pointer: '/asOf', code: 'as-of-not-reached' }],
      });
      expect(reply.text).toContain(`up to size ${newest.size} (${newest.instant})`);
    }
    for (const asOf of [newest.size, newest.instant]) {
      expect(served(await read('titles.get', asOf, { params: patent })).body['asOf']).toEqual(newest);
    }
  });

  it('what is committed and not published is in no answer, however old its own instant is', async () => {
    const title = await imported(world, owner(0));
    const params = { patentNumber: numberOf(title) };
    await journal.run();
    const before = await published();
    const pledge = await pledged(world, owner(0), [title]);
    const { instant } = served(await read('titles.get', undefined, { params })).body;
    const after = addMillis(instantShape.parse(instant), 1);
    expect((await read('titles.get', after, { params })).body).toMatchObject({ code: 'as-of-not-reached' });
    const there = [
      ['pledges.get', { registrationNumber: pledge.number }],
      ['entries.get', { entryId: pledge.entry }],
    ] as const;
    const absent = async (asOf: string | number) => {
      const then = served(await read('titles.get', asOf, { params }));
      expect(then.body).toMatchObject({ asOf: before, version: 1, holds: [] });
      for (const [operation, named] of there) {
        expect((await read(operation, asOf, { params: named })).status).toBe(404);
      }
    };
    for (const asOf of [before.size, before.instant]) await absent(asOf);
    for (const [operation, named] of there)
      expect((await read(operation, undefined, { params: named })).status).toBe(200);
    await journal.run();
    // Its instant is reached now, and the checkpoint of that instant was another: rank is by the journal.
    for (const asOf of [before.size, before.instant, after]) await absent(asOf);
    const { size } = await published();
    expect(served(await read('titles.get', size, { params })).body).toMatchObject({ version: 2 });
    for (const [operation, named] of there)
      expect((await read(operation, size, { params: named })).status).toBe(200);
  });

  it('while nothing happens the newest instant moves on with the clock, and leads to the same answer', async () => {
    const { patent } = await pledgedTitle();
    await journal.run();
    const before = await published();
    const { text } = served(await read('titles.get', before.instant, { params: patent }));
    clockAheadMs += 3_600_000;
    await journal.run();
    const { size, instant } = await published();
    expect(size).toBe(before.size);
    expect(epochMsOf(instant) - epochMsOf(before.instant)).toBeGreaterThanOrEqual(3_600_000);
    for (const asOf of [before.size, before.instant, addMillis(before.instant, 60_000), instant]) {
      expect(served(await read('titles.get', asOf, { params: patent })).text).toBe(text);
    }
    expect((await read('titles.get', addMillis(instant, 1), { params: patent })).status).toBe(409);
  });

  it('half a publication changes no answer: nothing is reached before the head says so', async () => {
    const { title, patent } = await pledgedTitle();
    await journal.run();
    const before = await published();
    const answers = async () => [
      (await read('titles.get', before.size, { params: patent })).text,
      (await read('titles.get', before.instant, { params: patent })).text,
    ];
    const said = await answers();
    await renamed(world, title);
    const { log, signer, shelf } = journal;
    // All is written but the checkpoint, and there the sequencer dies.
    const dying = { ...shelf, replace: () => Promise.reject(new Error('died')) };
    const ports = { ...systemPorts, now: () => Date.now() + clockAheadMs };
    const run = sequence({ store: world.store, shelf: dying, log, signer, ports }, () => true);
    await expect(run).rejects.toThrow('died');
    const { entry } = served(await read('titles.get', undefined, { params: patent })).body;
    const indices = await readIndices(world.store, [entryId.parse(entry)]);
    expect([...indices.values()]).toEqual([before.size]);
    expect(await published()).toEqual(before);
    expect(await answers()).toEqual(said);
    for (const asOf of [before.size + 1, before.size + 2, addMillis(before.instant, 1)]) {
      expect((await read('titles.get', asOf, { params: patent })).status).toBe(409);
    }
    await journal.run();
    expect(await answers()).toEqual(said);
    const then = served(await read('titles.get', before.size + 2, { params: patent }));
    expect(then.body).toMatchObject({ version: 3, asOf: await published() });
  });

  it('before the first checkpoint the register is empty: 404, or no lines', async () => {
    const { patent, number, entry, bank } = await pledgedTitle();
    await journal.run();
    for (const asOf of ['0', '1999-12-31T00:00:00Z']) {
      const statuses = await Promise.all([
        read('titles.get', asOf, { params: patent }),
        read('titles.history', asOf, { params: patent }),
        read('office.titles.get', asOf, { params: patent }, examiner),
        read('pledges.get', asOf, { params: { registrationNumber: number } }),
        read('pledges.own', asOf, { params: { registrationNumber: number } }, bank.caller),
        read('entries.get', asOf, { params: { entryId: entry } }),
      ]);
      expect(statuses.map((one) => one.status)).toEqual(Array(6).fill(404));
      for (const query of [patent, { registrationNumber: number }]) {
        const found = served(await read('search.pledges', asOf, { query }));
        expect(found.body).toMatchObject({ asOf: { size: 0 }, items: [] });
      }
    }
  });

  it('a size inside a batch is answered by rank, without an instant that it never had', async () => {
    const title = await imported(world, owner(0));
    await journal.run();
    const { size } = await published();
    await renamed(world, title);
    await renamed(world, title);
    await journal.run();
    const params = { patentNumber: numberOf(title) };
    const versions = [];
    for (const asOf of [size, size + 1, size + 2, size + 3]) {
      const { body } = served(await read('titles.get', asOf, { params }));
      versions.push([body['version'], Object.keys(body['asOf'] as object).join()]);
    }
    expect(versions).toEqual([
      [1, 'size,instant'],
      [2, 'size'],
      [3, 'size'],
      [3, 'size,instant'],
    ]);
  });
});

describe('what may be written as asOf', () => {
  it('any spelling of one instant is one question', async () => {
    const { patent } = await pledgedTitle();
    await journal.run();
    const { instant } = await published();
    const shifted = new Date(epochMsOf(instant) + 8 * 3_600_000).toISOString().slice(0, -1);
    const { text } = served(await read('titles.get', instant, { params: patent }));
    const spellings = [
      `${shifted}+08:00`,
      `${shifted} 08:00`,
      instant.replace('Z', '000Z'),
      instant.toLowerCase(),
    ];
    for (const asOf of spellings) {
      expect(served(await read('titles.get', asOf, { params: patent })).text, asOf).toBe(text);
    }
    const second = `${instant.slice(0, 19)}Z`;
    const whole = `${instant.slice(0, 19)}.000Z`;
    const coarse = await read('titles.get', second, { params: patent });
    expect(coarse.text.replace(/"instance":"[^"]*"/, '')).toBe(
      (await read('titles.get', whole, { params: patent })).text.replace(/"instance":"[^"]*"/, ''),
    );
  });

  it.each(['', '-1', '1.5', '01', '1e3', '9'.repeat(16), 'now', '2026-11-22', '2026-02-30T00:00:00Z', '٣'])(
    '%j is 422 at /asOf on every reading',
    async (asOf) => {
      const asks: [string, Ask, Caller?][] = [
        ['titles.get', { params: { patentNumber: nextPatent() } }],
        ['titles.history', { params: { patentNumber: nextPatent() } }],
        ['office.titles.get', { params: { patentNumber: nextPatent() } }, examiner],
        ['pledges.get', { params: { registrationNumber: 'Y2026980000001' } }],
        ['pledges.own', { params: { registrationNumber: 'Y2026980000001' } }, owner(0).caller],
        ['entries.get', { params: { entryId: `ent_${'0'.repeat(26)}` } }],
        ['search.pledges', { query: { patentNumber: nextPatent() } }],
      ];
      for (const [operation, ask, caller] of asks) {
        const reply = await read(operation, asOf, ask, caller);
        expect([operation, reply.status, faultsOf(reply)]).toEqual([
          operation,
          422,
          [['/asOf', 'asOf.format']],
        ]);
      }
    },
  );
});

describe('an answer as of a time', () => {
  it('has a tag of its own bytes, is kept for a year where public, and by nobody where it is not', async () => {
    const { patent, number, entry, bank } = await pledgedTitle();
    await journal.run();
    const { size } = await published();
    const pledge = { registrationNumber: number };
    const asks: [string, Ask, Caller?][] = [
      ['titles.get', { params: patent }],
      ['titles.history', { params: patent }],
      ['pledges.get', { params: pledge }],
      ['entries.get', { params: { entryId: entry } }],
      ['search.pledges', { query: patent }],
      ['search.pledges', { query: pledge }],
      ['office.titles.get', { params: patent }, examiner],
      ['pledges.own', { params: pledge }, bank.caller],
    ];
    for (const [operation, ask, caller] of asks) {
      const full = served(await read(operation, size, ask, caller));
      const isPublic = caller === undefined;
      expect(full.headers['cache-control'], operation).toBe(
        isPublic ? 'public, max-age=31536000, immutable' : 'no-store',
      );
      expect(full.body['asOf']).toMatchObject({ size });
      const tag = full.headers['etag'] ?? '';
      const headers = { 'if-none-match': tag };
      const again = await read(operation, size, { ...ask, headers }, caller);
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', tag]);
      const today = served(await read(operation, undefined, ask, caller));
      expect(today.headers['cache-control']).toBe(isPublic ? 'public, no-cache' : 'no-store');
      expect(today.body).not.toHaveProperty('asOf');
    }
  });

  it('names no owner who may be a person, and counts them; the office sees all', async () => {
    const shown: unknown[] = [];
    for (const at of [0, 1, 2]) {
      const title = await imported(world, owner(at));
      const params = { patentNumber: numberOf(title) };
      await journal.run();
      const { size } = await published();
      const then = served(await read('titles.get', size, { params })).body;
      const [line] = served(await read('titles.history', size, { params })).body['items'] as object[];
      const { owners: of, unnamedOwners } = then;
      expect(line).toMatchObject({ owners: of, ...(unnamedOwners !== undefined && { unnamedOwners }) });
      shown.push([(of as { name: string }[]).map((one) => one.name), unnamedOwners]);
      const office = served(await read('office.titles.get', size, { params }, examiner)).body;
      expect(office).toMatchObject({ owners: [{ name: owner(at).party.name }] });
      expect(office).not.toHaveProperty('unnamedOwners');
    }
    expect(shown).toEqual([
      [['有码科技有限公司'], undefined],
      [[], 1],
      [[], 1],
    ]);
  });

  it('shows no opening, so that it stays the same when a person is forgotten', async () => {
    const { patent, number, entry } = await pledgedTitle(2);
    await journal.run();
    const { size } = await published();
    const pledge = { registrationNumber: number };
    const asks: [string, Ask][] = [
      ['titles.get', { params: patent }],
      ['titles.history', { params: patent }],
      ['pledges.get', { params: pledge }],
      ['entries.get', { params: { entryId: entry } }],
      ['search.pledges', { query: patent }],
      ['search.pledges', { query: pledge }],
    ];
    const answers = () => Promise.all(asks.map(async ([of, ask]) => (await read(of, size, ask)).text));
    const before = await answers();
    expect(before.join()).not.toContain('钱守密');
    expect(JSON.parse(before[2] ?? '')).toMatchObject({ pledgors: [{ kind: 'person' }] });
    expect(JSON.parse(before[3] ?? '')).toMatchObject({ openings: [] });
    const today = served(await read('pledges.get', undefined, { params: pledge }));
    expect(today.body).toMatchObject({ pledgors: [{ kind: 'person', name: '钱守密' }] });
    const Key = { pk: `ENTRY#${entry}`, sk: 'OPENINGS#public' };
    await world.client.send(new DeleteCommand({ TableName: world.store.tables.register, Key }));
    expect(await answers()).toEqual(before);
  });

  it('of a party’s own pledge is for who is a party today; to others it does not exist', async () => {
    const { number, bank } = await pledgedTitle();
    await journal.run();
    const { size } = await published();
    await renamedIn(world, number);
    await journal.run();
    const params = { registrationNumber: number };
    const stranger = await world.putParty('陌生人');
    expect((await read('pledges.own', size, { params }, stranger.caller)).status).toBe(404);
    const then = served(await read('pledges.own', size, { params }, bank.caller)).body;
    expect(then).toMatchObject({ asOf: { size }, version: 1, terms: { scope: ['principal', 'interest'] } });
    const today = served(await read('pledges.own', undefined, { params }, bank.caller)).body;
    expect(today).toMatchObject({ version: 2, terms: then['terms'] });
  });
});

describe('lists as of a time', () => {
  /** Follows a list by pages of one: what each page said, byte for byte. */
  async function pagesOf(operation: string, asOf: number, ask: Ask): Promise<string[]> {
    const texts: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { ...ask.query, limit: '1', ...(cursor && { cursor }) };
      const page = served(await read(operation, asOf, { ...ask, query }));
      texts.push(page.text);
      cursor = page.body['next'] as string | undefined;
    } while (cursor);
    return texts;
  }

  it('keep their pages while the newest of them becomes a line of history', async () => {
    const { title, patent } = await pledgedTitle();
    await renamed(world, title);
    await journal.run();
    const { size } = await published();
    const walks = async () => [
      await pagesOf('titles.history', size, { params: patent }),
      await pagesOf('search.pledges', size, { query: patent }),
    ];
    const before = await walks();
    await renamed(world, title);
    await journal.run();
    await renamed(world, title);
    expect(await walks()).toEqual(before);
    const versions = before[0]?.map((text) => JSON.parse(text).items[0].version);
    expect(versions).toEqual([3, 2, 1]);
    const later = await published();
    expect((await pagesOf('titles.history', later.size, { params: patent })).length).toBe(4);
  });

  it('a cursor belongs to its size, and cannot lead beyond it', async () => {
    const { title, patent } = await pledgedTitle();
    await journal.run();
    const { size } = await published();
    const page = served(await read('titles.history', size, { params: patent, query: { limit: '1' } }));
    const cursor = String(page.body['next']);
    expect(page.headers['link']).toContain(`asOf=${size}`);
    await renamed(world, title);
    await journal.run();
    const other = (await published()).size;
    for (const asOf of [other, undefined]) {
      const reply = await read('titles.history', asOf, { params: patent, query: { cursor } });
      expect([reply.status, faultsOf(reply)]).toEqual([422, [['/cursor', 'foreign-cursor']]]);
    }
    const today = served(await read('titles.history', undefined, { params: patent, query: { limit: '1' } }));
    const query = { cursor: String(today.body['next']) };
    expect((await read('titles.history', size, { params: patent, query })).status).toBe(422);
  });

  it('pledges are as they stood, and are found by what they then were', async () => {
    const { patent, number } = await pledgedTitle();
    await journal.run();
    const { size } = await published();
    await renamedIn(world, number);
    await journal.run();
    const newer = (await published()).size;
    for (const query of [patent, { registrationNumber: number }]) {
      const versions = [];
      for (const asOf of [size, newer]) {
        const { items } = served(await read('search.pledges', asOf, { query })).body;
        versions.push((items as { version: number }[]).map((one) => one.version));
      }
      expect(versions).toEqual([[1], [2]]);
    }
    const status = { ...patent, status: 'registered' };
    expect(served(await read('search.pledges', size, { query: status })).body['items']).toHaveLength(1);
    const other = { ...patent, status: 'discharged' };
    expect(served(await read('search.pledges', size, { query: other })).body['items']).toEqual([]);
  });

  it.each([
    [{ registrationNumber: 'Y2026' }, '/asOf', 'search.as-of-one-only'],
    [{ party: `pty_${'0'.repeat(26)}` }, '/asOf', 'search.as-of-one-only'],
    [{ registeredFrom: '2026-01-01', registeredUntil: '2026-02-01' }, '/asOf', 'search.as-of-one-only'],
    [{}, '/patentNumber', 'search.nothing-asked'],
    [{ registrationNumber: 'Y2026980000001', cursor: 'x' }, '/cursor', 'foreign-cursor'],
  ])(
    'pledges by %j are refused: an index of today cannot say what it would have found',
    async (query, pointer, code) => {
      const reply = await read('search.pledges', 0, { query });
      expect([reply.status, faultsOf(reply)]).toEqual([422, [[pointer, code]]]);
    },
  );

  it.each([
    ['pledges.mine', undefined],
    ['office.search', examiner],
    ['search.parties', undefined],
  ] as const)('%s takes no asOf', async (operation, staff) => {
    const caller = operation === 'pledges.mine' ? owner(0).caller : staff;
    const query = operation === 'pledges.mine' ? {} : { name: '某公司' };
    const reply = await read(operation, 0, { query }, caller);
    expect([reply.status, faultsOf(reply).map(([, code]) => code)]).toEqual([422, ['unrecognized-keys']]);
  });
});
