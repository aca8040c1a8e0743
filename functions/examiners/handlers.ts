import type { Handlers } from '../_platform/handlers.ts';
import { listAppeals } from './appeals.ts';
import { listChecks, openSpotCheck } from './checks.ts';
import { claimFiling, reassignFiling, releaseFiling } from './claims.ts';
import { listCorrections } from './corrections.ts';
import type { ExaminersDeps } from './deps.ts';
import { listQueue } from './queue.ts';
import { clockMonth, finishReview, listReviews } from './reviews.ts';
import { cancelAbsence, declareAbsence, declareInterest, endInterest, getStaff } from './staff.ts';

/** Every operation on the examiners' own work; what they decide is the registrar's. */
export function examinersHandlers(deps: ExaminersDeps): Handlers<'examiners'> {
  return {
    'office.filings.list': listQueue(deps),
    'office.filings.claim': claimFiling(deps),
    'office.filings.release': releaseFiling(deps),
    'office.filings.reassign': reassignFiling(deps),
    'office.staff.get': getStaff(),
    'office.absences.declare': declareAbsence(deps),
    'office.absences.cancel': cancelAbsence(deps),
    'office.interests.declare': declareInterest(deps),
    'office.interests.end': endInterest(deps),
    'office.reviews.list': listReviews(deps),
    'office.reviews.finish': finishReview(deps),
    'office.checks.open': openSpotCheck(deps),
    'office.checks.list': listChecks(deps),
    'office.appeals.list': listAppeals(deps),
    'office.corrections.list': listCorrections(deps),
    'office.clocks.month': clockMonth(deps),
  };
}
