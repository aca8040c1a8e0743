import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item, Key } from '../../../functions/_platform/dynamodb.ts';
import { replyKey } from '../../../functions/_platform/reply.ts';
import { checkpointText } from '../../../shared/journal/checkpoint.ts';
import { formatNote } from '../../../shared/journal/note.ts';
import { newId } from '../../../shared/kernel/id.ts';
import type { TableName } from '../../../shared/tables.ts';
import { origin, testSigner } from '../../functions/journal/journal-under-test.ts';
import { consented, type Enrolled, type Scene as Filed, submit } from '../../functions/scene.ts';
import type { Request } from '../history.ts';
import type { Broken, Rule } from './broken.ts';
import { check } from './check.ts';
import { startScene } from './scene.ts';

type Scene = Awaited<ReturnType<typeof startScene>>;

let of: Scene;
let owner: Enrolled;
let bank: Enrolled;
let patents: string[];
type Pledge = Filed & { readonly entry: string; readonly number: string };
let pledges: Pledge[];

/** Two pledges, one refused for the first of them, a draft; each placed, certified, found and told. */
beforeAll(async () => {
  of = await startScene();
  owner = await of.enrolled();
  bank = await of.enrolled();
  patents = await of.importPatents(owner.party.name, 3);
  await of.settle();
  pledges = [];
  for (const patent of patents.slice(0, 2)) {
    const scene = await consented(of.world, { owner, bank, rights: [patent] });
    const done = await submit(of.world, scene);
    expect(done.body['status'], done.text).toBe('registered');
    const { entry, registrationNumber } = Object(done.body['registration']);
    pledges.push({ ...scene, entry, number: registrationNumber });
    await of.settle();
  }
  const second = await submit(
    of.world,
    await consented(of.world, { owner, bank, rights: patents.slice(0, 1) }),
  );
  expect(second.body['status'], second.text).toBe('refused');
  for (const patentNumber of patents) {
    await of.world.call('titles.get', undefined, { params: { patentNumber } });
  }
  await of.settle();
}, 60_000);
afterAll(() => of.close());

const found = () => check(of.remains, of.history);
const first = () => pledges[0] ?? expect.fail('no pledge');
const second = () => pledges[1] ?? expect.fail('no second pledge');

it('finds nothing in a register whose own functions made it', async () => {
  expect(await found()).toEqual([]);
});

/** The rule names the damage, in words that fit. */
function named(all: readonly Broken[], rule: Rule, words: RegExp): void {
  const own = all.filter((one) => one.rule === rule).map(({ what }) => what);
  expect(
    own.filter((what) => words.test(what)),
    JSON.stringify(all, null, 1),
  ).not.toEqual([]);
}

/** Changes an item by hand, or takes it away; puts it back once the checker has spoken. */
async function damaged(table: TableName, key: Key, change: (item: Item) => Item | undefined) {
  const before = (await of.world.item(table, key)) ?? expect.fail(`no ${key.pk} ${key.sk}`);
  const changed = change(structuredClone(before));
  if (changed) await of.world.put(table, changed);
  else await taken(table, key);
  const all = await found();
  await of.world.put(table, before);
  return all;
}

async function taken(table: TableName, { pk, sk }: Key): Promise<void> {
  const input = { TableName: of.world.store.tables[table], Key: { pk, sk } };
  await of.world.store.client.send(new DeleteCommand(input));
}

/** Puts an item that nobody committed, and takes it away again. */
async function added(table: TableName, item: Item & Key) {
  await of.world.put(table, item);
  const all = await found();
  await taken(table, item);
  return all;
}

const gone = () => undefined;
const set = (path: readonly string[], value: unknown) => (item: Item) => {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce((at: object, name) => Object(Reflect.get(at, name)), item);
  Reflect.set(holder, last, value);
  return item;
};

const titleOf = (patent = patents[0]) => ({ pk: `TITLE#patent:${patent}`, sk: 'VERSION#current' });
const lineOf = (patent = patents[0]) => ({ pk: `TITLE#patent:${patent}`, sk: 'VERSION#0000000001' });
const recordOf = (pledge = first()) => ({ pk: `RECORD#${pledge.number}`, sk: 'RECORD' });
const entryOf = (pledge = first()) => ({ pk: `ENTRY#${pledge.entry}`, sk: 'ENTRY' });
const filingOf = (pledge = first()) => ({ pk: `FILING#${pledge.id}`, sk: 'FILING' });
const someId = (prefix: 'ent' | 'fil' | 'ntc') => newId(prefix, Date.now(), new Uint8Array(10));

/** The request of this operation on the first pledge, as it was noted. */
function requestOf(operation: string): Request {
  const asked = of.history.find(
    (one) => one.operation === operation && one.params['filingId'] === first().id,
  );
  return asked ?? expect.fail(`no ${operation}`);
}
const replyOf = ({ actor, operation, key = '' }: Request) => replyKey(actor, operation, key);

describe('an item of no kind, or that cannot be read', () => {
  it('is named by where it lies', async () => {
    named(await added('register', { pk: 'STRAY#1', sk: 'STRAY' }), 'kinds', /STRAY#1 .* no known kind/);
    named(await damaged('filings', filingOf(), set(['filing', 'status'], 'lost')), 'kinds', /cannot be read/);
    named(await damaged('register', titleOf(), set(['version'], 7)), 'kinds', /7 where 2 belongs/);
  });
});

describe('a whole of which something is missing, or twice', () => {
  it.each([
    ['openings deleted', 'register', () => ({ ...entryOf(), sk: 'OPENINGS#private' }), /lacks the opening/],
    ['the entry deleted', 'register', entryOf, /which is not there/],
    ['the record deleted', 'register', recordOf, /of record \S+, which is not there/],
    ['a line of history deleted', 'register', lineOf, /version 2 where 1 belongs/],
    ['the index deleted', 'journal', () => ({ ...entryOf(), sk: 'INDEX' }), /has no index/],
    ['a link deleted', 'filings', () => ({ pk: `PARTY#${bank.id}`, sk: `FILING#${first().id}` }), /no link/],
    ['the filing deleted', 'filings', filingOf, /is of fil_\S+, which is not there/],
    ['the reply deleted', 'filings', () => replyOf(requestOf('filings.submit')), /named by 0 stored replies/],
  ] as const)('%s', async (_name, table, key, words) => {
    named(await damaged(table, key(), gone), 'wholes', words);
  });

  it('a pending item left', async () => {
    const sk = `2026-11-23T00:00:00.000Z#${first().entry}`;
    const item = { pk: 'PENDING#3', sk, pending: first().entry, advanced: [] };
    named(await added('register', item), 'wholes', /still waits for the journal/);
  });

  it('an entry twice, under another id', async () => {
    const id = someId('ent');
    const item = await of.world.item('register', entryOf());
    const twin = { ...entryOf(), pk: `ENTRY#${id}`, entry: { ...Object(item?.['entry']), id } };
    named(await added('register', twin), 'wholes', /are both of fil_/);
    named(await added('register', twin), 'log', /is not in the log/);
  });

  it('a record twice, under another number', async () => {
    const item = await of.world.item('register', recordOf());
    const number = 'Y2026980000000';
    const twin = {
      ...item,
      pk: `RECORD#${number}`,
      sk: 'RECORD',
      record: { ...Object(item?.['record']), number },
    };
    named(await added('register', { ...twin, number }), 'wholes', /has two records/);
    named(await added('register', { ...twin, number }), 'states', /is pledged by \S+ and \S+/);
  });

  it('openings of an entry that is not there', async () => {
    const item = { pk: `ENTRY#${someId('ent')}`, sk: 'OPENINGS#public', openings: [] };
    named(await added('register', item), 'wholes', /openings of \S+, which is not there/);
  });

  it('an item that its index finds no more', async () => {
    const unlisted = ({ numberGroup: _group, ...item }: Item) => item;
    named(await damaged('register', recordOf(), unlisted), 'wholes', /the item of record \S+ is not as/);
  });

  it('a registration counted twice', async () => {
    const all = await of.world.items('filings', 'CLOCK#');
    const counted = all.find(({ sk }) => String(sk).startsWith(`DECIDED#${first().id}`));
    const again = { ...counted, pk: String(counted?.['pk']), sk: `DECIDED#${first().id}#99` };
    named(await added('filings', again), 'wholes', /is counted 2 times/);
  });

  it('a draft that no request opened', async () => {
    const id = someId('fil');
    const item = await of.world.item('filings', filingOf());
    const filing = { ...Object(item?.['filing']), id };
    const all = await added('filings', { ...item, ...filingOf(), pk: `FILING#${id}`, filing });
    named(all, 'wholes', /was opened by 0 requests/);
  });

  it('an import that was not finished', async () => {
    const key = { pk: 'IMPORT#state', sk: 'IMPORT#state' };
    named(await damaged('register', key, set(['unfinished'], {})), 'wholes', /not finished/);
  });
});

describe('what was acknowledged', () => {
  it('is missed where the filing went back', async () => {
    const back = (item: Item) => ({ ...item, version: 3, filing: { ...Object(item['filing']), version: 3 } });
    named(await damaged('filings', filingOf(), back), 'acknowledged', /which stands at 3/);
  });

  it('is missed where the filing is registered no more', async () => {
    const all = await damaged('filings', filingOf(), set(['filing', 'status'], 'examination'));
    named(all, 'acknowledged', /no filing is registered by it/);
    named(all, 'acknowledged', /was registered, and reads 200 examination/);
  });

  it('is missed where a consent is nowhere', async () => {
    named(
      await damaged('filings', filingOf(), set(['filing', 'consents'], [])),
      'acknowledged',
      /which is nowhere/,
    );
  });

  it('is missed where an imported title is not there', async () => {
    const all = await damaged('register', titleOf(patents[2]), gone);
    named(all, 'acknowledged', /told of 3 titles, and patent:\S+ is not there/);
    named(all, 'linear', /none of these can follow/);
  });
});

describe('replies', () => {
  it('that are kept otherwise, or for another request', async () => {
    const key = replyOf(requestOf('filings.submit'));
    const other = JSON.stringify({ filing: first().id, status: 'registered', version: 4, findings: [] });
    named(await damaged('filings', key, set(['reply', 'body'], other)), 'replies', /not kept as it was/);
    named(
      await damaged('filings', key, set(['reply', 'body'], other)),
      'replies',
      /asked again, is answered/,
    );
    const digest = set(['reply', 'requestDigest'], `sha256:${'0'.repeat(64)}`);
    named(await damaged('filings', key, digest), 'replies', /asked again, is answered 422/);
    const tag = replyOf(requestOf('filings.consent'));
    named(
      await damaged('filings', tag, set(['reply', 'etag'], '"9"')),
      'replies',
      /asked again, is answered 201/,
    );
  });

  it('that were two during the run, or a refusal after one', async () => {
    const request = requestOf('filings.submit');
    const [attempt] = request.attempts;
    const answered = (status: number, text: string) => ({ status, text, headers: {} });
    const with_ = (more: Request['attempts'][number]) => {
      const changed = { ...request, attempts: [...request.attempts, more] };
      return check(
        of.remains,
        of.history.map((one) => (one === request ? changed : one)),
      );
    };
    const [begun, ended] = [(attempt?.ended ?? 0) + 1, (attempt?.ended ?? 0) + 2];
    named(await with_({ begun, ended, answer: answered(200, '{}') }), 'replies', /answered in two ways/);
    named(
      await with_({ begun, ended, answer: answered(409, '{}') }),
      'replies',
      /done, and then answered 409/,
    );
    expect(await with_({ begun, ended, answer: answered(503, '{}') })).toEqual([]);
  });

  it('that two acts were told of one version of a filing', async () => {
    const item = await of.world.item('filings', replyOf(requestOf('filings.consent')));
    const other = replyKey('somebody', 'filings.consent', randomUUID());
    named(await added('filings', { ...item, ...other }), 'wholes', /two replies tell of version/);
  });
});

describe('a request of which nobody heard', () => {
  const unheard = (operation: string) => {
    const request = requestOf(operation);
    const attempts = request.attempts.map(({ begun, ended }) => ({ begun, ended }));
    return of.history.map((one) => (one === request ? { ...request, attempts } : one));
  };

  it('is judged by its reply, which is kept with all that it did', async () => {
    expect(await check(of.remains, unheard('filings.submit'))).toEqual([]);
    const key = filingOf();
    const item = (await of.world.item('filings', key)) ?? expect.fail('no filing');
    await of.world.put('filings', set(['filing', 'status'], 'examination')(structuredClone(item)));
    named(
      await check(of.remains, unheard('filings.submit')),
      'acknowledged',
      /no filing is registered by it/,
    );
    await of.world.put('filings', item);
  });

  it('and that left no reply left nothing', async () => {
    const asked: Request = {
      ...{ no: 999, actor: owner.caller.sub, operation: 'filings.submit', key: randomUUID(), query: {} },
      ...{ params: { filingId: someId('fil') }, body: {}, attempts: [{ begun: 1, ended: 2 }] },
    };
    expect(await check(of.remains, [...of.history, asked])).toEqual([]);
    const reply = replyOf(requestOf('filings.submit'));
    named(await damaged('filings', reply, gone), 'wholes', /named by 0 stored replies/);
  });
});

describe('the states of A7', () => {
  it('two pledges of one patent', async () => {
    const twice = (item: Item) => {
      const { holds } = Object(item['title']);
      return set(['title', 'holds'], [...holds, { ...holds[0], record: second().number }])(item);
    };
    const all = await damaged('register', titleOf(), twice);
    named(all, 'states', /carries 2 pledges/);
    named(all, 'holds', /is held by \S+, which does not pledge it/);
  });

  it('an instant that does not rise', async () => {
    const early = set(['title', 'instant'], '2020-01-01T00:00:00.000Z');
    named(await damaged('register', titleOf(), early), 'states', /do not rise at version 2/);
  });

  it('a registration that is not announced', async () => {
    const all = await damaged('register', entryOf(), set(['entry', 'eventCode'], 'A-0'));
    named(all, 'states', /is not announced as what it is/);
    named(all, 'log', /is not \S+ as it is kept/);
  });
});

describe('titles, holds and records', () => {
  it('a hold dropped', async () => {
    const all = await damaged('register', titleOf(), set(['title', 'holds'], []));
    named(all, 'holds', /holds it 0 times/);
    named(all, 'audit', /changed/);
  });

  it('a stale version put over the newest', async () => {
    const stale = await of.world.item('register', lineOf());
    const all = await damaged('register', titleOf(), () => ({ ...stale, ...titleOf() }));
    named(all, 'holds', /holds it 0 times/);
    named(all, 'wholes', /version 1 where 2 belongs/);
    named(all, 'linear', /what stands at the end/);
  });

  it('a record discharged by nobody', async () => {
    const all = await damaged('register', recordOf(), set(['record', 'status'], 'discharged'));
    named(all, 'holds', /which does not pledge it/);
  });
});

describe('the log', () => {
  const path = (key: string) => ({ Bucket: of.journal.bucket, Key: key });
  async function damagedObject(key: string, change: (bytes: Uint8Array) => Uint8Array | undefined) {
    const { client } = of.journal;
    const kept = await client.send(new GetObjectCommand(path(key)));
    const before = (await kept.Body?.transformToByteArray()) ?? new Uint8Array();
    const changed = change(Uint8Array.from(before));
    if (changed) await client.send(new PutObjectCommand({ ...path(key), Body: changed }));
    else await client.send(new DeleteObjectCommand(path(key)));
    const all = await found();
    await client.send(new PutObjectCommand({ ...path(key), Body: before }));
    return all;
  }
  const size = () => Number(of.shown.at(-1)?.note.split('\n')[1]);
  const flipped = (bytes: Uint8Array) => bytes.with(40, (bytes[40] ?? 0) ^ 1);
  const forked = async (of_: number, signer = of.journal.signer) => {
    const text = checkpointText({ origin, size: of_, root: new Uint8Array(32) });
    return formatNote({ text, signatures: [await signer.sign(text)] });
  };
  const showing = (...notes: readonly string[]) => {
    const more = notes.map((note, at) => ({ step: 1000 + at, note }));
    return check({ ...of.remains, shown: [...of.shown, ...more] }, of.history);
  };

  it('a fork that somebody was shown', async () => {
    named(await showing(await forked(2)), 'log', /of size 2, is of another log: a fork/);
    named(await showing(await forked(size())), 'log', /a fork/);
    named(await showing(await forked(size() + 1)), 'log', /and the log has/);
  });

  it('a checkpoint of another key, or of none', async () => {
    named(await showing(await forked(2, await testSigner())), 'log', /not believed/);
    named(await showing('nothing'), 'log', /not believed: checkpoint-unreadable/);
  });

  it('a log that was shown smaller than before', async () => {
    named(await showing(of.shown[0]?.note ?? ''), 'log', /was shown at step 1000, after one of/);
  });

  it('but not one that was asked for before the larger was shown', async () => {
    const note = of.shown[0]?.note ?? '';
    const answer = { status: 200, headers: {}, text: note };
    const slow: Request = {
      ...{ no: 999, actor: '', operation: 'journal.checkpoint', params: {}, query: {} },
      attempts: [{ begun: 0, ended: 1000, answer }],
    };
    const shown = [...of.shown, { step: 1000, note }];
    expect(await check({ ...of.remains, shown }, [...of.history, slow])).toEqual([]);
  });

  it('a tile or bundle that is not of its leaves, or gone', async () => {
    named(await damagedObject(`tile/0/000.p/${size()}`, flipped), 'log', /is not what the log has there/);
    named(await damagedObject(`tile/0/000.p/${size()}`, gone), 'log', /could not be judged|not what the log/);
    named(await damagedObject(`tile/entries/000.p/${size()}`, flipped), 'log', /./);
  });

  it('an index that is another, and a batch that was not published', async () => {
    const key = { ...entryOf(), sk: 'INDEX' };
    named(await damaged('journal', key, set(['index'], 0)), 'log', /its index says 0/);
    const head = { pk: 'HEAD', sk: 'HEAD' };
    named(await damaged('journal', head, set(['head', 'staged'], {})), 'log', /decided on and not published/);
    named(await damaged('journal', head, set(['head', 'published', 'size'], 1)), 'log', /the head knows 1/);
  });

  it('a checkpoint kept that is another, or not found by its size', async () => {
    const [kept] = await of.world.items('journal', 'CHECKPOINTS');
    const key = { pk: 'CHECKPOINTS', sk: String(kept?.['sk']) };
    const note = await forked(2);
    named(await damaged('journal', key, set(['checkpoint', 'note'], note)), 'log', /a fork/);
    named(await damaged('journal', key, gone), 'log', /where no such checkpoint is kept/);
  });
});

describe('what follows the journal', () => {
  it('a cursor behind, an entry set aside, an index item gone or left', async () => {
    const cursor = { pk: 'PROJECTION#search', sk: 'CURSOR' };
    named(await damaged('journal', cursor, set(['next'], 1)), 'projections', /search has followed to 1 of/);
    const aside = { pk: 'PROJECTION#search', sk: `ASIDE#${'0'.repeat(16)}`, index: 0 };
    named(await added('journal', aside), 'projections', /set ASIDE#\d+ aside/);
    const [item] = await of.world.items('search', 'PLEDGED#');
    const key = { pk: String(item?.['pk']), sk: String(item?.['sk']) };
    named(await damaged('search', key, gone), 'projections', /the index lacks PLEDGED#/);
    const stray = { ...key, sk: 'registered#2026-11-23#Y2026980000000' };
    named(await added('search', stray), 'projections', /which leads to nothing/);
  });
});

describe('certificates and documents', () => {
  // The newest is the one that is verified whole.
  const certificateOf = ({ entry }: Pledge) => ({
    Bucket: of.journal.bucket,
    Key: `certificates/${entry}.pdf`,
  });

  it('a certificate missing, changed, or of another entry', async () => {
    const { client } = of.journal;
    const kept = await client.send(new GetObjectCommand(certificateOf(second())));
    const before = (await kept.Body?.transformToByteArray()) ?? new Uint8Array();
    const other = await client.send(new GetObjectCommand(certificateOf(first())));
    await client.send(new DeleteObjectCommand(certificateOf(second())));
    named(await found(), 'papers', /has no certificate/);
    for (const [Body, words] of [
      [before.with(2000, (before[2000] ?? 0) ^ 1), /fails at/],
      [(await other.Body?.transformToByteArray()) ?? before, /is of another entry/],
    ] as const) {
      await client.send(new PutObjectCommand({ ...certificateOf(second()), Body }));
      named(await found(), 'papers', words);
    }
    await client.send(new PutObjectCommand({ ...certificateOf(second()), Body: before }));
    expect(await found()).toEqual([]);
  });

  it('a document checked for ever, or clean without its object; an object that no filing knows', async () => {
    const all = await of.world.items('filings', `FILING#${first().id}`);
    const item = all.find(({ sk }) => String(sk).startsWith('DOCUMENT#'));
    const key = { pk: String(item?.['pk']), sk: String(item?.['sk']) };
    const later = (status: string) => (one: Item) => ({
      ...{ ...one, version: 2 },
      document: { ...Object(one['document']), status, version: 2, object: 'v1' },
    });
    named(await damaged('filings', key, later('checking')), 'papers', /still being checked/);
    named(await damaged('filings', key, later('clean')), 'papers', /and its object is not there/);
    const kept = async () => [`documents/${first().id}/${'0'.repeat(64)}.pdf`];
    named(await check({ ...of.remains, kept }, of.history), 'papers', /no filing knows it/);
  });
});

describe('notices', () => {
  const noticesOf = async () => {
    const all = await of.world.items('filings', `PARTY#${bank.id}`);
    return all.filter(({ sk }) => String(sk).startsWith('NOTICE#'));
  };

  it('told twice, not told, or told of what is not so', async () => {
    const own = await noticesOf();
    const registered = own.find(({ notice }) => Object(notice).entry === first().entry);
    const key = { pk: String(registered?.['pk']), sk: String(registered?.['sk']) };
    const id = someId('ntc');
    const twin = {
      ...registered,
      pk: key.pk,
      sk: `NOTICE#${id}`,
      notice: { ...Object(registered?.['notice']), id },
    };
    named(await added('filings', twin), 'notices', /was told 2 times of \S+ that it is registered/);
    named(await damaged('filings', key, gone), 'notices', /was not told that \S+ is registered/);
    const other = set(['notice', 'entry'], second().entry);
    named(await damaged('filings', key, other), 'notices', /registered, which is not so/);
  });
});

describe('histories of titles', () => {
  const reading = (version: number, begun: number): Request => {
    const text = JSON.stringify({ version, holds: [] });
    return {
      ...{
        no: 999,
        actor: '',
        operation: 'titles.get',
        params: { patentNumber: patents[0] ?? '' },
        query: {},
      },
      attempts: [{ begun, ended: begun + 1, answer: { status: 200, headers: {}, text } }],
    };
  };
  const end = () => of.history.at(-1)?.attempts[0]?.ended ?? 0;

  it('a stale read, and one of what never was', async () => {
    named(
      await check(of.remains, [...of.history, reading(1, end() + 1)]),
      'linear',
      /none of these can follow/,
    );
    named(
      await check(of.remains, [...of.history, reading(3, end() + 1)]),
      'linear',
      /none of these can follow/,
    );
  });

  it('but not a slow one', async () => {
    const slow = reading(1, 0);
    const [attempt] = slow.attempts;
    const attempts = attempt ? [{ ...attempt, ended: end() }] : [];
    expect(await check(of.remains, [...of.history, { ...slow, attempts }])).toEqual([]);
  });
});

describe('a no that is not true', () => {
  const answered = (
    operation: string,
    begun: number,
    status: number,
    code: string,
    body?: unknown,
  ): Request => ({
    ...{ no: 999, actor: owner.caller.sub, operation, params: { filingId: first().id }, query: {}, body },
    attempts: [{ begun, ended: begun + 1, answer: { status, headers: {}, text: JSON.stringify({ code }) } }],
  });
  const lookedAt = (request: Request) => check(of.remains, [...of.history, request]);
  const end = () => of.history.at(-1)?.attempts[0]?.ended ?? 0;

  it('something is not there which is', async () => {
    named(await lookedAt(answered('filings.get', end(), 404, 'not-found')), 'refusals', /told not-found/);
    named(
      await lookedAt(answered('filings.get', end(), 403, 'not-enrolled')),
      'refusals',
      /told not-enrolled/,
    );
    expect(await lookedAt(answered('filings.submit', end(), 409, 'wrong-state'))).toEqual([]);
  });

  it('an edit was not taken, and its form stands', async () => {
    const kept = Object(await of.world.item('filings', filingOf()));
    const edited = (begun: number, form: unknown) =>
      lookedAt(answered('filings.edit', begun, 412, 'stale-version', { form }));
    named(await edited(-2, kept.filing.form), 'refusals', /its form stands/);
    expect(await edited(-2, { ...kept.filing.form, other: true })).toEqual([]);
    expect(await edited(end() + 1, kept.filing.form)).toEqual([]);
  });
});

it('finds nothing again once every damage is mended', async () => {
  expect(await found()).toEqual([]);
});
