import type { Handlers } from '../_platform/handlers.ts';
import { claimFiling, reassignFiling, releaseFiling } from './claims.ts';
import type { ExaminersDeps } from './deps.ts';
import { listQueue } from './queue.ts';
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
  };
}
