import { canonicalJson } from '../kernel/digest.ts';
import { differences } from '../kernel/json-diff.ts';
import type { Entry } from '../register/entry.ts';
import type { Mandate, Party } from '../register/party.ts';
import type { Difference } from './difference.ts';
import {
  type By,
  putMandate,
  putParty,
  putRecord,
  putTitle,
  type Rebuilt,
  type RecordMade,
  type TitleMade,
} from './rebuilt.ts';

/** What an entry makes of the register, and what it must therefore say and commit to. */
export type Made = {
  readonly titles?: readonly TitleMade[];
  readonly record?: RecordMade;
  readonly parties?: readonly Party[];
  readonly mandates?: readonly Mandate[];
  readonly says: Partial<Entry>;
  readonly sealed: Readonly<Record<string, unknown>>;
};

export type Fault = Pick<Difference, 'code' | 'subject' | 'field'>;

/**
 * What became of an entry: it was made again; it needs an opening or a body that is forgotten; it builds on something
 * that does not stand there yet; or it is wrong.
 */
export type Outcome =
  | { readonly made: Made }
  | { readonly forgotten: true }
  | { readonly waits: Fault }
  | { readonly fault: Fault };

/** Whether the entry says what was made; opened values that the effect also has must be the same. */
export function faultOf(entry: Entry, made: Made, values: ReadonlyMap<string, unknown>): Fault | undefined {
  for (const [name, told] of Object.entries(made.says)) {
    const [found] = differences(plain(told), plain(Reflect.get(entry, name)), `/${name}`);
    if (found) return { code: 'effect', field: found.pointer };
  }
  for (const [name, value] of Object.entries(made.sealed)) {
    const committed = entry.commitments.some((one) => one.name === name);
    const differs = values.has(name) && canonicalJson(plain(value)) !== canonicalJson(values.get(name));
    if (!committed || differs) return { code: 'effect', field: `/commitments/${name}` };
  }
  return undefined;
}

/** Versions are consecutive and instants rise: time never runs back on a title, nor on a party. */
export function sequenceFault(
  before: { readonly version: number; readonly instant: string } | undefined,
  after: { readonly version: number; readonly instant: string },
  subject: string,
): Fault | undefined {
  if (after.version !== (before?.version ?? 0) + 1) return { code: 'version', subject };
  if (before && after.instant <= before.instant) return { code: 'instant', subject };
  return undefined;
}

export function putMade(register: Rebuilt, by: By, made: Made): void {
  for (const one of made.titles ?? []) putTitle(register, by, one);
  if (made.record) putRecord(register, by, made.record);
  for (const one of made.parties ?? []) putParty(register, by, one);
  for (const one of made.mandates ?? []) putMandate(register, by, one);
}

/** As it is stored and hashed: members that are undefined are not there. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
