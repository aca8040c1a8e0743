import * as z from 'zod';
import type { PartyId } from '../../shared/kernel/id.ts';
import { NAME_ALGORITHM } from '../../shared/kernel/name.ts';
import { party } from '../../shared/register/party.ts';
import type { Ports } from '../_platform/clock.ts';
import { type Item, type Key, readAll } from '../_platform/dynamodb.ts';
import { partyKey } from '../_platform/store/parties.ts';
import { recordKey, recordOf } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import { type Action, absent, atVersion, commit, put, remove } from '../_platform/transaction.ts';
import { itemsOfParty, itemsOfRecord, partyState, recordState } from './keys.ts';

export type SearchDeps = { readonly store: Store; readonly ports: Ports };

/** A party or a record that changed. */
export type Subject =
  | { readonly kind: 'party'; readonly id: PartyId }
  | { readonly kind: 'record'; readonly number: string };

const state = z.object({
  version: z.int(),
  /** By which algorithm its names were read; another one makes them be read again. */
  algorithm: z.string(),
  keys: z.array(z.tuple([z.string(), z.string()])),
});

/** Somebody else may be at the same subject, each time with a newer version; nobody is that busy. */
const roundsMax = 8;

/**
 * Brings the index of one subject up to what stands in the tables now. Which change rang the bell does not matter: the
 * newest version is read, and written only over an older one, all items together. So repetition and disorder change
 * nothing, and an index made from nothing has the same items. `again` writes over the same version too, for what an
 * operator struck in an item or took away.
 */
export async function project(deps: SearchDeps, subject: Subject, { again = false } = {}): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const [read] = await readSubjects(deps.store, [subject]);
    if (read && (await write(deps, read, again))) return;
  }
  throw new Error(`the index of a ${subject.kind} could not be written`);
}

/** A subject as it was read, with what the index knows of it. */
export type Read = {
  readonly subject: Subject;
  readonly known: Item | undefined;
  readonly source: Item | undefined;
};

/** Reads subjects consistently, fifty in a call, since each is two keys. */
export async function readSubjects(store: Store, subjects: readonly Subject[]): Promise<Read[]> {
  const items = await readAll(
    store.client,
    subjects.flatMap((subject) => keysOf(store, subject)),
  );
  return subjects.map((subject, at) => ({ subject, known: items[2 * at], source: items[2 * at + 1] }));
}

/** Writes what was read where the index has an older version; false where somebody was quicker. */
export async function write(
  { store, ports }: SearchDeps,
  { subject, known, source }: Read,
  again = false,
): Promise<boolean> {
  const before = known && state.parse(known);
  const now = source ? indexOf(subject, source) : again && before && { ...before, items: [] };
  if (!now || (!again && isCurrent(before, now))) return true;
  const done = await commit(store.client, ports, changes(store, stateKey(subject), before, now, again));
  return done.kind === 'done';
}

const isCurrent = (before: z.output<typeof state> | undefined, now: Index) =>
  before !== undefined && before.version >= now.version && before.algorithm === NAME_ALGORITHM;

const stateKey = (subject: Subject) =>
  subject.kind === 'party' ? partyState(subject.id) : recordState(subject.number);

function keysOf(store: Store, subject: Subject) {
  const source =
    subject.kind === 'party'
      ? { table: store.tables.parties, key: partyKey(subject.id) }
      : { table: store.tables.register, key: recordKey(subject.number) };
  return [{ table: store.tables.search, key: stateKey(subject) }, source];
}

type Index = { readonly version: number; readonly items: readonly Item[] };

function indexOf(subject: Subject, source: Item): Index {
  if (subject.kind === 'record') {
    const record = recordOf(source);
    return { version: record.version, items: itemsOfRecord(record) };
  }
  const found = party.parse(source['party']);
  return { version: found.version, items: itemsOfParty(found) };
}

/** The state at its new version, what is new beside it or all of it, and without what is no longer so. */
function changes(
  store: Store,
  key: Key,
  before: z.output<typeof state> | undefined,
  now: Index,
  all: boolean,
): Action[] {
  const table = store.tables.search;
  const keys = now.items.map((item): [string, string] => [String(item['pk']), String(item['sk'])]);
  const had = new Set((before?.keys ?? []).map((one) => one.join('|')));
  const has = new Set(keys.map((one) => one.join('|')));
  const fresh = now.items.filter((item) => all || !had.has(`${item['pk']}|${item['sk']}`));
  const gone = (before?.keys ?? []).filter((one) => !has.has(one.join('|')));
  const next = { ...key, version: now.version, algorithm: NAME_ALGORITHM, keys };
  return [
    put('state', table, next, before ? atVersion(before.version) : absent),
    ...fresh.map((item) => put('item', table, item)),
    ...gone.map(([pk, sk]) => remove('item', table, { pk, sk })),
  ];
}
