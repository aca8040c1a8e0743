import { namesPersons, type PledgeView, pledgeViewOf } from '../../shared/contracts/views/record-view.ts';
import { fullTitleViewOf, titleViewOf } from '../../shared/contracts/views/title-view.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import { publicView } from '../../shared/register/title.ts';
import { withMandates } from '../_platform/caller.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { readEntry, readNumbers, readPublicOpenings, readRecords } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import { readHistory, readOpenings, readTitle, type TitleVersion } from '../_platform/store/titles.ts';

type Titles = Handlers<'titles'>;

/** 权利档案, as anyone may read it. */
export function getTitle(store: Store): Titles['titles.get'] {
  return async ({ params }) => {
    const { title } = found(await readTitle(store, rightOf(params.patentNumber)));
    return { body: titleViewOf(title), etag: `"${title.version}"` };
  };
}

/** The title with what is not announced: for the office alone. */
export function getTitleForOffice(store: Store): Titles['office.titles.get'] {
  return async ({ params }) => {
    const { title } = found(await readTitle(store, rightOf(params.patentNumber)));
    return { body: fullTitleViewOf(title), etag: `"${title.version}"` };
  };
}

/** 登记历史: every version with the entry that made it, newest first. */
export function getHistory(store: Store): Titles['titles.history'] {
  return async ({ params, query }) => {
    const right = rightOf(params.patentNumber);
    const list = `history of ${right}`;
    const { limit, after } = pageAsked(query, list, { sk: /^VERSION#(\d{10}|current)$/ });
    const page = await readHistory(store, right, limit, after?.['sk']);
    if (page.items.length === 0 && !after) throw new Problem('not-found');
    const items = page.items.map(historyLineOf);
    return { body: pageAnswered(items, page.last ? { sk: page.last } : undefined, list) };
  };
}

function historyLineOf({ title, act }: TitleVersion) {
  const { version, instant, entry, owners, holds } = titleViewOf(publicView(title));
  return { version, instant, entry, act, owners, holds };
}

export function getPledge(store: Store): Titles['pledges.get'] {
  return async ({ params }) => {
    const record = found((await readRecords(store, [params.registrationNumber]))[0]);
    const view = found((await viewsOf(store, [record]))[0]);
    return { body: view, etag: pledgeTag(view) };
  };
}

/** 本方质押登记: with its terms, for its parties and their agents; to others it does not exist here. */
export function getOwnPledge(store: Store): Titles['pledges.own'] {
  return async ({ params, caller, today }) => {
    const record = found((await readRecords(store, [params.registrationNumber]))[0]);
    const acting = await withMandates(store, caller, record.parties);
    if (principalsIn(acting, record, today).length === 0) throw new Problem('not-found');
    const view = found((await viewsOf(store, [record]))[0]);
    return { body: { ...view, terms: record.terms }, etag: pledgeTag(view) };
  };
}

/** Version and number of names shown: a name that is forgotten must not live on in caches by a 304. */
function pledgeTag(view: PledgeView): string {
  const names = [...view.pledgors, ...view.pledgees].filter((one) => one.name !== undefined);
  return `"${view.version}.${names.length}"`;
}

/** 质押登记列表: of one patent, newest first; or by the beginning of the registration number, ascending. */
export function listPledges(store: Store): Titles['pledges.list'] {
  return async ({ query }) => {
    const { patentNumber, registrationNumber } = query;
    if (patentNumber !== undefined && registrationNumber === undefined) {
      const right = rightOf(patentNumber);
      const list = `pledges of ${right}`;
      const { limit, after } = pageAsked(query, list, { sk: /^VERSION#(\d{10}|current)$/ });
      const page = await readOpenings(store, right, limit, after?.['sk']);
      const numbers = page.items.flatMap((one) => one.opened ?? []);
      const items = await viewsByNumber(store, numbers);
      return { body: pageAnswered(items, page.last ? { sk: page.last } : undefined, list) };
    }
    if (registrationNumber !== undefined && patentNumber === undefined) {
      const list = `pledges from ${registrationNumber}`;
      const { limit, after } = pageAsked(query, list, { number: new RegExp(`^${registrationNumber}\\d*$`) });
      const page = await readNumbers(store, registrationNumber, limit, after?.['number']);
      const items = await viewsByNumber(store, page.items);
      return { body: pageAnswered(items, page.last ? { number: page.last } : undefined, list) };
    }
    const detail = {
      zh: '请提供 patentNumber 或 registrationNumber 之一，且仅一个',
      en: 'Give exactly one of patentNumber and registrationNumber.',
    };
    throw new Problem('invalid-request', {
      errors: [{ in: 'query', pointer: '/patentNumber', code: 'required', detail }],
    });
  };
}

/** 登记条目: the leaf with the openings anyone may see. */
export function getEntry(store: Store): Titles['entries.get'] {
  return async ({ params }) => {
    const { entry, openings } = found(await readEntry(store, params.entryId));
    const shown = openings.map(({ name, salt, value }) => ({ name, salt, value }));
    return { body: { entry, openings: shown }, etag: `"${shown.length}"` };
  };
}

async function viewsByNumber(store: Store, numbers: readonly string[]): Promise<PledgeView[]> {
  const records = await readRecords(store, numbers);
  return viewsOf(
    store,
    records.flatMap((record) => record ?? []),
  );
}

/** Records as anyone may see them; openings are read only where a record names a natural person. */
async function viewsOf(store: Store, records: readonly RegisterRecord[]): Promise<PledgeView[]> {
  const personal = records.filter(namesPersons).map((record) => record.entry);
  const openings = await readPublicOpenings(store, personal);
  return records.map((record) => pledgeViewOf(record, openings.get(record.entry) ?? []));
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem('not-found');
  return value;
}
