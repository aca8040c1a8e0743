import type { PledgeView } from '../../shared/contracts/views/record-view.ts';
import { fullTitleViewOf, historyLineOf, titleViewOf } from '../../shared/contracts/views/title-view.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import { withMandates } from '../_platform/caller.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { pledgeViewsOf } from '../_platform/pledge-views.ts';
import { Problem } from '../_platform/problem.ts';
import { readEntry, readRecords } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import { readHistory, readTitle } from '../_platform/store/titles.ts';
import { entryThen, historyThen, ownPledgeThen, pledgeThen, titleThen, titleThenForOffice } from './as-of.ts';
import { found } from './found.ts';

type Titles = Handlers<'titles'>;

/** 权利档案, as anyone may read it. */
export function getTitle(store: Store): Titles['titles.get'] {
  return async ({ params, query: { asOf } }) => {
    const right = rightOf(params.patentNumber);
    if (asOf) return titleThen(store, right, asOf);
    const { title } = found(await readTitle(store, right));
    return { body: titleViewOf(title), etag: `"${title.version}"` };
  };
}

/** The title with what is not announced: for the office alone. */
export function getTitleForOffice(store: Store): Titles['office.titles.get'] {
  return async ({ params, query: { asOf } }) => {
    const right = rightOf(params.patentNumber);
    if (asOf) return titleThenForOffice(store, right, asOf);
    const { title } = found(await readTitle(store, right));
    return { body: fullTitleViewOf(title), etag: `"${title.version}"` };
  };
}

/** 登记历史: every version with the entry that made it, newest first. */
export function getHistory(store: Store): Titles['titles.history'] {
  return async ({ params, query }) => {
    const right = rightOf(params.patentNumber);
    if (query.asOf) return historyThen(store, right, query.asOf, query);
    const list = `history of ${right}`;
    const { limit, after } = pageAsked(query, list, { sk: /^VERSION#(\d{10}|current)$/ });
    const page = await readHistory(store, right, limit, after?.['sk']);
    if (page.items.length === 0 && !after) throw new Problem('not-found');
    const items = page.items.map(({ title, act }) => historyLineOf(title, act));
    const body = pageAnswered(items, page.last ? { sk: page.last } : undefined, list);
    return { body, etag: `"${digestOf(body)}"` };
  };
}

export function getPledge(store: Store): Titles['pledges.get'] {
  return async ({ params, query: { asOf } }) => {
    if (asOf) return pledgeThen(store, params.registrationNumber, asOf);
    const record = found((await readRecords(store, [params.registrationNumber]))[0]);
    const view = found((await pledgeViewsOf(store, [record]))[0]);
    return { body: view, etag: pledgeTag(view) };
  };
}

/** 本方质押登记: with its terms, for its parties and their agents; to others it does not exist here. */
export function getOwnPledge(store: Store): Titles['pledges.own'] {
  return async ({ params, query: { asOf }, caller, today }) => {
    const record = found((await readRecords(store, [params.registrationNumber]))[0]);
    const acting = await withMandates(store, caller, record.parties);
    if (principalsIn(acting, record, today).length === 0) throw new Problem('not-found');
    if (asOf) return ownPledgeThen(store, record.number, asOf);
    const view = found((await pledgeViewsOf(store, [record]))[0]);
    return { body: { ...view, terms: record.terms }, etag: pledgeTag(view) };
  };
}

/** Version and number of names shown: a name that is forgotten must not live on in caches by a 304. */
function pledgeTag(view: PledgeView): string {
  const names = [...view.pledgors, ...view.pledgees].filter((one) => one.name !== undefined);
  return `"${view.version}.${names.length}"`;
}

/** 登记条目: the leaf with the openings anyone may see. */
export function getEntry(store: Store): Titles['entries.get'] {
  return async ({ params, query: { asOf } }) => {
    if (asOf) return entryThen(store, params.entryId, asOf);
    const { entry, openings } = found(await readEntry(store, params.entryId));
    const shown = openings.map(({ name, salt, value }) => ({ name, salt, value }));
    return { body: { entry, openings: shown }, etag: `"${shown.length}"` };
  };
}
