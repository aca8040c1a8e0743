import * as z from 'zod';
import { isObject, type JsonObject } from './json.ts';

/**
 * One text for one item: equal for two requests exactly when they mean the same item. `attributes` is a Key or a
 * whole Item in DynamoDB JSON. Undefined when a key attribute is missing or malformed; the engine will refuse that.
 */
export function itemName(table: string, keys: readonly string[], attributes: unknown): string | undefined {
  if (!isObject(attributes) || keys.length === 0) return undefined;
  const values: string[] = [];
  for (const key of keys) {
    const value = canonicalValue(attributes[key]);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return JSON.stringify([table, ...values]);
}

const named = z.tuple([z.string()], z.string());

/** The table that an item's name begins with. */
export function itemTable(name: string): string {
  return named.parse(JSON.parse(name))[0];
}

/** The key, in DynamoDB JSON, of the item of that name in a table with these key attributes. */
export function itemKey(keys: readonly string[], name: string): JsonObject {
  const [, ...values] = named.parse(JSON.parse(name));
  return Object.fromEntries(
    keys.map((key, at) => {
      const value = values[at] ?? '';
      return [key, { [value.slice(0, 1)]: value.slice(1) }];
    }),
  );
}

/** The plain text of a key value, as IAM compares it, or undefined when it is no key value. */
export function keyText(value: unknown): string | undefined {
  const [type, text] = typed(value);
  return type === undefined ? undefined : text;
}

function canonicalValue(value: unknown): string | undefined {
  const [type, text] = typed(value);
  if (type === undefined) return undefined;
  if (type === 'N') return `N${canonicalNumber(text) ?? text}`;
  // Base64 has several spellings of the same bytes.
  if (type === 'B') return `B${Buffer.from(text, 'base64').toString('base64')}`;
  return `S${text}`;
}

function typed(value: unknown): readonly ['S' | 'N' | 'B', string] | readonly [undefined, undefined] {
  if (isObject(value))
    for (const type of ['S', 'N', 'B'] as const) {
      const text = value[type];
      if (typeof text === 'string') return [type, text];
    }
  return [undefined, undefined];
}

/** `1`, `1.0` and `10e-1` are one number to DynamoDB: digits without zeros at either end, and the exponent. */
export function canonicalNumber(text: string): string | undefined {
  const parts = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  if (whole === '' && fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  const shortened = digits.replace(/0+$/, '');
  if (shortened === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - shortened.length);
  return `${sign === '-' ? '-' : ''}${shortened}e${power}`;
}
