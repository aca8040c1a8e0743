import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../functions/_platform/dynamodb.ts';
import { changeFiling } from '../../../functions/_platform/store/filings.ts';
import { changeRecord, openRecord } from '../../../functions/_platform/store/record-versions.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import type { Action } from '../../../functions/_platform/transaction.ts';
import { importAct } from '../../../shared/register/import/body.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { filingVersionIn, registrationIn } from './result.ts';
import type { Standing } from './standing.ts';

/** Whatever lies in the tables belongs to a whole: nothing is left of what was not, or not wholly, committed. */
export function everythingBelongs(standing: Standing, store: Store): Broken[] {
  const into = finder('wholes');
  const { need } = into;
  const { entries, pending, openings, indices } = standing;
  for (const id of pending) need(false, `${id} still waits for the journal`);
  for (const [id, own] of openings) {
    const entry = entries.get(id);
    need(entry !== undefined, `openings of ${id}, which is not there`);
    for (const { name } of own) {
      const committed = !entry || entry.commitments.some((one) => one.name === name);
      need(committed, `${id} has an opening of ${name}, to which it does not commit`);
    }
  }
  for (const id of indices.keys()) need(entries.has(id), `an index of ${id}, which is not there`);
  titlesBelong(into, standing);
  recordsBelong(into, standing, store);
  filingsBelong(into, standing, store);
  repliesBelong(into, standing);
  importsAreFinished(into, standing);
  return into.found;
}

function titlesBelong({ need }: Finder, { titles, entries }: Standing): void {
  for (const [right, lines] of titles) {
    const currents = lines.filter(({ item }) => item['sk'] === 'VERSION#current');
    need(currents.length === 1 && currents[0] === lines.at(-1), `the newest of ${right} is not its last`);
    for (const [at, { value }] of lines.entries()) {
      const { version, entry: by } = value.title;
      need(version === at + 1, `${right} has version ${version} where ${at + 1} belongs`);
      const entry = entries.get(by);
      const imported = entry?.act === importAct && version === 1;
      const says = imported || entry?.advanced?.some((one) => one.right === right && one.version === version);
      need(says === true, `no entry made version ${version} of ${right}`);
    }
  }
}

function recordsBelong({ need }: Finder, { records, entries, titles }: Standing, store: Store): void {
  const byFiling = new Map<string, string>();
  for (const [number, lines] of records) {
    for (const [at, { value, item }] of lines.entries()) {
      const { record, madeBy } = value;
      need(
        record.version === at + 1,
        `record ${number} has version ${record.version} where ${at + 1} belongs`,
      );
      const said = entries.get(madeBy.entry)?.record;
      const says = said?.number === number && said.version === record.version;
      need(says, `no entry made version ${record.version} of record ${number}`);
      const newest = at === lines.length - 1;
      const [before] = newest && at > 0 ? changeRecord(store, value, value) : [openRecord(store, record)];
      if (newest) need(isWritten(before, item), `the item of record ${number} is not as it is written`);
    }
    const last = lines.at(-1)?.value.record;
    if (!last) continue;
    const twin = byFiling.get(last.filing);
    need(twin === undefined, `${last.filing} has two records, ${twin} and ${number}`);
    byFiling.set(last.filing, number);
    for (const { right, version } of last.rights) {
      const made = titles.get(right)?.find(({ value }) => value.title.version === version);
      need(
        made?.value.opened === number,
        `record ${number} is not what version ${version} of ${right} opened`,
      );
    }
  }
}

function filingsBelong({ need }: Finder, standing: Standing, store: Store): void {
  const { filings, links, notices, documents, entries, replies } = standing;
  const opened = new Map<string, number>();
  for (const { body, status } of replies.values()) {
    const of = filingVersionIn(body);
    if (of?.version === 1 && status === 201) opened.set(of.filing, (opened.get(of.filing) ?? 0) + 1);
  }
  for (const [id, { value, item }] of filings) {
    const times = opened.get(id) ?? 0;
    need(times === 1, `${id} was opened by ${times} requests`);
    const { registration, status } = value;
    need(
      (status === 'registered') === (registration !== undefined),
      `${id} is ${status}, registration or not`,
    );
    const entry = registration && entries.get(registration.entry);
    need(!registration || entry?.filing === id, `${id} names an entry that is not its own`);
    for (const party of value.parties) {
      const linked = links.filter((one) => one.party === party && one.filing === id).length;
      need(linked === 1, `${party} has no link to ${id}`);
    }
    const [written] = changeFiling(store, value, value);
    need(isWritten(written, item), `the item of ${id} is not as it is written`);
  }
  for (const { filing, party } of links)
    need(filings.has(filing), `${party} is linked to ${filing}, which is not there`);
  for (const { notice } of notices)
    need(filings.has(notice.filing), `a notice tells of ${notice.filing}, which is not there`);
  for (const { value } of documents)
    need(filings.has(value.filing), `a document of ${value.filing}, which is not there`);
}

/** Whether an item has every attribute that the register's own code gives it, and no other. */
function isWritten(action: Action | undefined, item: Item): boolean {
  const own = action?.item.Put?.Item;
  return own !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(own)), item);
}

/** What a reply says was done is done; and no two acts made the same version of a filing. */
function repliesBelong({ need }: Finder, { replies, filings, entries }: Standing): void {
  const made = new Set<string>();
  for (const { body } of replies.values()) {
    const entry = registrationIn(body)?.entry;
    const known = entry === undefined || [...entries.keys()].some((id) => id === entry);
    need(known, `a reply tells of ${entry}, which is not there`);
    const of = filingVersionIn(body);
    if (!of) continue;
    const filing = [...filings.values()].find(({ value }) => value.id === of.filing)?.value;
    need(filing !== undefined, `a reply tells of ${of.filing}, which is not there`);
    const reached = filing === undefined || filing.version >= of.version;
    need(reached, `a reply tells of version ${of.version} of ${of.filing}, which has not come so far`);
    const name = `version ${of.version} of ${of.filing}`;
    need(!made.has(name), `two replies tell of ${name}`);
    made.add(name);
  }
}

function importsAreFinished({ need }: Finder, { items }: Standing): void {
  const state = items.register.find(({ pk }) => pk === 'IMPORT#state');
  need(state?.['unfinished'] === undefined, 'an import is not finished');
}
