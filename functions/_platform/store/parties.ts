import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type PartyId, partyId } from '../../../shared/kernel/id.ts';
import { normaliseName } from '../../../shared/kernel/name.ts';
import { type Mandate, mandate, type Party, party } from '../../../shared/register/party.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import type { Store } from './store.ts';

export const partyKey = (id: PartyId): Key => ({ pk: `PARTY#${id}`, sk: 'PARTY' });
export const accountKey = (subject: string): Key => ({ pk: `ACCOUNT#${subject}`, sk: 'ACCOUNT' });
export const mandateKey = (of: Pick<Mandate, 'agent' | 'id'>): Key => ({
  pk: `PARTY#${of.agent}`,
  sk: `MANDATE#${of.id}`,
});

/** DynamoDB takes this many bytes as the partition key of an index; some characters grow when normalised. */
const nameKeyBytesMax = 2048;

/** The key under which an organisation's name is found; undefined for one that no party can have. */
export function nameKeyOf(name: string): string | undefined {
  const key = normaliseName(name);
  return Buffer.byteLength(key) <= nameKeyBytesMax ? key : undefined;
}

/** How many parties one account may act as; bounded, since they lie in one item. */
export const partiesOfAccountMax = 50;

/** An account of the identity provider and the parties it acts as; the provider only authenticates. */
export const account = z.strictObject({
  subject: z.string(),
  parties: z
    .array(z.strictObject({ party: partyId, signer: z.boolean(), administrator: z.boolean().default(false) }))
    .max(partiesOfAccountMax),
});
export type Account = z.output<typeof account>;

export function accountOf(item: Item | undefined): Account | undefined {
  return item && account.parse(item['account']);
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

/** 委托: every mandate under which the party acts as an agent, running or not. */
export async function readMandates(store: Store, agent: PartyId): Promise<Mandate[]> {
  const found: Mandate[] = [];
  let from: Item | undefined;
  // An agency of thousands of principals has more than one answer of the database holds.
  do {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.parties,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :mandates)',
        ExpressionAttributeValues: { ':pk': `PARTY#${agent}`, ':mandates': 'MANDATE#' },
        ...(from && { ExclusiveStartKey: from }),
        ConsistentRead: true,
      }),
    );
    found.push(...(answer.Items ?? []).map(mandateOf));
    from = answer.LastEvaluatedKey;
  } while (from);
  return found;
}
