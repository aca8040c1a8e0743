import * as z from 'zod';
import { entryId } from '../../../shared/kernel/id.ts';
import { instant } from '../../../shared/kernel/instant.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { numberGroup, recordKey, recordOf } from './records.ts';
import type { Store } from './store.ts';

/**
 * A record's newest version lies under a fixed key; when an entry changes it, the version before becomes a line of
 * its history, as with titles. Lines lack the keys of byNumber: a number is found once.
 */
export const recordLineKey = (number: string, version: number): Key => ({
  pk: recordKey(number).pk,
  sk: `VERSION#${String(version).padStart(10, '0')}`,
});

const madeBy = z.strictObject({ entry: entryId, instant });

/** A version of a record and the entry that made it; a record itself names the one that registered it. */
export type RecordVersion = {
  readonly record: RegisterRecord;
  readonly madeBy: z.output<typeof madeBy>;
};

/** The first version says itself what made it, and its item does not say it twice. */
export function recordVersionOf(item: Item): RecordVersion {
  const record = recordOf(item);
  const registered = { entry: record.entry, instant: record.registeredAt };
  return { record, madeBy: record.version === 1 ? registered : madeBy.parse(item['madeBy']) };
}

function itemOf({ record, madeBy: by }: RecordVersion): Item {
  return { version: record.version, record, ...(record.version > 1 && { madeBy: by }) };
}

/** The write of a new record; its number is free or the write fails under the name `record`. */
export function openRecord(store: Store, record: RegisterRecord): Action {
  const made = { record, madeBy: { entry: record.entry, instant: record.registeredAt } };
  return put('record', store.tables.register, currentItem(made), absent);
}

/** The writes that change a record: the new version, on condition of the old, and the old as a line of history. */
export function changeRecord(store: Store, from: RecordVersion, to: RecordVersion): Action[] {
  const table = store.tables.register;
  const { number, version } = from.record;
  return [
    put('record', table, currentItem(to), atVersion(version)),
    put(`line ${number}`, table, { ...recordLineKey(number, version), ...itemOf(from) }, absent),
  ];
}

function currentItem(made: RecordVersion): Item {
  const { number } = made.record;
  return { ...recordKey(number), ...itemOf(made), numberGroup: numberGroup(number), number };
}

/** The newest versions of records, consistent, in the order asked. */
export async function readRecordVersions(
  store: Store,
  numbers: readonly string[],
): Promise<(RecordVersion | undefined)[]> {
  const items = await readAll(
    store.client,
    numbers.map((number) => ({ table: store.tables.register, key: recordKey(number) })),
  );
  return items.map((item) => item && recordVersionOf(item));
}

/** Earlier versions of records, each by its number, in the order asked. */
export async function readRecordLines(
  store: Store,
  wanted: readonly { readonly number: string; readonly version: number }[],
): Promise<(RecordVersion | undefined)[]> {
  const items = await readAll(
    store.client,
    wanted.map(({ number, version }) => ({
      table: store.tables.register,
      key: recordLineKey(number, version),
    })),
  );
  return items.map((item) => item && recordVersionOf(item));
}
