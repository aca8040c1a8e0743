import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { accountKey, mandateOf, partyKey, readMandates } from '../../functions/_platform/store/parties.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { type Mandate, type Party, party } from '../../shared/register/party.ts';
import type { Enrolled } from './scene.ts';
import type { Caller, World } from './world.ts';

/** Changes a party as an entry of the register would: a version more. */
export async function changeParty(
  world: World,
  who: Pick<Enrolled, 'id'>,
  change: (now: Party) => Partial<Party>,
): Promise<Party> {
  const key = partyKey(who.id);
  const item = await world.item('parties', key);
  const now = party.parse(item?.['party']);
  const next = party.parse({ ...now, ...change(now), version: now.version + 1 });
  const Item = { ...item, version: next.version, party: next };
  await world.client.send(new PutCommand({ TableName: world.store.tables.parties, Item }));
  return next;
}

/** Another account of the party, in the party and in its own item. */
export async function addAccount(
  world: World,
  who: Enrolled,
  may: { signer?: boolean; administrator?: boolean; subject?: string } = {},
): Promise<Enrolled> {
  const { signer = true, administrator = false, subject = randomUUID() } = may;
  await changeParty(world, who, ({ accounts }) => ({
    accounts: [...accounts, { subject, administrator, signer }],
  }));
  const account = { subject, parties: [{ party: who.id, administrator, signer }] };
  const Item = { ...accountKey(subject), version: 1, account };
  await world.client.send(new PutCommand({ TableName: world.store.tables.parties, Item }));
  const caller: Caller = { sub: subject };
  return { ...who, caller };
}

/** 双人签署: two signers bind the party from now on, above a sum where one is given. */
export async function twoMustSign(world: World, who: Enrolled, above?: Party['signing']['above']) {
  await changeParty(world, who, () => ({ signing: { signatures: 2, ...(above && { above }) } }));
}

/** The account signs for the party no more. */
export async function endSigner(world: World, who: Enrolled) {
  await changeParty(world, who, ({ accounts }) => ({
    accounts: accounts.map((one) => (one.subject === who.caller.sub ? { ...one, signer: false } : one)),
  }));
}

/** The only mandate of an agent. */
export async function mandateUnder(world: World, agent: Pick<Enrolled, 'id'>): Promise<Mandate> {
  const [given] = await readMandates(world.store, agent.id);
  if (!given) throw new Error('the agent has no mandate');
  return given;
}

/** Ends the mandate of an agent at once, as its revocation does. */
export async function revoke(world: World, agent: Pick<Enrolled, 'id'>): Promise<void> {
  const given = await mandateUnder(world, agent);
  const key = { pk: `PARTY#${agent.id}`, sk: `MANDATE#${given.principal}#${given.id}` };
  const item = await world.item('parties', key);
  const revoked = { ...mandateOf(item ?? {}), revokedAt: instantOf(world.ports.now()) };
  const Item = { ...item, mandate: revoked };
  await world.client.send(new PutCommand({ TableName: world.store.tables.parties, Item }));
}
