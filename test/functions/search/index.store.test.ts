import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Placed } from '../../../functions/_platform/projection/projection.ts';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { operate, operatorEvent } from '../../../functions/search/operate.ts';
import type { Party } from '../../../shared/register/party.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { entered, placedFor } from '../journal/placed.ts';
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

const follow = () => world.indexAll();
const indexed = () => world.items('search', '');
const sorted = (items: readonly Record<string, unknown>[]) =>
  items.map((item) => JSON.stringify(item)).sort();

async function empty(table: 'search' | 'journal', prefix = ''): Promise<void> {
  for (const { pk, sk } of await world.items(table, prefix)) {
    await world.client.send(new DeleteCommand({ TableName: world.names[table], Key: { pk, sk } }));
  }
}

/** An index that knows nothing, with everything registered so far behind its cursor. */
async function clear(): Promise<void> {
  await follow();
  await empty('search');
}

/** The index as one clean run from the beginning makes it. */
async function madeAnew(): Promise<string[]> {
  await empty('search');
  await empty('journal', 'PROJECTION#');
  await follow();
  return sorted(await indexed());
}

const placed = () => placedFor(world, world.projections.search);

async function registered(): Promise<{ number: string; owner: Party; bank: Party }> {
  const scene = await consented(world);
  const done = await submit(world, scene);
  const { registrationNumber } = done.body['registration'] as { registrationNumber: string };
  return { number: registrationNumber, owner: scene.owner.party, bank: scene.bank.party };
}

/** The party's next version, with its entry. */
async function changed(of: Party, more: Partial<Party>): Promise<void> {
  const next = { ...of, ...more, version: of.version + 1 };
  const item = { ...partyKey(of.id), version: next.version, party: next };
  await world.client.send(new PutCommand({ TableName: world.names.parties, Item: item }));
  await entered(world, { act: 'party.details', public: { party: { id: of.id } } });
}

/** The record's next version, with its entry. */
async function setStatus(number: string, status: RegisterRecord['status']): Promise<void> {
  const item = await world.item('register', { pk: `RECORD#${number}`, sk: 'RECORD' });
  const record = item?.['record'] as RegisterRecord;
  const version = record.version + 1;
  const Item = { ...item, version, record: { ...record, status, version } };
  await world.client.send(new PutCommand({ TableName: world.names.register, Item }));
  await entered(world, { act: 'pledge.test', record: { kind: record.kind, number, version, status } });
}

describe('the search index is a projection', () => {
  it('is the same however often and in whatever order entries come', async () => {
    await clear();
    const { bank } = await registered();
    await changed(bank, { name: '新名银行股份有限公司', formerNames: [bank.name] });
    const entries = await placed();
    const { handle } = world.projections.search;
    const hand = (some: readonly Placed[]) => handle(some, { again: false });
    await hand(entries);
    const once = sorted(await indexed());
    expect(once.length).toBeGreaterThan(8);
    await hand(entries.toReversed());
    await Promise.all([hand(entries), hand(entries.toReversed()), ...entries.map((one) => hand([one]))]);
    expect(sorted(await indexed())).toEqual(once);
    expect(await madeAnew()).toEqual(once);
  });

  it('made anew over itself and from nothing has identical items, byte for byte', async () => {
    const { number, bank } = await registered();
    await follow();
    await setStatus(number, 'discharged');
    await changed(bank, { name: '另名银行股份有限公司', formerNames: [bank.name] });
    await follow();
    const kept = sorted(await indexed());
    const order = async () =>
      operate(
        { ...world.deps, journal: await world.journal.published() },
        world.projections.search,
        operatorEvent.parse({ rebuild: true }),
        () => true,
      );
    await order();
    expect(sorted(await indexed())).toEqual(kept);
    // A part of it was lost, and of the rest nobody knows any more.
    const [lost] = (await indexed()).filter(({ pk }) => String(pk).startsWith('PLEDGES#'));
    const Key = { pk: lost?.['pk'], sk: lost?.['sk'] };
    await world.client.send(new DeleteCommand({ TableName: world.names.search, Key }));
    await order();
    expect(sorted(await indexed())).toEqual(kept);
    expect(await madeAnew()).toEqual(kept);
  });

  it('moves a pledge from one state to the other, and leaves nothing behind', async () => {
    await clear();
    const { number } = await registered();
    await follow();
    const count = (await indexed()).length;
    await setStatus(number, 'revoked');
    await follow();
    const places = (await indexed()).map(({ sk }) => String(sk)).filter((sk) => sk.includes(number));
    expect(places.every((sk) => sk.startsWith('revoked#'))).toBe(true);
    expect(places).toHaveLength(3);
    expect((await indexed()).length).toBe(count);
  });

  it('never goes back to an older version, though the slower of two read it first', async () => {
    await clear();
    const bank = await world.putParty(`银行${randomUUID()}`);
    await changed(bank.party, { name: '二号银行' });
    await world.journal.run();
    let slow: (() => void) | undefined;
    const held = new Promise<void>((go) => {
      slow = go;
    });
    let holding = true;
    world.faults.intercept = async ({ name, input }, send) => {
      if (name === 'TransactWrite' && holding && JSON.stringify(input).includes(bank.id)) {
        holding = false;
        await held;
      }
      return send();
    };
    const late = world.follow(world.projections.search);
    await vi.waitFor(() => expect(holding).toBe(false));
    await changed({ ...bank.party, version: 2 }, { name: '三号银行', formerNames: ['二号银行'] });
    await follow();
    slow?.();
    await late;
    const state = await world.item('search', { pk: `PARTY#${bank.id}`, sk: 'PARTY' });
    expect(state?.['version']).toBe(3);
    const keys = state?.['keys'] as string[][];
    const there = (await indexed()).filter(({ sk }) => String(sk).includes(bank.id));
    expect(there.map(({ pk, sk }) => [pk, sk]).sort()).toEqual([...keys].sort());
  });

  it('sets aside only the entry that it could not work off', async () => {
    await follow();
    const [bad, good] = [await registered(), await registered()];
    world.faults.intercept = async ({ name, input }, send) => {
      const text = JSON.stringify(input);
      if (name === 'TransactWrite' && text.includes(`RECORD#${bad.number}`)) throw new Error('broken');
      return send();
    };
    await follow();
    expect(await world.item('search', { pk: `RECORD#${good.number}`, sk: 'RECORD' })).toBeDefined();
    expect(await world.item('search', { pk: `RECORD#${bad.number}`, sk: 'RECORD' })).toBeUndefined();
    expect(world.logs.join('\n')).toContain('SEARCH_BEHIND');
    world.faults.intercept = undefined;
    await follow();
    expect(await world.item('search', { pk: `RECORD#${bad.number}`, sk: 'RECORD' })).toBeDefined();
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
    await changed(person.party, {});
    await follow();
    const before = (await indexed()).filter(({ sk }) => String(sk).includes(person.id));
    expect(JSON.stringify(before)).toContain('某某人丙丁');
    const item = await world.item('parties', partyKey(person.id));
    const struck = { ...(item?.['party'] as Party), name: '已删除' };
    await world.client.send(
      new PutCommand({ TableName: world.names.parties, Item: { ...item, party: struck } }),
    );
    const deps = { ...world.deps, journal: await world.journal.published() };
    await operate(deps, world.projections.search, operatorEvent.parse({ again: person.id }), () => true);
    expect(JSON.stringify(await indexed())).not.toContain('某某人丙丁');
  });

  it('holds the longest party with twenty former names, each of the widest characters', async () => {
    const wide = (seed: number) => String.fromCodePoint(0x20000 + seed).repeat(140);
    const party = await world.putParty(wide(0), {
      formerNames: Array.from({ length: 20 }, (_, at) => wide(at + 1)),
      identifier: { scheme: 'foreign', value: 'X'.repeat(64) },
    });
    await changed(party.party, {});
    await follow();
    const state = await world.item('search', { pk: `PARTY#${party.id}`, sk: 'PARTY' });
    expect(state?.['keys']).toHaveLength(43);
  });
});
