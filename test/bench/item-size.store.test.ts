import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemSize } from '../../bench/item-size.ts';
import { tables } from '../../shared/tables.ts';
import { type Store, startStore } from '../store.ts';

let store: Store<'register'>;
beforeAll(async () => {
  store = await startStore({ register: tables.register });
});
afterAll(() => store.close());

/** What the engine charges for writing the item, in units of 1 KB. */
async function charged(item: Record<string, unknown>): Promise<number | undefined> {
  const put = new PutCommand({
    ...{ TableName: store.names.register, Item: item, ReturnConsumedCapacity: 'TOTAL' },
  });
  return (await store.client.send(put)).ConsumedCapacity?.CapacityUnits;
}

/** A new item with a text that makes it exactly so many bytes by the rule under test. */
function paddedTo(bytes: number, item: Record<string, unknown>): Record<string, unknown> {
  // Under a key of its own, since writing over a larger item is charged as that item.
  const bare = { pk: randomUUID(), sk: 's', ...item, padding: '' };
  return { ...bare, padding: 'x'.repeat(bytes - itemSize(bare)) };
}

describe('the size of an item (DynamoDB Developer Guide, "item sizes and formats")', () => {
  it.each<[string, Record<string, unknown>]>([
    ['text', { name: 'pledge' }],
    ['text beyond ASCII', { name: '专利权质押登记', 名称: '𠮷' }],
    ['yes, no and nothing', { yes: true, no: false, nothing: null }],
    ['a list', { list: ['one', true, null, 'two'] }],
    ['a map', { map: { first: 'one', second: '二' } }],
    ['empty ones', { list: [], map: {}, text: '' }],
    ['lists of maps of lists', { holds: [{ holders: ['a', 'b'], public: true }, { holders: [] }] }],
    ['what the document client leaves out', { gone: undefined, map: { gone: undefined, here: 'x' } }],
  ])('is counted to the byte as the engine counts it: %s', async (_, item) => {
    expect(await charged(paddedTo(1024, item))).toBe(1);
    expect(await charged(paddedTo(1025, item))).toBe(2);
  });

  it('counts a number as one byte and one for every two digits, a byte more for a sign', () => {
    const size = (value: number) => itemSize({ n: value }) - 1;
    expect([0, 1, 12, 123, 2026, 1200, 0.5, -1, -123].map(size)).toEqual([1, 2, 2, 3, 3, 2, 2, 3, 4]);
  });

  it('refuses what no item can hold', () => {
    expect(() => itemSize({ at: 1n })).toThrow(TypeError);
  });
});
