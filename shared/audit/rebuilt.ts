import * as z from 'zod';
import { canonicalJson, sha256 } from '../kernel/digest.ts';
import { type EntryId, entryId, type PartyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import type { RightId } from '../kernel/right.ts';
import type { Mandate, Party } from '../register/party.ts';
import { registerRecord } from '../register/record.ts';
import { type Title, title } from '../register/title.ts';
import { keyOf, type Place } from './place.ts';

/** What an entry did to a title, as it lies beside the version it made. */
export const titleMade = z.strictObject({ title, act: z.string(), opened: z.string().optional() });
export type TitleMade = Readonly<z.output<typeof titleMade>>;

/** A version of a record, and what made it where it is not the first, which says so itself. */
export const recordMade = z.strictObject({
  record: registerRecord,
  madeBy: z.strictObject({ entry: entryId, instant }).optional(),
});
export type RecordMade = Readonly<z.output<typeof recordMade>>;

/** What the log says must lie at a place: by which leaf, and the digest of it. */
export type Mark = { readonly index: number; readonly entry: EntryId; readonly digest: string; seen: number };

/** A party as it stands, and as it stood before: who registers with it may have read either. */
type Versions = { readonly now: Party; readonly before: Party | undefined };

/**
 * The register as the log made it. Of what was and of what is, it keeps a digest each; whole it keeps only what a
 * later entry may build on: titles, records and parties as they now are, and mandates. Titles and records are kept as
 * text, which takes less room than objects.
 */
export type Rebuilt = {
  readonly marks: Map<string, Mark>;
  readonly titles: Map<RightId, string>;
  readonly records: Map<string, string>;
  readonly parties: Map<PartyId, Versions>;
  readonly mandates: Map<Mandate['id'], Mandate>;
  /** The one place whose value is kept whole, where an audit has to name the field that differs. */
  readonly watch: { readonly key: string | undefined; value?: unknown };
};

export function emptyRegister(watched?: string): Rebuilt {
  return {
    ...{ marks: new Map(), titles: new Map(), records: new Map(), parties: new Map(), mandates: new Map() },
    watch: { key: watched },
  };
}

/** By which entry something was made, and at which place of the log that stands. */
export type By = { readonly index: number; readonly entry: EntryId };

export function put(register: Rebuilt, by: By, place: Place, value: unknown): void {
  const key = keyOf(place);
  const plain: unknown = JSON.parse(JSON.stringify(value));
  register.marks.set(key, { index: by.index, entry: by.entry, digest: markOf(plain), seen: 0 });
  if (register.watch.key === key) register.watch.value = plain;
}

const utf8 = new TextEncoder();

/**
 * The digest of what lies somewhere, a character a byte, since an audit holds one for everything there is; of what is
 * no JSON, one that nothing has.
 */
export function markOf(value: unknown): string {
  try {
    return String.fromCharCode(...sha256(utf8.encode(canonicalJson(value))));
  } catch {
    return '';
  }
}

export function putTitle(register: Rebuilt, by: By, made: TitleMade): void {
  const { right, version } = made.title;
  register.titles.set(right, JSON.stringify(made.title));
  put(register, by, { kind: 'title', right, version }, made);
}

export function titleNow(register: Rebuilt, right: RightId): Title | undefined {
  const text = register.titles.get(right);
  return text === undefined ? undefined : title.parse(JSON.parse(text));
}

export function putRecord(register: Rebuilt, by: By, made: RecordMade): void {
  const { number, version } = made.record;
  register.records.set(number, JSON.stringify(made));
  put(register, by, { kind: 'record', number, version }, made);
}

export function recordNow(register: Rebuilt, number: string): RecordMade | undefined {
  const text = register.records.get(number);
  return text === undefined ? undefined : recordMade.parse(JSON.parse(text));
}

export function putParty(register: Rebuilt, by: By, now: Party): void {
  register.parties.set(now.id, { now, before: register.parties.get(now.id)?.now });
  put(register, by, { kind: 'party', id: now.id }, now);
}

export function putMandate(register: Rebuilt, by: By, mandate: Mandate): void {
  register.mandates.set(mandate.id, mandate);
  const { id, agent, principal } = mandate;
  put(register, by, { kind: 'mandate', id, agent, principal }, mandate);
}
