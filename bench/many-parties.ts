import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { nameKeyOf, partyKey } from '../functions/_platform/store/parties.ts';
import type { Store } from '../functions/_platform/store/store.ts';
import { itemsOfParty } from '../functions/search/keys.ts';
import { newId } from '../shared/kernel/id.ts';
import { instantOf } from '../shared/kernel/instant.ts';
import { type Party, party } from '../shared/register/party.ts';

export const cities = [
  '北京',
  '上海',
  '深圳',
  '东海',
  '广州',
  '杭州',
  '成都',
  '武汉',
  '南京',
  '西安',
] as const;
const trades = ['精密仪器', '生物医药', '智能装备', '新材料', '信息技术'];

/** A made-up organisation, the same one for the same number; every tenth city is the same, so prefixes have many hits. */
export function partyNumbered(serial: number): Party {
  const city = cities[serial % cities.length];
  const trade = trades[Math.floor(serial / cities.length) % trades.length];
  const brand = [serial % 991, serial % 983].map((at) => String.fromCodePoint(0x5000 + at)).join('');
  const name = `${city}${brand}${serial.toString(36)}${trade}有限公司`;
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(6, serial);
  return party.parse({
    ...{ id: newId('pty', 1_760_000_000_000 + serial, random), version: 1, instant: instantOf(0) },
    ...{ status: 'enrolled', kind: 'organisation', name, formerNames: [], residence: 'CN' },
    ...{ accounts: [], signing: { signatures: 1 }, enrolledAt: instantOf(0) },
    identifier: { scheme: 'foreign', value: `BENCH-${serial}` },
  });
}

const together = 8;
const batchItems = 25;

/** Puts so many parties with all that finds them, as if each had been enrolled and indexed. */
export async function putParties(store: Store, client: DynamoDBDocumentClient, count: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const serials = Array.from({ length: Math.min(6, count - next) }, (_, at) => next + at);
      next += serials.length;
      await putSome(store, client, serials.map(partyNumbered));
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
}

async function putSome(store: Store, client: DynamoDBDocumentClient, all: readonly Party[]): Promise<void> {
  const puts = all.flatMap((one) => [
    {
      table: store.tables.parties,
      Item: { ...partyKey(one.id), version: 1, party: one, nameKey: nameKeyOf(one.name) },
    },
    ...itemsOfParty(one).map((Item) => ({ table: store.tables.search, Item })),
  ]);
  for (let at = 0; at < puts.length; at += batchItems) {
    const RequestItems: Record<string, { PutRequest: { Item: Record<string, unknown> } }[]> = {};
    for (const { table, Item } of puts.slice(at, at + batchItems)) {
      RequestItems[table] ??= [];
      RequestItems[table].push({ PutRequest: { Item } });
    }
    const answer = await client.send(new BatchWriteCommand({ RequestItems }));
    if (Object.keys(answer.UnprocessedItems ?? {}).length > 0) throw new Error('not all parties were put');
  }
}
