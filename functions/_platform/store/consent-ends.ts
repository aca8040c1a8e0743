import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PlainDate } from '../../../shared/kernel/plain-date.ts';
import type { Filing } from '../../../shared/register/filing.ts';
import { readFilings, waitingConsents } from './filings.ts';
import { cut, type Page } from './page.ts';
import type { Store } from './store.ts';

export type ConsentEndCursor = { readonly consentEnd: string; readonly pk: string };

/** 同意到期: waiting filings of which a consent ended before the day; the index only finds them, then each is read. */
export async function readByConsentEnd(
  store: Store,
  limit: number,
  before: PlainDate,
  after: ConsentEndCursor | undefined,
): Promise<Page<Filing, ConsentEndCursor> & { readonly unreadable: number }> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.filings,
      IndexName: 'byConsentEnd',
      KeyConditionExpression: 'consented = :waiting AND consentEnd < :before',
      ExpressionAttributeValues: { ':waiting': waitingConsents, ':before': before },
      ...(after && { ExclusiveStartKey: { ...after, sk: 'FILING', consented: waitingConsents } }),
      Limit: limit + 1,
    }),
  );
  const page = cut(answer, limit, (item) => ({
    consentEnd: String(item['consentEnd']),
    pk: String(item['pk']),
  }));
  const keys = page.items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
  const { filings, unreadable } = await readFilings(store, keys);
  return { items: filings, last: page.last, unreadable };
}
