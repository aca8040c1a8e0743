import type { AskedAsOf, AsOfView } from '../../shared/contracts/views/as-of-view.ts';
import { type PledgeView, pledgeViewOf } from '../../shared/contracts/views/record-view.ts';
import type { PatentNumber } from '../../shared/kernel/patent-number.ts';
import { pledgeRegistrationNumber } from '../../shared/kernel/registration-number.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { foreignCursor, pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { resolveAsOf } from '../_platform/journal/as-of.ts';
import { recordsAsOf, titleAsOf } from '../_platform/journal/versions-as-of.ts';
import type { Store } from '../_platform/store/store.ts';
import { readOpeningsUpTo } from '../_platform/store/title-lines.ts';
import { contextOf, demandSense, isAsked, type PledgeQuery } from './ask-pledges.ts';
import { unanswerable } from './refusals.ts';

type Page = { asOf: AsOfView; items: PledgeView[]; next?: string };

/**
 * 截至某时查找质押登记: pledges of one patent, or one by its whole number, as they stood. Titles and records keep their
 * versions and so answer exactly; whatever else finds pledges is an index of how they stand now, and is refused.
 */
export async function askPledgesAsOf(store: Store, query: PledgeQuery, asked: AskedAsOf): Promise<Page> {
  demandSense(query);
  const number = pledgeRegistrationNumber.safeParse(query.registrationNumber);
  if (number.success) return byNumber(store, number.data, query, asked);
  if (query.patentNumber !== undefined) return byPatent(store, query.patentNumber, query, asked);
  throw unanswerable('asOf', 'search.as-of-one-only');
}

async function byNumber(store: Store, number: string, query: PledgeQuery, asked: AskedAsOf): Promise<Page> {
  // One line at most, so that there never was a cursor of it.
  if (query.cursor !== undefined) throw foreignCursor();
  const asOf = await resolveAsOf(store, asked);
  return { asOf, items: (await recordsAsOf(store, [number], asOf.size)).map((one) => pledgeViewOf(one, [])) };
}

async function byPatent(
  store: Store,
  patent: PatentNumber,
  query: PledgeQuery,
  asked: AskedAsOf,
): Promise<Page> {
  const right = rightOf(patent);
  const asOf = await resolveAsOf(store, asked);
  const context = contextOf('search.pledges', `${right} as of ${asOf.size}`, query);
  const { limit, after } = pageAsked(query, context, { version: /^\d{1,10}$/ });
  const newest = await titleAsOf(store, right, asOf.size);
  if (!newest) return { asOf, items: [] };
  const { items, last } = await readOpeningsUpTo(store, newest, limit, after && Number(after['version']));
  const numbers = items.flatMap(({ opened }) => opened ?? []);
  const records = (await recordsAsOf(store, numbers, asOf.size)).filter((one) => isAsked(one, query));
  const views = records.map((one) => pledgeViewOf(one, []));
  const cursor = last === undefined ? undefined : { version: String(last) };
  return { asOf, ...pageAnswered(views, cursor, context) };
}
