import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';
import { type PatentNumber, parsePatentNumber } from './patent-number.ts';

/** The name of an IP right: its type, a colon and its number, `patent:2017106018623`. */
export type RightId = Branded<'RightId'>;

/** The types of right that the register knows. Each comes with its own form of number. */
export const RIGHT_TYPES = ['patent'] as const;

export type ParsedRight = { readonly type: 'patent'; readonly number: PatentNumber };

const PREFIX = 'patent:';

export function rightOf(number: PatentNumber): RightId {
  return `${PREFIX}${number}` as RightId;
}

/** Reads a right's name; undefined unless the number stands in the register's own form, check digit included. */
export function parseRight(text: string): ParsedRight | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const parsed = parsePatentNumber(text.slice(PREFIX.length));
  // One right has one name: other spellings of the number are for people, not for keys.
  return parsed.ok && rightOf(parsed.number) === text ? { type: 'patent', number: parsed.number } : undefined;
}

export const rightId = branded<RightId>(
  z
    .string()
    .regex(/^patent:(?:\d{12}|\d{8})[\dX]$/, { error: fault('right.format'), abort: true })
    .refine((text) => parseRight(text) !== undefined, fault('right.format')),
);
