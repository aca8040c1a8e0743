import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { FilingId, PartyId } from '../../../shared/kernel/id.ts';
import type { PlainDate } from '../../../shared/kernel/plain-date.ts';
import { type Filing, filing } from '../../../shared/register/filing.ts';
import { type FilingStatus, mayFollow } from '../../../shared/register/lifecycle.ts';
import { filingExpiry, settledExpiry } from '../../../shared/register/retention.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { log } from '../logger.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';

export const filingKey = (id: FilingId): Key => ({ pk: `FILING#${id}`, sk: 'FILING' });

export function filingOf(item: Item): Filing {
  return filing.parse(item['filing']);
}

/** States with a day by which something must happen; the index by deadline lists just these. */
const queued: readonly FilingStatus[] = ['examination', 'correctionRequested', 'awaitingDeclaration'];

function filingItem(value: Filing): Item {
  const due = queued.includes(value.status) ? value.deadline?.date : undefined;
  const expiresAt = filingExpiry(value);
  const consentEnd = mayFollow(value.status, 'consent') ? firstEnd(value) : undefined;
  return {
    ...filingKey(value.id),
    version: value.version,
    filing: value,
    ...(due && { queue: value.status, due: `${due}#${value.id}` }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(consentEnd && { consented: waitingConsents, consentEnd: `${consentEnd}#${value.id}` }),
  };
}

/** Filings that wait with consents share one partition of the index: it is asked for those of a few days only. */
export const waitingConsents = 'waiting';

/** The day on which the first of its consents counts for the last time. */
function firstEnd({ consents }: Filing): PlainDate | undefined {
  return consents.map((one) => one.until).sort()[0];
}

/** The writes of a new filing: itself, and a link from each party that may see it. */
export function openFiling(store: Store, value: Filing): Action[] {
  return [
    put('filing', store.tables.filings, filingItem(value), absent),
    ...linkFiling(store, value.id, value.parties),
  ];
}

/** The write of a changed filing, on condition of the version that was read. */
export function changeFiling(store: Store, from: Filing, to: Filing): Action[] {
  const added = to.parties.filter((party) => !from.parties.includes(party));
  return [
    put('filing', store.tables.filings, filingItem(to), atVersion(from.version)),
    ...linkFiling(store, to.id, added),
  ];
}

/** Links are never taken away: a party keeps sight of what it was once named in through the filing's own list. */
function linkFiling(store: Store, id: FilingId, parties: readonly PartyId[]): Action[] {
  return parties.map((party) =>
    put(`link ${party}`, store.tables.filings, { pk: `PARTY#${party}`, sk: `FILING#${id}`, link: id }),
  );
}

const askedKey = (id: FilingId): Key => ({ pk: `FILING#${id}`, sk: 'ASKED' });

/** The write that keeps form and documents as they stood when an examiner asked for correction. */
export function keepAsked(store: Store, { id, form, documents, updatedAt }: Filing): Action {
  const expiresAt = settledExpiry(updatedAt);
  return put('asked', store.tables.filings, { ...askedKey(id), form, documents, expiresAt });
}

/** 补正前: form and documents as they stood when correction was asked for the last time, consistent. */
export async function readAsked(
  store: Store,
  id: FilingId,
): Promise<Pick<Filing, 'form' | 'documents'> | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.filings, Key: askedKey(id), ConsistentRead: true }),
  );
  return answer.Item && filing.pick({ form: true, documents: true }).parse(pickAsked(answer.Item));
}

const pickAsked = ({ form, documents }: Item) => ({ form, documents });

/** 按编号读取: one filing, consistent. */
export async function readFiling(store: Store, id: FilingId): Promise<Filing | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.filings, Key: filingKey(id), ConsistentRead: true }),
  );
  return answer.Item && filingOf(answer.Item);
}

/**
 * The filings behind the keys. One that does not fit its schema is left out and logged, and an alarm tells the
 * operators: among many, one broken filing must not keep the others from being listed or ended.
 */
export async function readFilings(
  store: Store,
  keys: readonly Key[],
): Promise<{ readonly filings: Filing[]; readonly unreadable: number }> {
  const items = await readAll(
    store.client,
    keys.map((key) => ({ table: store.tables.filings, key })),
  );
  const parsed = items.flatMap((item) => (item ? [{ item, read: filing.safeParse(item['filing']) }] : []));
  const broken = parsed.filter((one) => !one.read.success);
  for (const { item } of broken) log.error('FILING_UNREADABLE', { filing: String(item['pk']).slice(7) });
  return { filings: parsed.flatMap(({ read }) => read.data ?? []), unreadable: broken.length };
}

/** 按编号读取: several filings at once; what is gone, or cannot be read, is left out. */
export async function readFilingsById(store: Store, ids: readonly FilingId[]): Promise<Filing[]> {
  return (await readFilings(store, ids.map(filingKey))).filings;
}

/** 按主体列出: a party's filings, newest first. */
export async function readFilingsOf(
  store: Store,
  party: PartyId,
  limit: number,
  before: string | undefined,
): Promise<Page<Filing>> {
  const shown: Filing[] = [];
  let from = before;
  for (let round = 0; round < linkRoundsMax; round += 1) {
    const page = await queryLinks(store, party, limit - shown.length, from);
    const keys = page.items.map((item) => ({ pk: String(item['sk']), sk: 'FILING' }));
    const { filings } = await readFilings(store, keys);
    // A party that an edit took out of the form keeps its link but no longer sees the filing.
    shown.push(...filings.filter((one) => one.parties.includes(party)));
    from = page.last;
    if (shown.length === limit || from === undefined) break;
  }
  return { items: shown, last: from };
}

/** Links that lead to nothing any more are read over, so far, so that they make no empty pages. */
const linkRoundsMax = 10;

async function queryLinks(
  store: Store,
  party: PartyId,
  limit: number,
  before: string | undefined,
): Promise<Page<Item>> {
  const pk = `PARTY#${party}`;
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :filings)',
      ExpressionAttributeValues: { ':pk': pk, ':filings': 'FILING#' },
      ...(before && { ExclusiveStartKey: { pk, sk: before } }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  return cut(answer, limit, sortKeyOf);
}

export type DeadlineCursor = { readonly due: string; readonly pk: string };

/** 按期限列出: filings in a state, nearest deadline first; the index only finds them, the filing itself is read. */
export async function readByDeadline(
  store: Store,
  status: FilingStatus,
  limit: number,
  range: { readonly after?: DeadlineCursor | undefined; readonly before?: string },
): Promise<Page<Filing, DeadlineCursor> & { readonly unreadable: number }> {
  const { after, before } = range;
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      IndexName: 'byDeadline',
      KeyConditionExpression: before ? '#queue = :queue AND due < :before' : '#queue = :queue',
      ExpressionAttributeNames: { '#queue': 'queue' },
      ExpressionAttributeValues: { ':queue': status, ...(before && { ':before': before }) },
      ...(after && { ExclusiveStartKey: { ...after, sk: 'FILING', queue: status } }),
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, (item) => ({ due: String(item['due']), pk: String(item['pk']) }));
  const keys = page.items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
  const { filings, unreadable } = await readFilings(store, keys);
  return { items: filings.filter((one) => one.status === status), last: page.last, unreadable };
}
