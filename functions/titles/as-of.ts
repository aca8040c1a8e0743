import type { AskedAsOf } from '../../shared/contracts/views/as-of-view.ts';
import { pledgeViewOf } from '../../shared/contracts/views/record-view.ts';
import {
  fullTitleViewOf,
  historyLineOf,
  named,
  titleViewAsOf,
} from '../../shared/contracts/views/title-view.ts';
import type { EntryId } from '../../shared/kernel/id.ts';
import type { RightId } from '../../shared/kernel/right.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { lasting, resolveAsOf } from '../_platform/journal/as-of.ts';
import { recordsAsOf, titleAsOf } from '../_platform/journal/versions-as-of.ts';
import { readIndices } from '../_platform/store/journal.ts';
import { readEntry } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import { readHistoryUpTo } from '../_platform/store/title-lines.ts';
import { found } from './found.ts';

/**
 * The readings as of an earlier time (截至). They rest on what stands before one size of the journal and on nothing
 * else: no opening is shown, since it can be forgotten, and no name that one might have to be.
 */
export async function titleThen(store: Store, right: RightId, asked: AskedAsOf) {
  const asOf = await resolveAsOf(store, asked);
  const { title } = found(await titleAsOf(store, right, asOf.size));
  return lasting(titleViewAsOf(title, asOf));
}

/** Nothing is kept of what the office is shown, so it sees the owners too, until one is forgotten. */
export async function titleThenForOffice(store: Store, right: RightId, asked: AskedAsOf) {
  const asOf = await resolveAsOf(store, asked);
  const { title } = found(await titleAsOf(store, right, asOf.size));
  return lasting({ asOf, ...fullTitleViewOf(title) });
}

type PageQuery = { readonly cursor?: string | undefined; readonly limit?: string | undefined };

export async function historyThen(store: Store, right: RightId, asked: AskedAsOf, query: PageQuery) {
  const asOf = await resolveAsOf(store, asked);
  const list = `history of ${right} as of ${asOf.size}`;
  const { limit, after } = pageAsked(query, list, { version: /^\d{1,10}$/ });
  const newest = found(await titleAsOf(store, right, asOf.size));
  const before = after && Number(after['version']);
  const { items, last } = await readHistoryUpTo(store, newest, limit, before);
  const lines = items.map(({ title, act }) => ({ ...historyLineOf(title, act), ...named(title.owners) }));
  const page = pageAnswered(lines, last === undefined ? undefined : { version: String(last) }, list);
  return lasting({ asOf, ...page });
}

export async function pledgeThen(store: Store, number: string, asked: AskedAsOf) {
  const asOf = await resolveAsOf(store, asked);
  const record = found((await recordsAsOf(store, [number], asOf.size))[0]);
  return lasting({ asOf, ...pledgeViewOf(record, []) });
}

/** For a party of the pledge as it is today: that somebody was one once opens nothing any more. */
export async function ownPledgeThen(store: Store, number: string, asked: AskedAsOf) {
  const asOf = await resolveAsOf(store, asked);
  const record = found((await recordsAsOf(store, [number], asOf.size))[0]);
  return lasting({ asOf, ...pledgeViewOf(record, []), terms: record.terms });
}

export async function entryThen(store: Store, id: EntryId, asked: AskedAsOf) {
  const asOf = await resolveAsOf(store, asked);
  const index = found((await readIndices(store, [id])).get(id));
  const { entry } = found(index < asOf.size ? await readEntry(store, id) : undefined);
  return lasting({ asOf, entry, openings: [] });
}
