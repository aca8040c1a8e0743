import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { filingId, mandateId, type PartyId, partyId } from '../../../shared/kernel/id.ts';
import { normaliseName } from '../../../shared/kernel/name.ts';
import {
  identifierKeyOf,
  type Mandate,
  mandate,
  type Party,
  partiesOfAccountMax,
  party,
  partyName,
} from '../../../shared/register/party.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, type Condition, check, put } from '../transaction.ts';
import type { Store } from './store.ts';

export const partyKey = (id: PartyId): Key => ({ pk: `PARTY#${id}`, sk: 'PARTY' });
export const accountKey = (subject: string): Key => ({ pk: `ACCOUNT#${subject}`, sk: 'ACCOUNT' });
type MandatePlace = Pick<Mandate, 'agent' | 'principal' | 'id'>;

/** Under its agent, and there beside the others of the same principal: an agency may act for thousands. */
export const mandateKey = (of: MandatePlace): Key => ({
  pk: `PARTY#${of.agent}`,
  sk: `MANDATE#${of.principal}#${of.id}`,
});

/** The key under which an organisation's name is found; undefined for one that no party can have. */
export function nameKeyOf(name: string): string | undefined {
  const key = normaliseName(name);
  return key !== '' && partyName.safeParse(name).success ? key : undefined;
}

/** An account of the identity provider and the parties it acts as; the provider only authenticates. */
export const account = z.strictObject({
  subject: z.string(),
  parties: z
    .array(
      z.strictObject({
        party: partyId,
        administrator: z.boolean(),
        signer: z.boolean(),
        /** Not enrolled yet: a stand-in under which the account asks for just that, in this filing. */
        candidate: z.literal(true).optional(),
        filing: filingId.optional(),
      }),
    )
    .max(partiesOfAccountMax),
});
export type Account = z.output<typeof account>;

export function accountOf(item: Item | undefined): Account | undefined {
  return item && account.parse(item['account']);
}

/** An account as read, with the version that its next write must still find; 0 where there is none yet. */
export type AccountVersion = { readonly account: Account; readonly version: number };

export function accountVersionOf(subject: string, item: Item | undefined): AccountVersion {
  const known = accountOf(item) ?? { subject, parties: [] };
  return { account: known, version: Number(item?.['version'] ?? 0) };
}

/** 账户: accounts by subject, consistent; one unknown to the register acts for nobody. */
export async function readAccounts(
  store: Store,
  subjects: readonly string[],
): Promise<Map<string, AccountVersion>> {
  const apart = [...new Set(subjects)];
  const items = await readAll(
    store.client,
    apart.map((subject) => ({ table: store.tables.parties, key: accountKey(subject) })),
  );
  return new Map(apart.map((subject, index) => [subject, accountVersionOf(subject, items[index])]));
}

/** The write of what an account now acts for. */
export function bindAccount(store: Store, from: AccountVersion, parties: Account['parties']): Action {
  const { subject } = from.account;
  const bound: Account = { subject, parties };
  const item = { ...accountKey(subject), version: from.version + 1, account: bound };
  const unchanged = from.version === 0 ? absent : atVersion(from.version);
  return put(`account ${subject}`, store.tables.parties, item, unchanged);
}

function partyItem(value: Party): Item {
  // Only organisations that still act can be found by name; a natural person's name makes no index entry at all.
  const found = value.kind === 'organisation' && value.status === 'enrolled';
  const nameKey = found ? nameKeyOf(value.name) : undefined;
  return { ...partyKey(value.id), version: value.version, party: value, ...(nameKey && { nameKey }) };
}

export const identifierKey = (key: string): Key => ({ pk: `IDENTIFIER#${key}`, sk: 'IDENTIFIER' });

/** The writes of a new party: itself, and that its identifier is taken. */
export function enrolParty(store: Store, value: Party): Action[] {
  const table = store.tables.parties;
  const key = identifierKeyOf(value);
  return [
    put('party', table, partyItem(value), absent),
    ...(key ? [put('identifier', table, { ...identifierKey(key), party: value.id }, absent)] : []),
  ];
}

/** The write of a party's next version, on condition of the one before. */
export function changeParty(store: Store, to: Party): Action {
  return put(`party ${to.id}`, store.tables.parties, partyItem(to), atVersion(to.version - 1));
}

/** That a party still stands as it was read, without changing it. */
export function relyOnParty(store: Store, value: Party): Action {
  return check(`party ${value.id}`, store.tables.parties, partyKey(value.id), atVersion(value.version));
}

/** Where a mandate is found from its principal's side; the mandate itself lies under its agent. */
const givenKey = (of: Pick<Mandate, 'principal' | 'id'>): Key => ({
  pk: `PARTY#${of.principal}`,
  sk: `GIVEN#${of.id}`,
});

/** The writes of a new mandate: itself under its agent, and where its principal finds it. */
export function giveMandate(store: Store, given: Mandate): Action[] {
  const table = store.tables.parties;
  return [
    put(`mandate ${given.id}`, table, { ...mandateKey(given), mandate: given }, absent),
    put(`given ${given.id}`, table, { ...givenKey(given), agent: given.agent }, absent),
  ];
}

/** The write of a mandate's end, on condition that nobody ended it before. */
export function revokeMandate(store: Store, revoked: Mandate): Action {
  const item = { ...mandateKey(revoked), mandate: revoked };
  return put(`mandate ${revoked.id}`, store.tables.parties, item, notRevoked);
}

const notRevoked: Condition = {
  expression: 'attribute_exists(pk) AND attribute_not_exists(mandate.revokedAt)',
};

const givenAt = (principal: PartyId, item: Item): Key =>
  mandateKey({
    principal,
    agent: partyId.parse(item['agent']),
    id: mandateId.parse(String(item['sk']).slice('GIVEN#'.length)),
  });

/** 已授出的委托: the mandates that the party gave, running or not, each read again from where it lies. */
export async function readGiven(store: Store, principal: PartyId): Promise<Mandate[]> {
  const pointers = await queryAll(store, principal, 'GIVEN#');
  const keys = pointers.map((item) => ({
    table: store.tables.parties,
    key: givenAt(principal, item),
  }));
  const found: Mandate[] = [];
  for (let from = 0; from < keys.length; from += 100) {
    const items = await readAll(store.client, keys.slice(from, from + 100));
    found.push(...items.flatMap((item) => (item ? [mandateOf(item)] : [])));
  }
  return found;
}

/** Everything of one kind that lies with a party, beyond one answer of the database. */
async function queryAll(
  store: Store,
  party: PartyId,
  prefix: `MANDATE#${string}` | 'GIVEN#',
): Promise<Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.parties,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `PARTY#${party}`, ':prefix': prefix },
        ...(from && { ExclusiveStartKey: from }),
        ConsistentRead: true,
      }),
    );
    found.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from);
  return found;
}

const namesakesMax = 20;

/** 同名主体: enrolled organisations of this normalised name; the index finds them, then each is read. */
export async function readNamesakes(store: Store, name: string): Promise<Party[]> {
  const nameKey = nameKeyOf(name);
  if (!nameKey) return [];
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.parties,
      IndexName: 'byName',
      KeyConditionExpression: 'nameKey = :name',
      ExpressionAttributeValues: { ':name': nameKey },
      Limit: namesakesMax,
    }),
  );
  const ids = (answer.Items ?? []).flatMap((item) => {
    const id = partyId.safeParse(String(item['pk']).slice('PARTY#'.length));
    return id.success ? [id.data] : [];
  });
  const found = [...(await readParties(store, ids)).values()];
  return found.filter((one) => one.kind === 'organisation' && one.status === 'enrolled');
}

/** 按编号读取主体: parties by id, consistent; those not enrolled are left out. */
export async function readParties(store: Store, ids: readonly PartyId[]): Promise<Map<PartyId, Party>> {
  const items = await readAll(
    store.client,
    ids.map((id) => ({ table: store.tables.parties, key: partyKey(id) })),
  );
  const found = items.flatMap((item) => (item ? [party.parse(item['party'])] : []));
  return new Map(found.map((one) => [one.id, one]));
}

export function mandateOf(item: Item): Mandate {
  return mandate.parse(item['mandate']);
}

/** 委托: every mandate under which the party acts as an agent, for one principal or for all, running or not. */
export async function readMandates(store: Store, agent: PartyId, principal?: PartyId): Promise<Mandate[]> {
  const prefix = principal === undefined ? 'MANDATE#' : (`MANDATE#${principal}#` as const);
  return (await queryAll(store, agent, prefix)).map(mandateOf);
}
