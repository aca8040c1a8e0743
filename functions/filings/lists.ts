import type { FilingLine } from '../../shared/contracts/views/filing-view.ts';
import { officeViewOf } from '../../shared/contracts/views/office-view.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/digest.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { listedParty } from '../_platform/caller.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { claimNow, demandNoInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { asksFor, demandOwn } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { filingOf, readAsked, readFilingsOf } from '../_platform/store/filings.ts';
import { staffOf } from '../_platform/store/staff.ts';
import type { FilingsDeps } from './deps.ts';
import { examination } from './examination.ts';
import { endedFiling, isOver, shownFiling, shownWith } from './state.ts';

const ulid = '[0-9a-hjkmnp-tv-z]{26}';

export function getFiling(deps: FilingsDeps): Handlers<'filings'>['filings.get'] {
  return async ({ caller, filingItem, today }) => {
    const { filing } = await demandOwn(deps.store, filingItem && filingOf(filingItem), caller, today);
    return shownFiling(deps.store, filing, today, caller.party);
  };
}

export function listFilings(deps: FilingsDeps): Handlers<'filings'>['filings.list'] {
  return async ({ query, caller, today }) => {
    const party = await listedParty(deps.store, caller, query.party, today);
    const list = `filings of ${party}`;
    const { limit, after } = pageAsked(query, list, { sk: new RegExp(`^FILING#fil_${ulid}$`) });
    const page = await readFilingsOf(deps.store, party, limit, after?.['sk']);
    // One that is not enrolled sees what it asks for, and no filing of others that names its id.
    const items = page.items.filter((one) => !caller.candidate || asksFor(one, caller));
    return { body: pageAnswered(items.map(lineOf), page.last ? { sk: page.last } : undefined, list) };
  };
}

/** The filing as an examiner sees it, unless it declared an interest in one of its parties (回避). */
export function getForOffice(deps: FilingsDeps): Handlers<'filings'>['office.filings.get'] {
  return async ({ filingItem, staff, staffItem, today, language }) => {
    if (!filingItem) throw new Problem('not-found');
    const filing = filingOf(filingItem);
    demandNoInterest(staffOf(staff.account, staffItem), filing);
    const { found, asked, facts } = await examination(deps.store, filing, 'office', today, language);
    const { publicFactsOnly: _all, ...examined } = found;
    const claim = await claimNow(deps.store, filing, today);
    const before = filing.correction && (await readAsked(deps.store, filing.id));
    const office = officeViewOf(filing, claim, before);
    const shown = isOver(filing)
      ? endedFiling(filing, undefined)
      : shownWith(filing, asked, facts, undefined);
    const body = { ...shown.body, ...office, examination: examined };
    // The examination changes with the titles and the day, while the filing's version stays.
    return { body, etag: `"${sha256Hex(canonicalJson(JSON.parse(JSON.stringify(body))))}"` };
  };
}

function lineOf(filing: Filing): FilingLine {
  const { id, procedure, status, updatedAt, deadline } = filing;
  return { id, procedure, status, updatedAt, ...(deadline && { deadline }) };
}
