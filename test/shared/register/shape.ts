import { expect } from 'vitest';
import type * as z from 'zod';

/** What a stored or sent shape takes and refuses. Places are JSON Pointers into `full`. */
export type Shape = {
  /** A value with every member that it may have. */
  readonly full: unknown;
  /** Places at which anything may stand. */
  readonly open?: readonly string[];
  /** Just these members may be left out. */
  readonly optional: readonly string[];
  readonly taken?: Readonly<Record<string, readonly unknown[]>>;
  readonly refused?: Readonly<Record<string, readonly unknown[]>>;
};

type Branch = Record<string, unknown> | unknown[];
const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Every place below, the root first. */
function places(value: unknown, open: readonly string[], at = ''): [at: string, value: unknown][] {
  if (open.includes(at)) return [];
  const below = isBranch(value) ? Object.entries(value) : [];
  return [[at, value], ...below.flatMap(([name, member]) => places(member, open, `${at}/${name}`))];
}

/** A copy with another value at the place; `undefined` takes the member out. */
function having(full: unknown, at: string, put: unknown): unknown {
  if (at === '') return put;
  const copy: unknown = structuredClone(full);
  const steps = at.slice(1).split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((value, step) => isBranch(value) && Reflect.get(value, step), copy);
  if (!isBranch(parent)) throw new Error(`nothing has members at ${at}`);
  if (put === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, put);
  return copy;
}

/**
 * Holds the shape to its word: read back as it was written; at no place a member that it does not know, a value of
 * another type, or nothing where something must stand; and the bounds given.
 */
export function expectShape(
  schema: z.ZodType,
  { full, open = [], optional, taken = {}, refused = {} }: Shape,
): void {
  const takes = (value: unknown) => schema.safeParse(value).success;
  expect(schema.parse(full)).toEqual(full);
  for (const [at, value] of places(full, open)) {
    expect(takes(having(full, at, null)), `null at ${at}`).toBe(false);
    expect(takes(having(full, at, isBranch(value) ? 'text' : { of: 'another type' })), `type at ${at}`).toBe(
      false,
    );
    if (typeof value !== 'string' && !isBranch(value)) {
      expect(takes(having(full, at, String(value))), `a text at ${at}`).toBe(false);
    }
    if (!isBranch(value) || Array.isArray(value)) continue;
    expect(takes(having(full, `${at}/notKnown`, 1)), `an unknown member at ${at}`).toBe(false);
    for (const name of Object.keys(value)) {
      const place = `${at}/${name}`;
      expect(takes(having(full, place, undefined)), `without ${place}`).toBe(optional.includes(place));
    }
  }
  for (const [at, values] of Object.entries(taken)) {
    for (const value of values) expect(takes(having(full, at, value)), `${at} ${brief(value)}`).toBe(true);
  }
  for (const [at, values] of Object.entries(refused)) {
    for (const value of values) expect(takes(having(full, at, value)), `${at} ${brief(value)}`).toBe(false);
  }
}

const brief = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

/** A list of so many. */
export const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);

/** An identifier of the kind with this prefix. */
export const idOf = (prefix: string, count = 1): string => `${prefix}_0${String(count).padStart(25, '0')}`;
