import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstVersionItem } from '../../../functions/_platform/store/titles.ts';
import { encodeCursor } from '../../../shared/kernel/cursor.ts';
import type { Title } from '../../../shared/register/title.ts';
import { ask, consented, draft, type Enrolled, edit, faultsOf, submit } from '../scene.ts';
import { type Caller, examiner, nextPatent, startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A registered pledge over patents of the owner. */
async function pledged(rights?: readonly string[], owner?: Enrolled) {
  const scene = await consented(world, { ...(owner && { owner }), ...(rights && { rights }) });
  const reply = await submit(world, scene);
  expect(reply.body['status'], reply.text).toBe('registered');
  const { registrationNumber, entry } = reply.body['registration'] as Record<
    'registrationNumber' | 'entry',
    string
  >;
  return { ...scene, number: registrationNumber, entry };
}

/** A title with a history: pledged and discharged in turn, without the procedures that will do so. */
async function titleWithHistory(versions: number): Promise<{ number: string; opened: string[] }> {
  const first = await pledged();
  const right = `patent:${first.rights[0]}`;
  const current = await world.item('register', { pk: `TITLE#${right}`, sk: 'VERSION#current' });
  const table = world.store.tables.register;
  const plain = current?.['title'] as Title;
  for (let version = 3; version <= versions; version += 1) {
    const sk = `VERSION#${String(version - 1).padStart(10, '0')}`;
    const last = await world.item('register', { pk: `TITLE#${right}`, sk: 'VERSION#current' });
    await world.client.send(new PutCommand({ TableName: table, Item: { ...last, sk } }));
    const made = firstVersionItem({ title: { ...plain, version, holds: [] }, act: 'pledge.discharge' });
    await world.client.send(new PutCommand({ TableName: table, Item: made }));
  }
  return { number: first.rights[0] ?? '', opened: [first.number] };
}

/** Follows a list to its end by pages of one. */
async function walk(
  operation: string,
  caller: Caller | undefined,
  asked: { params?: Record<string, string>; query?: Record<string, string> },
) {
  const pages: unknown[][] = [];
  let cursor: string | undefined;
  do {
    const query = { ...asked.query, limit: '1', ...(cursor && { cursor }) };
    const page = await world.call(operation, caller, { ...asked, query });
    expect(page.status, page.text).toBe(200);
    pages.push(page.body['items'] as unknown[]);
    cursor = page.body['next'] as string | undefined;
    if (cursor)
      expect(page.headers['link']).toBe(`</?${new URLSearchParams({ ...query, cursor })}>; rel="next"`);
    expect(pages.length).toBeLessThan(100);
  } while (cursor);
  // A reader who follows a cursor finds something there.
  if (pages.length > 1) expect(pages.map((page) => page.length)).toEqual(pages.map(() => 1));
  return pages;
}

describe('entity tags', () => {
  it('title, pledge, own pledge, entry and filing answer 304 to their own tag, and in full to any other', async () => {
    const scene = await pledged();
    const reads = [
      ['titles.get', undefined, { patentNumber: scene.rights[0] ?? '' }],
      ['pledges.get', undefined, { registrationNumber: scene.number }],
      ['pledges.own', scene.bank.caller, { registrationNumber: scene.number }],
      ['entries.get', undefined, { entryId: scene.entry }],
      ['filings.get', scene.owner.caller, { filingId: scene.id }],
      ['office.titles.get', examiner, { patentNumber: scene.rights[0] ?? '' }],
      ['office.filings.get', examiner, { filingId: scene.id }],
    ] as const;
    for (const [operation, caller, params] of reads) {
      const full = await world.call(operation, caller, { params: { ...params } });
      const tag = full.headers['etag'] ?? '';
      expect(tag, operation).toMatch(/^"[^"]+"$/);
      for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
        const again = await world.call(operation, caller, {
          params: { ...params },
          headers: { 'if-none-match': known },
        });
        expect([again.status, again.text, again.headers['etag']], `${operation} ${known}`).toEqual([
          304,
          '',
          tag,
        ]);
      }
      const other = await world.call(operation, caller, {
        params: { ...params },
        headers: { 'if-none-match': '"x"' },
      });
      expect([other.status, other.text]).toEqual([200, full.text]);
    }
  });

  it('public answers may be kept and asked again; what is a party’s own may not be kept at all', async () => {
    const scene = await pledged();
    const open = await world.call('titles.get', undefined, {
      params: { patentNumber: scene.rights[0] ?? '' },
    });
    expect(open.headers['cache-control']).toBe('public, no-cache');
    const own = await world.call('filings.get', scene.owner.caller, { params: { filingId: scene.id } });
    expect(own.headers['cache-control']).toBe('no-store');
  });

  it('an examiner’s view gets a new tag when a title changes under the filing', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const rights = await world.putPatents([owner.party.name]);
    const waiting = await consented(world, { owner, rights });
    const params = { filingId: waiting.id };
    const before = await world.call('office.filings.get', examiner, { params });
    await pledged(rights, owner);
    const headers = { 'if-none-match': before.headers['etag'] ?? '' };
    const after = await world.call('office.filings.get', examiner, { params, headers });
    expect(after.status).toBe(200);
    expect(after.body['examination']).toMatchObject({ findings: [{ ground: 'A4.g9' }] });
  });
});

describe('lists, by pages of one', () => {
  it('the history of a title, newest first, whole and without repetition', async () => {
    const { number } = await titleWithHistory(6);
    const pages = await walk('titles.history', undefined, { params: { patentNumber: number } });
    const versions = pages.flat().map((line) => (line as { version: number }).version);
    expect(versions).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('the pledges of a patent: no page is empty while more follow, however long the history between', async () => {
    const { number, opened } = await titleWithHistory(8);
    const pages = await walk('search.pledges', undefined, { query: { patentNumber: number } });
    expect(
      pages.map((page) => page.map((line) => (line as { registrationNumber: string }).registrationNumber)),
    ).toEqual([opened]);
    const none = await walk('search.pledges', undefined, { query: { patentNumber: nextPatent() } });
    expect(none).toEqual([[]]);
  });

  it('pledges by the beginning of their number, ascending', async () => {
    const made = [await pledged(), await pledged(), await pledged()].map((one) => one.number).sort();
    const year = `Y${made[0]?.slice(1, 5)}`;
    const listed = (await walk('search.pledges', undefined, { query: { registrationNumber: year } })).flat();
    const numbers = listed.map((line) => (line as { registrationNumber: string }).registrationNumber);
    expect(numbers).toEqual([...numbers].sort());
    expect(numbers).toEqual(expect.arrayContaining(made));
    const exact = await walk('search.pledges', undefined, { query: { registrationNumber: made[1] ?? '' } });
    expect(exact.flat()).toMatchObject([{ registrationNumber: made[1] }]);
    expect(
      (await walk('search.pledges', undefined, { query: { registrationNumber: 'Y1999' } })).flat(),
    ).toEqual([]);
  });

  it('a party’s filings, though many more named it for a while and then no longer', async () => {
    const bank = await world.putParty(`银行${randomUUID()}`);
    const mine = await consented(world, { bank });
    const other = await world.putParty('另一银行');
    for (let count = 0; count < 8; count += 1) {
      const scene = await draft(world, { owner: mine.owner, bank });
      const form = { ...scene.form, pledgees: [{ party: other.id, address: '路1号' }] };
      expect((await edit(world, scene, 1, form)).status).toBe(200);
    }
    const pages = await walk('filings.list', bank.caller, {});
    expect(pages).toMatchObject([[{ id: mine.id }]]);
  });

  it('a party’s filings and notices, newest first; the office’s queue, nearest deadline first', async () => {
    const owner = await world.putParty(`权利人${randomUUID()}`);
    const bank = await world.putParty(`银行${randomUUID()}`);
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.unshift((await consented(world, { owner, bank })).id);
    const filings = (await walk('filings.list', owner.caller, {})).flat();
    expect(filings.map((line) => (line as { id: string }).id)).toEqual(ids);
    const notices = (await walk('notices.list', bank.caller, {})).flat();
    expect(notices.map((line) => (line as { filing: string }).filing)).toEqual(ids);
    const rights = [nextPatent()];
    for (let count = 0; count < 3; count += 1)
      await submit(world, await consented(world, { owner, bank, rights }));
    const queue = (
      await walk('office.filings.list', examiner, { query: { status: 'correctionRequested' } })
    ).flat();
    expect(queue).toHaveLength(3);
  });
});

describe('cursors are the caller’s to forge, so a wrong one is a wrong request: 422, never 500', () => {
  it('of another list, of other keys, cut, long or not even text', async () => {
    const { number } = await titleWithHistory(3);
    const other = await titleWithHistory(3);
    const list = `history of patent:${number}`;
    const made = await world.call('titles.history', undefined, {
      params: { patentNumber: other.number },
      query: { limit: '1' },
    });
    const foreign = String(made.body['next']);
    const forged = [
      foreign,
      '',
      'x',
      'AAAA',
      foreign.slice(0, -3),
      'A'.repeat(1000),
      encodeCursor({}, list),
      encodeCursor({ sk: 'VERSION#x' }, list),
      encodeCursor({ sk: '' }, list),
      encodeCursor({ sk: 'VERSION#current\u0000' }, list),
      encodeCursor({ pk: 'TITLE#x' }, list),
    ];
    for (const cursor of forged) {
      const reply = await world.call('titles.history', undefined, {
        params: { patentNumber: number },
        query: { cursor },
      });
      expect([cursor, reply.status, faultsOf(reply)]).toEqual([cursor, 422, [['/cursor', 'foreign-cursor']]]);
    }
    const long = await world.call('titles.history', undefined, {
      params: { patentNumber: number },
      query: { cursor: 'A'.repeat(1001) },
    });
    expect([long.status, faultsOf(long)]).toEqual([422, [['/cursor', 'too-big']]]);
  });

  it('a cursor well made but past every line gives the end of the list', async () => {
    const { number } = await titleWithHistory(3);
    const ends = { sk: 'VERSION#0000000000' };
    const cursor = encodeCursor(ends, `history of patent:${number}`);
    const reply = await world.call('titles.history', undefined, {
      params: { patentNumber: number },
      query: { cursor },
    });
    expect([reply.status, reply.body['items']]).toEqual([200, []]);
  });

  it('own lists: a cursor of another party’s list is refused, and none opens another’s', async () => {
    const [mine, theirs] = [await consented(world), await consented(world)];
    await consented(world, { owner: theirs.owner });
    const page = await world.call('filings.list', theirs.owner.caller, { query: { limit: '1' } });
    const reply = await world.call('filings.list', mine.owner.caller, {
      query: { cursor: String(page.body['next']) },
    });
    expect([reply.status, faultsOf(reply)]).toEqual([422, [['/cursor', 'foreign-cursor']]]);
    const named = await world.call('filings.list', mine.owner.caller, { query: { party: theirs.owner.id } });
    const nobody = await world.call('filings.list', mine.owner.caller, {
      query: { party: `pty_${'0'.repeat(26)}` },
    });
    expect([named.status, { ...named.body, instance: '' }]).toEqual([403, { ...nobody.body, instance: '' }]);
  });

  it.each(['0', '51', '-1', '1.5', 'x', '', '1,2'])('a limit of %j is 422', async (limit) => {
    const reply = await world.call('search.pledges', undefined, {
      query: { registrationNumber: 'Y2026', limit },
    });
    expect([reply.status, faultsOf(reply).map(([pointer]) => pointer)]).toEqual([422, ['/limit']]);
  });

  it('a list of pledges needs exactly one of patent and number', async () => {
    const both = { patentNumber: nextPatent(), registrationNumber: 'Y2026' };
    for (const query of [{}, both]) {
      expect((await world.call('search.pledges', undefined, { query })).status).toBe(422);
    }
  });
});

describe('what there is not', () => {
  it('is 404; a number that cannot be is 422', async () => {
    const cases = [
      ['titles.get', { patentNumber: nextPatent() }, 404],
      ['titles.history', { patentNumber: nextPatent() }, 404],
      ['titles.get', { patentNumber: '2018100000000' }, 422],
      ['pledges.get', { registrationNumber: 'Y2026980000000' }, 404],
      ['pledges.get', { registrationNumber: 'Y2026' }, 422],
      ['entries.get', { entryId: `ent_${'0'.repeat(26)}` }, 404],
      ['entries.get', { entryId: 'x' }, 404],
    ] as const;
    for (const [operation, params, status] of cases) {
      await ask(world, operation, undefined, { params: { ...params } }, status);
    }
  });
});
