import { reviewView } from '../../shared/contracts/views/review-view.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { clockStatisticsOf } from '../../shared/register/clock.ts';
import type { Review } from '../../shared/register/review.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { demandReviewer, withoutInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { readClock } from '../_platform/store/clocks.ts';
import { readDue } from '../_platform/store/due.ts';
import { changeReview, readReview, reviewOf } from '../_platform/store/reviews.ts';
import { staffOf, staffUnchanged } from '../_platform/store/staff.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

const shown = ({ parties: _parties, ...rest }: Review) => reviewView.parse(rest);

/** 复查队列. */
export function listReviews(deps: ExaminersDeps): Handlers<'examiners'>['office.reviews.list'] {
  return async ({ query, staff, staffItem }) => {
    const list = `reviews ${query.status}`;
    const { limit, after } = pageAsked(query, list, dueShape('REVIEW#rev', 'REVIEW'));
    const page = await readDue(deps.store, `review.${query.status}`, limit, duePlace(after));
    const member = staffOf(staff.account, staffItem);
    const items = withoutInterest(member, page.items.map(reviewOf), ({ parties }) => parties);
    return { body: pageAnswered(items.map(shown), page.last, list) };
  };
}

/** 复查结论: it stands, or the office must correct itself or take the registration back. */
export function finishReview(deps: ExaminersDeps): Handlers<'examiners'>['office.reviews.finish'] {
  return async ({ params, body, staff, slot, staffItem, today, nowMs }) => {
    const review = await readReview(deps.store, params.reviewId);
    if (!review) throw new Problem('not-found');
    const member = staffOf(staff.account, staffItem);
    demandReviewer(member, review.parties, today);
    if (review.status !== 'open') throw new Problem('wrong-state');
    const { reason } = body;
    const finished: Review = {
      ...{ ...review, version: review.version + 1, status: body.outcome },
      outcome: {
        ...{ account: staff.account, at: instantOf(nowMs) },
        ...(reason && { reason }),
        ...(body.outcome === 'error' && { proposes: body.proposes }),
      },
    };
    const actions = [changeReview(deps.store, finished), staffUnchanged(deps.store, member)];
    const answered = { status: 200, body: shown(finished) };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'wrong-state');
  };
}

/** 期限统计. */
export function clockMonth(deps: ExaminersDeps): Handlers<'examiners'>['office.clocks.month'] {
  return async ({ query }) => {
    const { received, decided } = await readClock(deps.store, query.procedure, query.month);
    return { body: clockStatisticsOf(received, decided) };
  };
}
