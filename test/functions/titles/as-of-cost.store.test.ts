import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexKey, readPublished } from '../../../functions/_platform/store/journal.ts';
import { recordKey } from '../../../functions/_platform/store/records.ts';
import { titleKey, titleLineKey } from '../../../functions/_platform/store/titles.ts';
import { putAndRemove } from '../../../functions/_platform/store/write-batch.ts';
import { newId } from '../../../shared/kernel/id.ts';
import type { Title } from '../../../shared/register/title.ts';
import { type JournalUnderTest, startJournal } from '../journal/journal-under-test.ts';
import { served } from '../office.ts';
import type { Enrolled } from '../scene.ts';
import { meter } from '../units.ts';
import { type Ask, type Caller, examiner, startWorld, type World } from '../world.ts';
import { imported, numberOf, ownersIn, pledged, renamed, renamedIn } from './as-of-scene.ts';

let world: World;
let journal: JournalUnderTest;
let owner: Enrolled;
beforeAll(async () => {
  world = await startWorld();
  journal = await startJournal(world.store);
  [owner = await world.putParty('权利人')] = await ownersIn(world);
});
afterAll(async () => {
  await journal.close();
  await world.close();
});

/** What a reading costs, in calls and units. */
async function costOf(operation: string, ask: Ask, caller?: Caller) {
  const { intercept, cost } = meter();
  world.faults.intercept = intercept;
  const reply = served(await world.call(operation, caller, ask));
  world.faults.intercept = undefined;
  expect(cost.writeUnits).toBe(0);
  return { body: reply.body, cost: { ...cost.calls, r: cost.readUnits } };
}

const newest = async () => {
  const found = await readPublished(world.store);
  if (!found) throw new Error('nothing is published');
  return found;
};

describe('a reading as of a time costs what docs/access-patterns.md tells', () => {
  it('of what stands since, and of what has changed once since', async () => {
    const title = await imported(world, owner);
    const { number, entry, bank } = await pledged(world, owner, [title]);
    await journal.run();
    const { size, instant } = await newest();
    const patent = { patentNumber: numberOf(title) };
    const pledge = { registrationNumber: number };
    const asked: [string, Ask, Caller?][] = [
      ['titles.get', { params: patent }],
      ['office.titles.get', { params: patent }, examiner],
      ['titles.history', { params: patent }],
      ['pledges.get', { params: pledge }],
      ['pledges.own', { params: pledge }, bank.caller],
      ['entries.get', { params: { entryId: entry } }],
      ['search.pledges', { query: patent }],
      ['search.pledges', { query: pledge }],
    ];
    const costs = async (asOf: string) => {
      const all = [];
      for (const [operation, ask, caller] of asked) {
        const query = { ...ask.query, asOf };
        all.push((await costOf(operation, { ...ask, query }, caller)).cost);
      }
      return all;
    };
    expect(await costs(String(size))).toEqual([
      { Get: 2, Query: 2, BatchGet: 1, r: 5 },
      { Get: 2, Query: 2, BatchGet: 1, r: 5 },
      { Get: 2, Query: 3, BatchGet: 1, r: 6 },
      { Get: 1, Query: 2, BatchGet: 2, r: 5 },
      { Get: 1, Query: 2, BatchGet: 4, r: 7 },
      { Get: 1, Query: 2, BatchGet: 2, r: 6 },
      { Get: 2, Query: 3, BatchGet: 3, r: 8 },
      { Get: 1, Query: 2, BatchGet: 2, r: 5 },
    ]);
    await renamed(world, title);
    await renamedIn(world, number);
    await journal.run();
    expect(await costs(instant)).toEqual([
      { Get: 2, BatchGet: 3, Query: 1, r: 8 },
      { Get: 2, BatchGet: 3, Query: 1, r: 8 },
      { Get: 2, BatchGet: 3, Query: 2, r: 9 },
      { Get: 1, BatchGet: 4, Query: 1, r: 6 },
      { Get: 1, BatchGet: 6, Query: 1, r: 8 },
      { Get: 1, BatchGet: 2, Query: 1, r: 5 },
      { Get: 2, BatchGet: 7, Query: 2, r: 13 },
      { Get: 1, BatchGet: 4, Query: 1, r: 6 },
    ]);
  });

  it('of a title and a record of 4,096 versions: four looks at seven versions each, wherever in them it is', async () => {
    const versions = 4096;
    const title = await imported(world, owner);
    const { number } = await pledged(world, owner, [title]);
    await journal.run();
    const [current, recorded] = [
      await world.item('register', titleKey(title.right)),
      await world.item('register', recordKey(number)),
    ];
    const plain = current?.['title'] as Title;
    const record = recorded?.['record'] as object;
    const { size: begun } = await newest();
    const entries = Array.from({ length: versions + 1 }, () => newId('ent', Date.now(), randomBytes(10)));
    const made = entries.map((entry, version) => {
      const value = { ...plain, version, entry };
      return { pk: titleKey(title.right).pk, version, title: value, act: 'office.correction' };
    });
    const lines = made.map((item) => ({ ...item, ...titleLineKey(title.right, item.version) }));
    const madeBy = (version: number) => ({ entry: entries[version], instant: plain.instant });
    const recordLines = entries.map((_, version) => ({
      ...{ pk: recordKey(number).pk, sk: `VERSION#${String(version).padStart(10, '0')}` },
      ...{ version, record: { ...record, version, ...(version === 1 && { entry: entries[1] }) } },
      madeBy: madeBy(version),
    }));
    const last = { ...recordLines[versions], ...recordKey(number) };
    await putAndRemove(world.store, world.ports, world.store.tables.register, {
      put: [
        ...lines.slice(1, versions),
        ...recordLines.slice(1, versions),
        { ...made[versions], ...titleKey(title.right) },
        last,
      ],
    });
    // Each version by an entry of its own, three indices apart: the journal goes on far beyond them.
    const index = (version: number) => version * 3;
    await putAndRemove(world.store, world.ports, world.store.tables.journal, {
      put: entries.map((id, version) => ({ ...indexKey(id), index: index(version) })),
    });
    const head = await world.item('journal', { pk: 'HEAD', sk: 'HEAD' });
    const size = begun + index(versions) + 1;
    const standing = (head?.['head'] ?? {}) as { published: object };
    await world.put('journal', {
      ...head,
      head: { ...standing, published: { ...standing.published, size } },
    });
    const [patent, pledge] = [{ patentNumber: numberOf(title) }, { registrationNumber: number }];
    const found: [number, unknown, unknown][] = [];
    let most = { title: 0, record: 0, calls: 0 };
    for (const version of [1, 2, 511, 512, 513, 2048, 3333, 4094, 4095]) {
      // Just above the version's own index, and just below the next one's.
      for (const asOf of [index(version) + 1, index(version) + 3]) {
        const query = { asOf: String(asOf) };
        const of = await costOf('titles.get', { params: patent, query });
        const in_ = await costOf('pledges.get', { params: pledge, query });
        found.push([version, of.body['version'], in_.body['version']]);
        const { r: title_, ...calls } = of.cost;
        const sum = Object.values(calls).reduce((total: number, count) => total + Number(count), 0);
        most = {
          title: Math.max(most.title, title_),
          record: Math.max(most.record, in_.cost.r),
          calls: Math.max(most.calls, sum),
        };
      }
    }
    expect(found.filter(([asked, ...got]) => got.some((one) => one !== asked))).toEqual([]);
    expect(most).toEqual({ title: 61, record: 61, calls: 13 });
    const top = await costOf('titles.get', { params: patent, query: { asOf: String(size) } });
    expect([top.body['version'], top.cost]).toEqual([versions, { Get: 2, Query: 1, BatchGet: 1, r: 4 }]);
    const history = { params: patent, query: { asOf: String(index(2048) + 1), limit: '50' } };
    const page = await costOf('titles.history', history);
    const numbers = (page.body['items'] as { version: number }[]).map((one) => one.version);
    expect([numbers[0], numbers.length, numbers.at(-1)]).toEqual([2048, 50, 1999]);
    expect(page.cost.r).toBeLessThan(90);
  }, 120_000);
});
