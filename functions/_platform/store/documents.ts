import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { FilingId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant } from '../../../shared/kernel/instant.ts';
import {
  type DocumentReference,
  type DocumentState,
  type DocumentStatus,
  documentState,
  endingOf,
} from '../../../shared/register/document.ts';
import type { Filing } from '../../../shared/register/filing.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put, remove } from '../transaction.ts';
import { filingKey, filingOf } from './filings.ts';
import type { Page } from './page.ts';
import type { Store } from './store.ts';
import { inLine, readWaiting, type WaitingPlace, waitingQueues } from './waiting.ts';

/** Where the state of a filing's document lies. The type is part of it: the same bytes are another document as another type. */
export const documentKey = (filing: FilingId, of: Pick<DocumentReference, 'sha256' | 'type'>): Key => ({
  pk: `FILING#${filing}`,
  sk: `DOCUMENT#${of.sha256}.${endingOf(of.type)}`,
});

export function documentStateOf(item: Item | undefined): DocumentState | undefined {
  return item && documentState.parse(item['document']);
}

/** How long a document may be in a status before somebody looks at what became of it, in milliseconds. */
const hour = 3_600_000;
const lookAfter: Readonly<Record<DocumentStatus, number>> = {
  awaited: hour,
  checking: hour / 6,
  // The scan answers within minutes as a rule.
  scanning: hour,
  review: 0,
  ...{ clean: 7 * 24 * hour, infected: 7 * 24 * hour, unfit: 7 * 24 * hour },
};

/** When the document is to be looked at again, or that nothing is left to look after. */
export type Look = Instant | 'settled';

/** The item of a document's state, in line to be looked at again; what waits for an examiner stands in theirs. */
export function documentItem(state: DocumentState, look: Look = lookAt(state)): Item {
  const key = documentKey(state.filing, state);
  const item = { ...key, version: state.version, document: state };
  const id = `${state.filing}#${state.sha256}`;
  if (look === 'settled') return item;
  const queue = state.status === 'review' ? waitingQueues.documentReview : waitingQueues.document;
  return { ...item, ...inLine(queue, look, id) };
}

function lookAt({ status, since }: DocumentState): Instant {
  return addMillis(since, lookAfter[status]);
}

/** The write of a document's next state, on condition of the one it follows from. */
export function changeDocument(store: Store, next: DocumentState, look?: Look): Action {
  const before = next.version === 1 ? absent : atVersion(next.version - 1);
  return put('document', store.tables.filings, documentItem(next, look), before);
}

/** The write that forgets a document, on condition of the state that was read. */
export function forgetDocument(store: Store, state: DocumentState): Action {
  const key = documentKey(state.filing, state);
  return remove('document', store.tables.filings, key, atVersion(state.version));
}

export type Kept = { readonly state: DocumentState | undefined; readonly filing: Filing | undefined };

/** 文件状态: a document's state with its filing, in one consistent read. */
export async function readDocument(
  store: Store,
  id: FilingId,
  of: Pick<DocumentReference, 'sha256' | 'type'>,
): Promise<Kept> {
  const table = store.tables.filings;
  const [state, found] = await readAll(store.client, [
    { table, key: documentKey(id, of) },
    { table, key: filingKey(id) },
  ]);
  return { state: documentStateOf(state), filing: found && filingOf(found) };
}

/** As `readDocument`, by the place at which the index found it. */
export async function documentAt(store: Store, place: Key): Promise<Kept> {
  const [kept] = await documentsAt(store, [place]);
  return kept ?? { state: undefined, filing: undefined };
}

async function documentsAt(store: Store, places: readonly Key[]): Promise<Kept[]> {
  const table = store.tables.filings;
  const keys = places.flatMap(({ pk, sk }) => [
    { table, key: { pk, sk } },
    { table, key: { pk, sk: 'FILING' } },
  ]);
  const items = await readAll(store.client, keys);
  return places.map((_, index) => {
    const filing = items[index * 2 + 1];
    return { state: documentStateOf(items[index * 2]), filing: filing && filingOf(filing) };
  });
}

/** 待查看: documents that the scan left to an examiner, the longest waiting first. */
export async function readInReview(
  store: Store,
  limit: number,
  range: { readonly before: Instant; readonly after?: WaitingPlace | undefined },
): Promise<Page<Kept, WaitingPlace>> {
  const page = await readWaiting(store, waitingQueues.documentReview, limit, range);
  const found = await documentsAt(store, page.items);
  return { items: found.filter(({ state }) => state?.status === 'review'), last: page.last };
}

/** The states of the documents that a filing lists, in the order of its list. */
export async function readDocuments(
  store: Store,
  id: FilingId,
  listed: readonly DocumentReference[],
): Promise<(DocumentState | undefined)[]> {
  const wanted = listed.map((one) => ({ table: store.tables.filings, key: documentKey(id, one) }));
  return (await readAll(store.client, wanted)).map(documentStateOf);
}

/** How many documents of a filing are kept, listed or not; no more than `most` are counted. */
export async function countDocuments(store: Store, id: FilingId, most: number): Promise<number> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :documents)',
      ExpressionAttributeValues: { ':pk': `FILING#${id}`, ':documents': 'DOCUMENT#' },
      Select: 'COUNT',
      ConsistentRead: true,
      Limit: most,
    }),
  );
  return answer.Count ?? 0;
}
