import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item, Key } from '../../../functions/_platform/dynamodb.ts';
import { indexKey } from '../../../functions/_platform/store/journal.ts';
import { entryKey, openingsKey, recordKey } from '../../../functions/_platform/store/records.ts';
import { titleKey, titleLineKey } from '../../../functions/_platform/store/titles.ts';
import { parseCheckpoint } from '../../../shared/journal/checkpoint.ts';
import { parseNote } from '../../../shared/journal/note.ts';
import { verifyInclusion } from '../../../shared/journal/proof.ts';
import { entryId, partyId } from '../../../shared/kernel/id.ts';
import { rightId } from '../../../shared/kernel/right.ts';
import { entry as entrySchema } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import type { TableName } from '../../../shared/tables.ts';
import { act, decide, served } from '../office.ts';
import { paper } from '../papers.ts';
import { ask as askFor, full, newAccount, openFor } from '../parties/desk.ts';
import { consented, type Enrolled, submit } from '../scene.ts';
import { examiner, secondExaminer } from '../world.ts';
import { startAuditedRegister } from './audited-register.ts';

type Audited = Awaited<ReturnType<typeof startAuditedRegister>>;

let of: Audited;
let owner: Enrolled;
let bank: Enrolled;
let patents: string[];
let registered: { entry: string; registrationNumber: string }[];

/** Everything that makes an entry, once at least, through the functions that make them. */
beforeAll(async () => {
  of = await startAuditedRegister();
  owner = await of.enrolled();
  bank = await of.enrolled();
  patents = await of.importPatents(owner.party.name, 6);
  registered = [];
  for (const patent of patents.slice(0, 3)) registered.push(await of.pledged(owner, bank, [patent]));
  await of.journal.run();
  registered.push(await of.pledged(owner, bank, patents.slice(3, 5)));
  await everythingElse();
  await of.journal.run();
});
afterAll(() => of.close());

async function everythingElse(): Promise<void> {
  const right = `patent:${patents[0]}`;
  const title = (await of.world.item('register', titleKey(rightId.parse(right))))?.['title'];
  const particulars = { ...Reflect.get(Object(title), 'particulars'), name: '一种更正后的装置' };
  const owners = [{ name: '更正后的权利人' }];
  await of.corrected({ target: 'title', right, version: 2, particulars });
  await of.corrected({ target: 'title', right, version: 3, owners });
  const number = registered[0]?.registrationNumber;
  const names = { organisations: [{ side: 'pledgees', place: 0, name: '更正后的银行' }] };
  await of.corrected({ target: 'record', number, version: 1, ...names });
  const agent = await of.enrolled();
  const mandate = await of.granted(owner, agent);
  const revoking = await openFor(of.world, owner, 'mandate.revocation');
  await of.filed(revoking, { principal: owner.id, agent: agent.id, mandate });
  await of.granted(agent, owner);
  const accounts = await openFor(of.world, agent, 'party.accounts');
  const more = [full(agent.caller), { ...full(newAccount()), administrator: false }];
  await of.filed(accounts, { version: 1, accounts: more, signing: { signatures: 1 } });
  const details = await openFor(of.world, bank, 'party.details');
  const asked = await askFor(of.world, details, { version: 1, name: `新名${randomUUID()}` }, [
    paper('registryExtract'),
  ]);
  if (asked.body['status'] === 'examination') served(await decide(of.world, details, { outcome: 'accept' }));
  await barred();
}

/** A commitment that was found false: an act of the office on a party. */
async function barred(): Promise<void> {
  const scene = await consented(of.world, { owner, bank, rights: patents.slice(5) });
  served(await submit(of.world, scene));
  const body = { party: bank.id, asks: '请提供证明', limitWorkingDays: 5 };
  const check = served(await act(of.world, 'office.checks.open', examiner, scene, body));
  const params = { filingId: scene.id, checkId: String(check.body['id']) };
  served(
    await of.world.call('checks.answer', bank.caller, { params, body: { text: '见附件', documents: [] } }),
  );
  const judged = { outcome: 'false', reason: '经核对' };
  served(await of.world.call('office.checks.finish', secondExaminer, { params, body: judged }));
}

const found = async () => (await of.audit()).difference;

/** Changes an item by hand, sees what the audit says, and puts it back. */
async function planted(table: TableName, key: Key, change: (item: Item) => Item | undefined) {
  const before = await of.world.item(table, key);
  if (!before) throw new Error(`no ${key.pk} ${key.sk}`);
  const changed = change(structuredClone(before));
  if (changed) await of.world.put(table, changed);
  else {
    const input = { TableName: of.world.store.tables[table], Key: { ...key } };
    await of.world.store.client.send(new DeleteCommand(input));
  }
  const difference = await found();
  await of.world.put(table, before);
  return difference;
}

/** The same with an object of the log. */
async function plantedObject(Key: string, change: (bytes: Uint8Array) => Uint8Array | undefined) {
  const { bucket: Bucket, client } = of.journal;
  const kept = await client.send(new GetObjectCommand({ Bucket, Key }));
  const before = (await kept.Body?.transformToByteArray()) ?? new Uint8Array();
  const changed = change(Uint8Array.from(before));
  if (changed) await client.send(new PutObjectCommand({ Bucket, Key, Body: changed }));
  else await client.send(new DeleteObjectCommand({ Bucket, Key }));
  const difference = await found();
  await client.send(new PutObjectCommand({ Bucket, Key, Body: before }));
  return difference;
}

const entryAt = (at: number) => entryId.parse(registered[at]?.entry);
const rightAt = (at: number) => rightId.parse(`patent:${patents[at]}`);

describe('a register that its own functions made', () => {
  it('is made again from its log, every kind of entry of it, and nothing differs', async () => {
    const report = await of.audit();
    expect(report).not.toHaveProperty('difference');
    expect(report.counts).toMatchObject({
      forgotten: 0,
      notRebuilt: 0,
      given: 0,
      notCompared: 0,
    });
    const acts = (await of.world.items('register', 'ENTRY#')).flatMap(({ entry }) =>
      entry ? [entrySchema.parse(entry).act] : [],
    );
    expect([...new Set(acts)].sort()).toEqual([
      ...[
        'mandate.grant',
        'mandate.revocation',
        'office.commitmentBar',
        'office.correction',
        'party.accounts',
      ],
      ...['party.details', 'party.enrolment', 'patent.import', 'pledge.registration'],
    ]);
    expect(report.counts.entries).toBe(acts.length);
  });

  it('is sound while entries wait for the log, and not once they waited too long', async () => {
    const [patent] = await of.importPatents(owner.party.name, 1);
    expect(await found()).toBeUndefined();
    const late = () => Date.now() + 11 * 60_000;
    expect((await of.audit(late)).difference).toMatchObject({ code: 'pending' });
    await of.journal.run();
    expect((await of.audit(late)).difference).toBeUndefined();
    expect(patent).toBeDefined();
  });
});

describe('what is planted is named first, by its entry, title and field', () => {
  it('a title edited by hand, as it stands and as it stood', async () => {
    const edited = (item: Item) => {
      Reflect.set(Object(item['title']), 'holds', []);
      return item;
    };
    expect(await planted('register', titleKey(rightAt(1)), edited)).toMatchObject({
      ...{ code: 'changed', entry: entryAt(1), subject: rightAt(1), field: '/title/holds/0' },
    });
    const renamed = (item: Item) => {
      Reflect.set(Object(item['title']), 'source', 'elsewhere');
      return item;
    };
    expect(await planted('register', titleLineKey(rightAt(1), 1), renamed)).toMatchObject({
      ...{ code: 'changed', subject: rightAt(1), field: '/title/source' },
    });
  });

  it('a title whose version alone was raised, since its key says another', async () => {
    const raised = (item: Item) => ({ ...item, version: 7 });
    expect(await planted('register', titleKey(rightAt(1)), raised)).toMatchObject({ code: 'missing' });
  });

  it('a record changed', async () => {
    const discharged = (item: Item) => {
      Reflect.set(Object(item['record']), 'status', 'discharged');
      return item;
    };
    const number = registered[1]?.registrationNumber ?? '';
    expect(await planted('register', recordKey(number), discharged)).toMatchObject({
      ...{ code: 'changed', entry: entryAt(1), subject: number, field: '/record/status' },
    });
  });

  it('a record, an entry, an index or a party deleted', async () => {
    const gone = () => undefined;
    const number = registered[2]?.registrationNumber ?? '';
    const { id } = bank;
    expect(await planted('register', recordKey(number), gone)).toMatchObject({
      code: 'missing',
      subject: number,
    });
    expect(await planted('register', entryKey(entryAt(2)), gone)).toMatchObject({
      ...{ code: 'missing', entry: entryAt(2) },
    });
    expect(await planted('journal', indexKey(entryAt(2)), gone)).toMatchObject({
      ...{ code: 'index', entry: entryAt(2) },
    });
    expect(await planted('parties', { pk: `PARTY#${id}`, sk: 'PARTY' }, gone)).toMatchObject({
      ...{ code: 'missing', subject: id },
    });
  });

  it('an entry changed where the register keeps it', async () => {
    const changed = (item: Item) => {
      Reflect.set(Object(item['entry']), 'decidedBy', 'office');
      return item;
    };
    expect(await planted('register', entryKey(entryAt(0)), changed)).toMatchObject({
      ...{ code: 'changed', entry: entryAt(0), field: '/decidedBy' },
    });
  });

  it('a party put there by nobody, and an account’s powers widened by hand', async () => {
    const id = partyId.parse('pty_01ke5tp1m0q253ncq5ews5j77z');
    await of.world.put('parties', {
      pk: `PARTY#${id}`,
      sk: 'PARTY',
      version: 1,
      party: { ...bank.party, id },
    });
    expect(await found()).toMatchObject({ code: 'unmade', subject: id });
    const key = { TableName: of.world.store.tables.parties, Key: { pk: `PARTY#${id}`, sk: 'PARTY' } };
    await of.world.store.client.send(new DeleteCommand(key));
    const widened = (item: Item) => {
      Reflect.set(Object(item['party']), 'signing', { signatures: 2 });
      return item;
    };
    expect(await planted('parties', { pk: `PARTY#${owner.id}`, sk: 'PARTY' }, widened)).toMatchObject({
      ...{ code: 'changed', subject: owner.id, field: '/signing/signatures' },
    });
  });

  it('an opening damaged, and one swapped for that of another entry', async () => {
    const damaged = (item: Item) => {
      const claim = (item['openings'] as { name: string }[]).find(({ name }) => name === 'claim');
      Reflect.set(Object(Reflect.get(Object(claim), 'value')), 'kind', 'other');
      return item;
    };
    const named = { code: 'opening', entry: entryAt(1), field: 'claim' };
    expect(await planted('register', openingsKey(entryAt(1), 'private'), damaged)).toMatchObject(named);
    const other = await of.world.item('register', openingsKey(entryAt(2), 'private'));
    const swapped = (item: Item) => ({ ...item, openings: other?.['openings'] });
    expect(await planted('register', openingsKey(entryAt(1), 'private'), swapped)).toMatchObject({
      ...{ code: 'opening', entry: entryAt(1) },
    });
  });

  it('a leaf changed, a bundle or tile cut short or gone, another checkpoint', async () => {
    const size = (await of.audit()).size;
    const flipped = (bytes: Uint8Array) => bytes.with(40, (bytes[40] ?? 0) ^ 1);
    const short = (bytes: Uint8Array) => bytes.slice(0, -3);
    const bundle = `tile/entries/000.p/${size}`;
    const tile = `tile/0/000.p/${size}`;
    expect(await plantedObject(bundle, flipped)).toEqual({ code: 'leafHash', index: 0, subject: bundle });
    expect(await plantedObject(bundle, short)).toEqual({ code: 'bundle', index: 0, subject: bundle });
    expect(await plantedObject(tile, short)).toEqual({ code: 'tileLength', index: 0, subject: tile });
    expect(await plantedObject(tile, () => undefined)).toEqual({
      code: 'tileMissing',
      index: 0,
      subject: tile,
    });
    expect(await plantedObject(tile, flipped)).toMatchObject({ code: 'leafHash', index: 1 });
    expect(await plantedObject('checkpoint', flipped)).toEqual({ code: 'checkpoint' });
    expect(await found()).toBeUndefined();
  });
});

describe('a person is forgotten', () => {
  it('every proof of the log stands, the audit too, and says how many openings are gone', async () => {
    const id = entryAt(1);
    for (const kind of ['public', 'private'] as const) {
      const key = { TableName: of.world.store.tables.register, Key: { ...openingsKey(id, kind) } };
      await of.world.store.client.send(new DeleteCommand(key));
    }
    const report = await of.audit();
    expect(report).not.toHaveProperty('difference');
    const entry = entrySchema.parse((await of.world.item('register', entryKey(id)))?.['entry']);
    expect(report.counts).toMatchObject({ forgotten: entry.commitments.length, notRebuilt: 1 });
    const index = Number((await of.world.item('journal', indexKey(id)))?.['index']);
    const kept = await of.journal.shelf.get('checkpoint');
    const checkpoint = parseCheckpoint(parseNote(new TextDecoder().decode(kept?.bytes))?.text ?? '');
    if (!checkpoint) throw new Error('a checkpoint');
    const path = await of.journal.log.inclusion(index, checkpoint.size);
    expect(verifyInclusion(leafOf(entry), index, checkpoint.size, path, checkpoint.root)).toBe(true);
    // What only the forgotten openings told is not compared; what the entry itself says still is.
    const freed = (item: Item) => {
      Reflect.set(Object(item['title']), 'holds', []);
      return item;
    };
    expect(await planted('register', titleKey(rightAt(1)), freed)).toMatchObject({
      code: 'changed',
      entry: id,
    });
  });
});
