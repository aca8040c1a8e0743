import { describe, expect, it } from 'vitest';
import { canonicalNumber, itemKey, itemName, itemTable, keyText } from '../../../local/dynamodb/item-name.ts';

describe('canonicalNumber', () => {
  it.each([
    ['10', '1e1'],
    ['1.0e1', '1e1'],
    ['+0010.00', '1e1'],
    ['0.5', '5e-1'],
    ['.5', '5e-1'],
    ['-5', '-5e0'],
    ['-0.0', '0'],
    ['0', '0'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678e0'],
  ])('writes %s as %s', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  it.each(['', '-', 'e5', '1,5', 'NaN', '1e99999'])('knows that %j is no number', (text) => {
    expect(canonicalNumber(text)).toBeUndefined();
  });
});

describe('itemName', () => {
  const keys = ['pk', 'sk'];

  it('takes the key attributes out of a whole item, in the order of the table', () => {
    const item = { v: { S: 'x' }, sk: { S: 'b' }, pk: { S: 'a' } };
    expect(itemName('t', keys, item)).toBe(itemName('t', keys, { pk: { S: 'a' }, sk: { S: 'b' } }));
  });

  it('keeps apart what is apart: tables, types, and where one value ends', () => {
    const names = [
      itemName('t', keys, { pk: { S: 'a' }, sk: { S: 'bc' } }),
      itemName('t', keys, { pk: { S: 'ab' }, sk: { S: 'c' } }),
      itemName('u', keys, { pk: { S: 'a' }, sk: { S: 'bc' } }),
      itemName('t', keys, { pk: { S: '1' }, sk: { S: 'a","Sb' } }),
      itemName('t', keys, { pk: { N: '1' }, sk: { S: 'a","Sb' } }),
      itemName('t', keys, { pk: { B: 'MQ==' }, sk: { S: 'a","Sb' } }),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  it('has no name for an item whose key is missing or malformed', () => {
    for (const key of [
      undefined,
      'a',
      [],
      {},
      { pk: { S: 'a' } },
      { pk: { S: 1 }, sk: { S: 'b' } },
      { pk: 'a', sk: 'b' },
    ])
      expect(itemName('t', keys, key)).toBeUndefined();
    expect(itemName('t', [], { pk: { S: 'a' } })).toBeUndefined();
  });
});

it('keyText gives a key value as a policy compares it', () => {
  expect(keyText({ S: 'a' })).toBe('a');
  expect(keyText({ N: '1' })).toBe('1');
  expect(keyText({ BOOL: true })).toBeUndefined();
});

it('a name tells the table and the key that it was made of', () => {
  const keys = ['n', 'b', 's'];
  const key = { n: { N: '-12.50' }, b: { B: 'AP8H' }, s: { S: '["x"]' } };
  const name = itemName('t', keys, key) ?? '';
  expect(itemTable(name)).toBe('t');
  expect(itemKey(keys, name)).toEqual({ ...key, n: { N: '-125e-1' } });
  expect(itemName('t', keys, itemKey(keys, name))).toBe(name);
});
