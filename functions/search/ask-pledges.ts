import type { PartyId } from '../../shared/kernel/id.ts';
import type { PatentNumber } from '../../shared/kernel/patent-number.ts';
import { addDays, type PlainDate } from '../../shared/kernel/plain-date.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { readNumbers, readRecords } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import { readOpenings } from '../_platform/store/titles.ts';
import { findPledges, type PledgeStatus } from './find-pledges.ts';
import { type Kind, partiesIn, pledgedInPk, pledgesOfPk } from './keys.ts';
import { unanswerable } from './refusals.ts';

export type PledgeQuery = {
  readonly patentNumber?: PatentNumber | undefined;
  readonly registrationNumber?: string | undefined;
  readonly party?: PartyId | undefined;
  readonly registeredFrom?: PlainDate | undefined;
  readonly registeredUntil?: PlainDate | undefined;
  readonly status?: PledgeStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
};

type Records = { items: RegisterRecord[]; next?: string };

const periodDaysMax = 366;
const versionShape = /^VERSION#(\d{10}|current)$/;
const placeShape = /^\d{4}-\d{2}-\d{2}#Y\d{13}$/;

/**
 * A page of pledges. What finds them may be behind; each record is read from the register itself and judged again by
 * what was asked, so a page may hold fewer than its limit where the register has just changed.
 */
export function askPledges(
  store: Store,
  operation: string,
  kinds: readonly Kind[],
  query: PledgeQuery,
): Promise<Records> {
  demandSense(query);
  if (query.registrationNumber !== undefined)
    return byNumber(store, operation, query.registrationNumber, query);
  if (query.patentNumber !== undefined) return byPatent(store, operation, query.patentNumber, query);
  return byIndex(store, operation, kinds, query);
}

/** Refuses parameters that do not make one question. */
export function demandSense(query: PledgeQuery): void {
  const { patentNumber, registrationNumber, party, registeredFrom: from, registeredUntil: until } = query;
  const filters = { registeredFrom: from, registeredUntil: until, status: query.status };
  const chosen = Object.entries({ patentNumber, registrationNumber, party }).filter(
    ([, one]) => one !== undefined,
  );
  const [, second] = chosen;
  if (second) throw unanswerable(second[0], 'search.not-combinable');
  const filter = Object.entries(filters).find(([, one]) => one !== undefined);
  if (registrationNumber !== undefined && filter) throw unanswerable(filter[0], 'search.not-combinable');
  if (from !== undefined && until !== undefined && until < from) {
    throw unanswerable('registeredUntil', 'search.period-reversed');
  }
  if (chosen.length > 0) return;
  if (!filter) throw unanswerable('patentNumber', 'search.nothing-asked');
  if (from === undefined) throw unanswerable('registeredFrom', 'search.period-needed');
  if (until === undefined) throw unanswerable('registeredUntil', 'search.period-needed');
  if (until > addDays(from, periodDaysMax - 1))
    throw unanswerable('registeredUntil', 'search.period-too-long');
}

/** By the beginning of the number, ascending. */
async function byNumber(
  store: Store,
  operation: string,
  number: string,
  query: PledgeQuery,
): Promise<Records> {
  const context = `${operation} from ${number}`;
  const { limit, after } = pageAsked(query, context, { number: new RegExp(`^${number}\\d*$`) });
  const page = await readNumbers(store, number, limit, after?.['number']);
  const records = await recordsOf(store, page.items);
  return pageAnswered(records, page.last ? { number: page.last } : undefined, context);
}

/** Of one patent, newest first: the title itself says which records it opened, so nothing is behind here. */
async function byPatent(
  store: Store,
  operation: string,
  patent: PatentNumber,
  query: PledgeQuery,
): Promise<Records> {
  const right = rightOf(patent);
  const context = contextOf(operation, right, query);
  const { limit, after } = pageAsked(query, context, { sk: versionShape });
  const page = await readOpenings(store, right, limit, after?.['sk']);
  const records = await recordsOf(
    store,
    page.items.flatMap((one) => one.opened ?? []),
  );
  const items = records.filter((record) => isAsked(record, query));
  return pageAnswered(items, page.last ? { sk: page.last } : undefined, context);
}

/** Of one party, or of a period, newest first. */
async function byIndex(
  store: Store,
  operation: string,
  kinds: readonly Kind[],
  query: PledgeQuery,
): Promise<Records> {
  const { party, registeredFrom: from, registeredUntil: until, status } = query;
  const context = contextOf(operation, party ?? '', query);
  const { limit, after } = pageAsked(query, context, { place: placeShape });
  const partitions = party
    ? kinds.map((kind) => pledgesOfPk(kind, party))
    : yearsIn(from, until).map(pledgedInPk);
  const places = await findPledges(store, {
    partitions,
    status,
    from,
    until,
    limit,
    after: after?.['place'],
  });
  const shown = places.slice(0, limit);
  const records = await recordsOf(
    store,
    shown.map((place) => place.split('#')[1] ?? ''),
  );
  const items = records.filter(
    (record) =>
      isAsked(record, query) &&
      (!party || partiesIn(record).some((one) => one.id === party && kinds.includes(one.kind))),
  );
  const last = shown.at(-1);
  return pageAnswered(items, places.length > limit && last ? { place: last } : undefined, context);
}

export function contextOf(operation: string, of: string, query: PledgeQuery): string {
  const { registeredFrom = '', registeredUntil = '', status = '' } = query;
  return `${operation} ${of} ${registeredFrom} ${registeredUntil} ${status}`;
}

function yearsIn(from = '', until = ''): string[] {
  const years = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year += 1)
    years.push(String(year));
  return years;
}

export function isAsked(record: RegisterRecord, query: PledgeQuery): boolean {
  const { registeredFrom: from = '', registeredUntil: until = '~', status } = query;
  const day = record.registrationDate;
  return from <= day && day <= until && (status === undefined || record.status === status);
}

async function recordsOf(store: Store, numbers: readonly string[]): Promise<RegisterRecord[]> {
  return (await readRecords(store, numbers)).flatMap((record) => record ?? []);
}
