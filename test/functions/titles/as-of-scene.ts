import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { uscc } from '../../../shared/kernel/uscc.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import type { Title } from '../../../shared/register/title.ts';
import { registeredBy, served } from '../office.ts';
import { consented, type Enrolled } from '../scene.ts';
import { examiner, type Reply, secondExaminer, type World } from '../world.ts';

export const identified = { scheme: 'uscc' as const, value: uscc.parse('91350100M000100Y43') };

/** Who owns patents here: an organisation with its code, one by name alone, and a natural person. */
export async function ownersIn(world: World): Promise<readonly Enrolled[]> {
  return [
    await world.putParty('有码科技有限公司', { identifier: identified }),
    await world.putParty('无码科技有限公司'),
    await world.putParty('钱守密', { kind: 'person' }),
  ];
}

/** A title and the entry that made it, as an import makes them. */
export async function imported(world: World, owner: Enrolled): Promise<Title> {
  const { name, identifier } = owner.party;
  const title = await world.putTitle([name], (plain) => ({
    ...plain,
    owners: [{ name, ...(identifier && { identifier }) }],
  }));
  const entry: Entry = {
    ...{ schema: 'entry-1', id: title.entry, instant: title.instant, act: 'patent.import' },
    ...{ decidedBy: 'office', public: {}, commitments: [], demonstration: true },
  };
  const done = await commit(world.store.client, world.ports, writeEntry(world.store, entry, []));
  expect(done.kind).toBe('done');
  return title;
}

export const numberOf = ({ right }: Pick<Title, 'right'>) => right.slice('patent:'.length);

/** A registered pledge of these patents: its number and its entry. */
export async function pledged(
  world: World,
  owner: Enrolled,
  titles: readonly Title[],
): Promise<{ number: string; entry: string; bank: Enrolled }> {
  const scene = await consented(world, { owner, rights: titles.map(numberOf) });
  const { registration } = (await registeredBy(world, scene)).body as {
    registration: { registrationNumber: string; entry: string };
  };
  return { number: registration.registrationNumber, entry: registration.entry, bank: scene.bank };
}

/** 更正 by two persons, of what the change names. */
export async function corrected(world: World, change: object): Promise<Reply> {
  const body = { change, reason: '录入笔误' };
  const proposed = served(await world.call('office.corrections.propose', examiner, { body }));
  const params = { correctionId: String(proposed.body['id']) };
  const confirm = { params, body: { outcome: 'confirm' } };
  return served(await world.call('office.corrections.confirm', secondExaminer, confirm));
}

/** The title corrected to another name, and its first owner to another one. */
export async function renamed(world: World, title: Title, more: object = {}): Promise<void> {
  const params = { patentNumber: numberOf(title) };
  const { version, particulars } = served(await world.call('office.titles.get', examiner, { params })).body;
  const told = { ...(particulars as object), name: `更正${randomUUID().slice(0, 8)}` };
  await corrected(world, { target: 'title', right: title.right, version, particulars: told, ...more });
}

/** The pledge corrected in how its first patent is called. */
export async function renamedIn(world: World, number: string): Promise<void> {
  const params = { registrationNumber: number };
  const { version, patents } = served(await world.call('pledges.get', undefined, { params })).body;
  const [first] = patents as { patentNumber: string }[];
  const patent = { right: `patent:${first?.patentNumber}`, name: `更正${randomUUID().slice(0, 8)}` };
  await corrected(world, { target: 'record', number, version, patents: [patent] });
}
