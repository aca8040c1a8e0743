import { instantOf } from '../../shared/kernel/instant.ts';
import { judged } from '../../shared/register/document-life.ts';
import { concernedBy } from '../../shared/register/staff.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { demandFit, withoutInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeDocument, readDocument, readInReview } from '../_platform/store/documents.ts';
import { filingOf } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import { staffOf, staffUnchanged } from '../_platform/store/staff.ts';
import type { DocumentsDeps } from './deps.ts';
import { demandListed, listedAs, shownDocument } from './state.ts';

const ulid = '[0-9a-hjkmnp-tv-z]{26}';
const keys = {
  due: new RegExp(`^[0-9TZ:.-]{24}#fil_${ulid}#[0-9a-f]{64}$`),
  pk: new RegExp(`^FILING#fil_${ulid}$`),
  sk: /^DOCUMENT#[0-9a-f]{64}\.[a-z]+$/,
};

/** What the scan left to a person, the longest waiting first; what its filing no longer lists is left out. */
export function listReview(deps: DocumentsDeps): Handlers<'documents'>['office.documents.list'] {
  return async ({ query, staff, staffItem, nowMs }) => {
    const list = 'documents in review';
    const { limit, after } = pageAsked(query, list, keys);
    const from = after && { due: after['due'] ?? '', pk: after['pk'] ?? '', sk: after['sk'] ?? '' };
    const page = await readInReview(deps.store, limit, { before: instantOf(nowMs + 1), after: from });
    const member = staffOf(staff.account, staffItem);
    const own = withoutInterest(member, page.items, ({ filing }) => (filing ? concernedBy(filing) : []));
    const items = own.flatMap(({ state, filing }) => {
      const listed = state && filing && listedAs(filing, state.sha256);
      return listed ? [{ filing: filing.id, ...shownDocument(listed, state) }] : [];
    });
    return { body: pageAnswered(items, page.last, list) };
  };
}

/** 审查员判断: in order, or unfit for a reason that the party is told. */
export function judgeDocument(deps: DocumentsDeps): Handlers<'documents'>['office.documents.judge'] {
  return async ({ params, body, staff, slot, filingItem, staffItem, today, nowMs }) => {
    if (!filingItem) throw new Problem('not-found');
    const filing = filingOf(filingItem);
    const member = staffOf(staff.account, staffItem);
    demandFit(member, filing, today);
    const listed = demandListed(filing, params.sha256);
    const { state } = await readDocument(deps.store, filing.id, listed);
    const next = state && judged(state, body.outcome, body.reason, instantOf(nowMs));
    if (!next) throw new Problem('wrong-state');
    const actions = [
      changeDocument(deps.store, next),
      staffUnchanged(deps.store, member),
      ...(body.outcome === 'unfit' ? tell(deps, filing.id, [filing.applicant], 'document-refused') : []),
    ];
    const answered = { status: 200, body: shownDocument(listed, next) };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    // Another examiner, or the scan's late answer, was quicker.
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'wrong-state');
  };
}
