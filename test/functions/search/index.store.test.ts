import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { onChanges } from '../../../functions/search/bell.ts';
import { operate } from '../../../functions/search/rebuild.ts';
import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import type { Party } from '../../../shared/register/party.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { registeredBy } from '../office.ts';
import { consented, submit } from '../scene.ts';
import { startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.faults.intercept = undefined;
});

let sequence = 0;

/** A change as the stream tells of it: by its key alone. */
function change(pk: string, sk: string): DynamoDBRecord {
  sequence += 1;
  return {
    eventName: 'MODIFY',
    dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(sequence) },
  };
}

const ring = (...Records: DynamoDBRecord[]) => onChanges(world.deps)({ Records });
const indexed = () => world.items('search', '');
const sorted = (items: readonly Record<string, unknown>[]) =>
  items.map((item) => JSON.stringify(item)).sort();

async function clear(): Promise<void> {
  for (const { pk, sk } of await indexed()) {
    await world.client.send(new DeleteCommand({ TableName: world.names.search, Key: { pk, sk } }));
  }
}

async function registered(): Promise<{ number: string; owner: Party; bank: Party }> {
  const scene = await consented(world);
  const done = await submit(world, scene);
  const { registrationNumber } = done.body['registration'] as { registrationNumber: string };
  return { number: registrationNumber, owner: scene.owner.party, bank: scene.bank.party };
}

/** The party's next version, with the entry that a procedure about parties would make of it. */
async function entered(of: Party, more: Partial<Party>): Promise<DynamoDBRecord> {
  const now = Date.now();
  const id = newId('ent', now, crypto.getRandomValues(new Uint8Array(10)));
  const next = { ...of, ...more, version: of.version + 1, entry: id };
  const entry: Entry = {
    ...{ schema: 'entry-1', id, instant: instantOf(now), act: 'party.details', decidedBy: 'examiner' },
    ...{ public: { party: { id: of.id } }, commitments: [], demonstration: true },
  };
  const item = { ...partyKey(of.id), version: next.version, party: next };
  await world.client.send(new PutCommand({ TableName: world.names.parties, Item: item }));
  const at = { pk: `ENTRY#${id}`, sk: 'ENTRY' };
  await world.client.send(new PutCommand({ TableName: world.names.register, Item: { ...at, entry } }));
  return change(at.pk, at.sk);
}

async function setStatus(number: string, status: RegisterRecord['status']): Promise<void> {
  const item = await world.item('register', { pk: `RECORD#${number}`, sk: 'RECORD' });
  const record = item?.['record'] as RegisterRecord;
  const version = record.version + 1;
  const Item = { ...item, version, record: { ...record, status, version } };
  await world.client.send(new PutCommand({ TableName: world.names.register, Item }));
}

describe('the search index is a projection', () => {
  it('is the same however often and in whatever order the stream rings', async () => {
    await clear();
    const { number, bank } = await registered();
    const record = change(`RECORD#${number}`, 'RECORD');
    const renamed = await entered(bank, { name: '新名银行股份有限公司', formerNames: [bank.name] });
    await ring(record, renamed);
    const once = sorted(await indexed());
    expect(once.length).toBeGreaterThan(8);
    await ring(renamed, record, record);
    await ring(record);
    await Promise.all([ring(renamed), ring(record), ring(record, renamed)]);
    expect(sorted(await indexed())).toEqual(once);
  });

  it('made anew from nothing has identical items', async () => {
    const { number } = await registered();
    await ring(change(`RECORD#${number}`, 'RECORD'));
    await setStatus(number, 'discharged');
    await ring(change(`RECORD#${number}`, 'RECORD'));
    await world.indexAll();
    const kept = sorted(await indexed());
    await clear();
    await world.indexAll();
    expect(sorted(await indexed())).toEqual(kept);
  });

  it('moves a pledge from one state to the other, and leaves nothing behind', async () => {
    await clear();
    const { number } = await registered();
    await ring(change(`RECORD#${number}`, 'RECORD'));
    const count = (await indexed()).length;
    await setStatus(number, 'revoked');
    await ring(change(`RECORD#${number}`, 'RECORD'));
    const places = (await indexed()).map(({ sk }) => String(sk)).filter((sk) => sk.includes(number));
    expect(places.every((sk) => sk.startsWith('revoked#'))).toBe(true);
    expect(places).toHaveLength(3);
    expect((await indexed()).length).toBe(count);
  });

  it('never goes back to an older version, though the slower of two read it first', async () => {
    await clear();
    const bank = await world.putParty(`银行${randomUUID()}`);
    const first = await entered(bank.party, { name: '二号银行' });
    let slow: (() => void) | undefined;
    const held = new Promise<void>((go) => {
      slow = go;
    });
    let holding = true;
    world.faults.intercept = async ({ name }, send) => {
      if (name === 'TransactWrite' && holding) {
        holding = false;
        await held;
      }
      return send();
    };
    const late = ring(first);
    await new Promise((done) => setTimeout(done, 100));
    const second = await entered(
      { ...bank.party, version: 2 },
      { name: '三号银行', formerNames: ['二号银行'] },
    );
    await ring(second);
    slow?.();
    await late;
    const state = await world.item('search', { pk: `PARTY#${bank.id}`, sk: 'PARTY' });
    expect(state?.['version']).toBe(3);
    const keys = state?.['keys'] as string[][];
    const there = (await indexed()).filter(({ sk }) => String(sk).includes(bank.id));
    expect(there.map(({ pk, sk }) => [pk, sk]).sort()).toEqual([...keys].sort());
  });

  it('answers only the changes that it could not work off', async () => {
    const [good, bad] = [await registered(), await registered()];
    world.faults.intercept = async ({ name, input }, send) => {
      if (name === 'TransactWrite' && JSON.stringify(input).includes(bad.number)) throw new Error('broken');
      return send();
    };
    const records = [change(`RECORD#${good.number}`, 'RECORD'), change(`RECORD#${bad.number}`, 'RECORD')];
    const answer = await ring(...records);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: records[1]?.dynamodb?.SequenceNumber }]);
    const found = await world.item('search', { pk: `RECORD#${good.number}`, sk: 'RECORD' });
    expect(found).toBeDefined();
    expect(world.logs.join('\n')).toContain('SEARCH_BEHIND');
  });

  it('keeps no identity number of a natural person, and no name of one where the public looks', async () => {
    await clear();
    const owner = await world.putParty('某某人甲乙', {
      kind: 'person',
      identifier: { scheme: 'foreign', value: 'P1234567' },
    });
    const scene = await consented(world, { owner, rights: await world.putPatents(['某某人甲乙']) });
    await registeredBy(world, scene);
    await world.indexAll();
    const items = await indexed();
    const about = items.filter((item) => JSON.stringify(item).includes(owner.id));
    expect(about.length).toBeGreaterThan(3);
    expect(JSON.stringify(items)).not.toContain('P1234567');
    const found = about.filter(({ pk }) => !/^(PARTY|RECORD)#/.test(String(pk)));
    expect(found.every(({ pk }) => String(pk).split('#')[1] === 'person')).toBe(true);
  });

  it('forgets a name that was struck in the party’s item, at an operator’s word', async () => {
    const person = await world.putParty('某某人丙丁', { kind: 'person' });
    await ring(await entered(person.party, {}));
    const before = (await indexed()).filter(({ sk }) => String(sk).includes(person.id));
    expect(JSON.stringify(before)).toContain('某某人丙丁');
    const item = await world.item('parties', partyKey(person.id));
    const struck = { ...(item?.['party'] as Party), name: '已删除' };
    await world.client.send(
      new PutCommand({ TableName: world.names.parties, Item: { ...item, party: struck } }),
    );
    await operate(world.deps, { again: person.id });
    expect(JSON.stringify(await indexed())).not.toContain('某某人丙丁');
  });

  it('holds the longest party with twenty former names, each of the widest characters', async () => {
    const wide = (seed: number) => String.fromCodePoint(0x20000 + seed).repeat(140);
    const party = await world.putParty(wide(0), {
      formerNames: Array.from({ length: 20 }, (_, at) => wide(at + 1)),
      identifier: { scheme: 'foreign', value: 'X'.repeat(64) },
    });
    const answer = await ring(await entered(party.party, {}));
    expect(answer.batchItemFailures).toEqual([]);
  });
});
