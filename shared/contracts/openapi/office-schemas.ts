import * as z from 'zod';
import { appealId, checkId, correctionId, reviewId } from '../../kernel/id.ts';
import { appeal, appealLevels } from '../../register/appeal.ts';
import { clockStatistics } from '../../register/clock.ts';
import { actor, examined } from '../../register/filing.ts';
import { officeCorrection, registerChange, shownChange } from '../../register/office-correction.ts';
import { remedies } from '../../register/review.ts';
import { absence, interest, staffFacts } from '../../register/staff.ts';
import { assignment } from '../operations/examiners.ts';
import { pageOf } from '../operations/parameters.ts';
import { correctionView } from '../views/filing-view.ts';
import { claimed, queueLine } from '../views/office-view.ts';
import { appealAct, appealView, checkView, officeCheckView, reviewView } from '../views/review-view.ts';

/** Good names for the schemas of the office's own work, and of what parties answer to it. */
export const officeSchemas = {
  ReviewId: reviewId,
  CheckId: checkId,
  AppealId: appealId,
  Remedy: z.enum(remedies),
  AppealLevel: z.enum(appealLevels),
  Actor: actor,
  QueueLine: queueLine,
  QueuePage: pageOf(queueLine),
  Claim: claimed,
  FindingInShort: examined,
  Assignment: assignment,
  StaffFacts: staffFacts,
  Absence: absence,
  Interest: interest,
  CorrectionRequest: correctionView,
  CorrectionItem: correctionView.shape.items.element,
  Review: reviewView,
  SpotCheck: officeCheckView,
  OwnSpotCheck: checkView,
  Appeal: appealView,
  AppealForOffice: appeal,
  AppealAct: appealAct,
  OfficeCorrection: officeCorrection,
  CorrectionId: correctionId,
  RegisterChange: registerChange,
  RegisterDifference: shownChange,
  ClockStatistics: clockStatistics,
  ClockFigures: clockStatistics.shape.all,
} satisfies Readonly<Record<string, z.ZodType>>;
