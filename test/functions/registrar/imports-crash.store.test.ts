import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bodies } from '../../../functions/_platform/bodies.ts';
import { advanceTitle, firstVersionItem, titleVersionOf } from '../../../functions/_platform/store/titles.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { addMillis } from '../../../shared/kernel/instant.ts';
import { patentNumber } from '../../../shared/kernel/patent-number.ts';
import { titleOf } from '../../shared/register/sample.ts';
import { type Crash, Crashed, csvOf, type Desk, freshLines, openDesk } from './imports-desk.ts';

// Held open, so that the engine outlives the register of each test.
let engine: Desk;
let desk: Desk;
beforeAll(async () => {
  engine = await openDesk();
});
afterAll(() => engine.close());
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

/** Three transactions of titles. */
const rows = 101;

/** Everything there is after an import of `rows` new patents, however many attempts it took. */
async function expectOneImport(csv: string, entry?: unknown) {
  const entries = (await desk.scan('ENTRY#')).filter((item) => item['sk'] === 'ENTRY');
  expect(entries).toHaveLength(1);
  expect(await desk.scan('PENDING#')).toHaveLength(1);
  const titles = (await desk.scan('TITLE#')).map((item) => titleVersionOf(item).title);
  expect(titles.map((title) => title.right.slice('patent:'.length)).sort()).toEqual(numbersIn(csv));
  const ids = new Set(titles.map((title) => title.entry));
  expect([...ids]).toEqual([entry ?? String(entries[0]?.['pk']).slice('ENTRY#'.length)]);
  const [state] = await desk.scan('IMPORT#');
  expect(state).not.toHaveProperty('unfinished');
}

const numbersIn = (csv: string) =>
  csv
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '')
    .sort();

// The first transaction commits the entry, three put the titles, the fifth marks the batch as finished.
const afterCommit: Crash[] = [
  { call: 'TransactWriteItems', nth: 1, when: 'after' },
  { call: 'TransactWriteItems', nth: 2, when: 'before' },
  { call: 'TransactWriteItems', nth: 3, when: 'after' },
  { call: 'TransactWriteItems', nth: 4, when: 'after' },
  { call: 'TransactWriteItems', nth: 5, when: 'before' },
  { call: 'TransactWriteItems', nth: 5, when: 'after' },
];

describe.each(afterCommit)('an import whose process dies $when $call $nth, its entry committed', (crash) => {
  const begin = async () => {
    const csv = csvOf(freshLines(rows));
    const key = randomUUID();
    const died = await desk.process(crash).post(csv, { key });
    expect(died.status).toBe(500);
    return { csv, key };
  };

  it('is finished by the schedule, once', async () => {
    const { csv } = await begin();
    const { wake } = desk.process();
    await wake();
    await expectOneImport(csv);
    expect(await wake()).toEqual({ finished: 0 });
  });

  it('is finished by a retry under the same key, before it gets the reply', async () => {
    const { csv, key } = await begin();
    const { status, body } = await desk.process().post(csv, { key });
    expect(status).toBe(201);
    expect(body.created).toBe(rows);
    await expectOneImport(csv, body.entry);
  });

  it('is finished by the next import, for which its lines are known', async () => {
    const { csv } = await begin();
    const { body } = await desk.process().post(csv);
    expect(body).toMatchObject({ created: 0, unchanged: rows, rejected: 0 });
    await expectOneImport(csv);
  });
});

describe('an import whose process dies before its entry is committed', () => {
  const beforeCommit: (Crash & { over?: Partial<Bodies> })[] = [
    { call: 'GetItem', nth: 2, when: 'after' },
    { call: 'BatchGetItem', nth: 2, when: 'after' },
    { call: 'TransactWriteItems', nth: 1, when: 'before' },
  ];
  const putFails = async () => {
    throw new Error('no bucket');
  };

  it.each(beforeCommit)('leaves nothing, and a retry makes it: $when $call $nth', async (crash) => {
    await expectNothingThenOne(() => desk.process(crash));
  });

  it('leaves nothing where the body could not be put, and a retry makes it', async () => {
    await expectNothingThenOne(() => desk.process(undefined, { put: putFails }));
  });

  async function expectNothingThenOne(failing: () => ReturnType<Desk['process']>) {
    const csv = csvOf(freshLines(rows));
    const key = randomUUID();
    expect((await failing().post(csv, { key })).status).toBe(500);
    const { wake, post } = desk.process();
    expect(await wake()).toEqual({ finished: 0 });
    expect(await desk.scan('')).toEqual([]);
    const { body } = await post(csv, { key });
    await expectOneImport(csv, body.entry);
  }
});

it('a process that dies again and again while it finishes still ends with one import', async () => {
  const csv = csvOf(freshLines(rows));
  await desk.process({ call: 'TransactWriteItems', nth: 1, when: 'after' }).post(csv);
  for (const nth of [1, 2, 3]) {
    const dying = desk.process({ call: 'TransactWriteItems', nth, when: 'after' });
    await expect(dying.wake()).rejects.toThrow(Crashed);
  }
  await desk.process().wake();
  await expectOneImport(csv);
});

it('a retry is told to come again while the batch cannot be finished: nobody hears 201 before its titles are there', async () => {
  const csv = csvOf(freshLines(rows));
  const key = randomUUID();
  await desk.process({ call: 'TransactWriteItems', nth: 1, when: 'after' }).post(csv, { key });
  const get = async () => {
    throw new Error('no bucket');
  };
  const early = await desk.process(undefined, { get }).post(csv, { key });
  expect([early.status, early.body['code']]).toEqual([503, 'busy']);
  expect(await desk.scan('TITLE#')).toEqual([]);
  await desk.process().wake();
  const { status, body } = await desk.process().post(csv, { key });
  expect(status).toBe(201);
  await expectOneImport(csv, body.entry);
});

it('a title that a registration advanced before the batch was finished stays advanced', async () => {
  const csv = csvOf(freshLines(rows));
  await desk.process({ call: 'TransactWriteItems', nth: 2, when: 'after' }).post(csv);
  const [item = {}] = await desk.scan('TITLE#');
  const first = titleVersionOf(item);
  const entry = `ent_0${'1'.repeat(25)}` as typeof first.title.entry;
  const second = { ...first.title, version: 2, entry, instant: addMillis(first.title.instant, 1) };
  const store = { client: desk.client, tables: desk.names };
  const ports = { pause: async () => undefined, random: (bytes: number) => new Uint8Array(bytes) };
  await commit(desk.client, ports, advanceTitle(store, first, { title: second, act: 'pledge.registration' }));
  await desk.process().wake();
  const versions = await desk.scan(`TITLE#${second.right}`);
  expect(versions.map((one) => [one['version'], titleVersionOf(one).title.entry]).sort()).toEqual([
    [1, first.title.entry],
    [2, entry],
  ]);
  expect(await desk.scan('TITLE#')).toHaveLength(rows + 1);
  const [state] = await desk.scan('IMPORT#');
  expect(state).not.toHaveProperty('unfinished');
});

it('a title that something else made meanwhile is a bug: it is kept, and the batch stays unfinished', async () => {
  const lines = freshLines(rows);
  await desk.process({ call: 'TransactWriteItems', nth: 1, when: 'after' }).post(csvOf(lines));
  const foreign = titleOf(patentNumber.parse(lines[7]?.split(',')[0]));
  const item = firstVersionItem({ title: foreign, act: 'other' });
  await desk.client.send(new PutCommand({ TableName: desk.names.register, Item: item }));
  await expect(desk.process().wake()).rejects.toThrow(/was not created by/);
  const [kept = {}] = await desk.scan(`TITLE#${foreign.right}`);
  expect(titleVersionOf(kept).title).toEqual(foreign);
  const [state] = await desk.scan('IMPORT#');
  expect(state).toHaveProperty('unfinished');
});

describe('several at once', () => {
  it('two imports of overlapping files create each title once, by two entries', async () => {
    const lines = freshLines(90);
    const { post } = desk.process();
    const other = desk.process();
    const [one, two] = await Promise.all([
      post(csvOf(lines.slice(0, 60))),
      other.post(csvOf(lines.slice(30))),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.created + two.body.created).toBe(90);
    expect(one.body.unchanged + two.body.unchanged).toBe(30);
    const titles = (await desk.scan('TITLE#')).map((item) => titleVersionOf(item).title);
    expect(titles).toHaveLength(90);
    for (const { body } of [one, two]) {
      expect(titles.filter((title) => title.entry === body.entry)).toHaveLength(body.created);
    }
  });

  it('five imports of different files all get through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => desk.process().post(csvOf(freshLines(10)))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(await desk.scan('TITLE#')).toHaveLength(50);
  });

  it('the same key twice makes one import with one reply, and its titles are there with either', async () => {
    const csv = csvOf(freshLines(rows));
    const key = randomUUID();
    const seen = async () => {
      const answer = await desk.process().post(csv, { key });
      return { ...answer, titles: (await desk.scan('TITLE#')).length };
    };
    const [one, two, three] = await Promise.all([seen(), seen(), seen()]);
    expect(one.text).toBe(two.text);
    expect(one.text).toBe(three.text);
    expect([one.titles, two.titles, three.titles]).toEqual([rows, rows, rows]);
    await expectOneImport(csv, one.body.entry);
  });

  it('the same key with another file is refused', async () => {
    const key = randomUUID();
    const { post } = desk.process();
    await post(csvOf(freshLines(2)), { key });
    const { status, body } = await post(csvOf(freshLines(2)), { key });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'idempotency-key-reused' });
  });
});
