import * as z from 'zod';
import { checkId, partyId, reviewId } from '../../kernel/id.ts';
import { line, paragraph } from '../../kernel/plain-text.ts';
import { clockStatistics } from '../../register/clock.ts';
import { remedies } from '../../register/review.ts';
import { rows } from '../operation.ts';
import { officeCheckView, reviewView } from '../views/review-view.ts';
import { filingPath, page, pageOf } from './parameters.ts';

export const checkPath = filingPath.extend({ checkId });

/** Looking again at what was registered, checking commitments, and counting days: for examiners. */
export const reviewOperations = rows([
  {
    id: 'office.reviews.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/reviews',
    function: 'examiners',
    summary: { zh: '复查队列', en: 'Registrations to be looked at again, by deadline' },
    query: z.strictObject({ ...page, status: z.enum(['open', 'error']) }),
    success: { status: 200, schema: pageOf(reviewView) },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.reviews.finish',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/reviews/{reviewId}/outcome',
    function: 'examiners',
    summary: { zh: '复查结论', en: 'Finish a review' },
    params: z.strictObject({ reviewId }),
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('ok'), reason: line(2000).optional() }),
      z.strictObject({ outcome: z.literal('error'), reason: line(2000), proposes: z.enum(remedies) }),
    ]),
    success: { status: 200, schema: reviewView },
    problems: ['wrong-state', 'examiner-absent', 'conflict-of-interest'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.checks.open',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/spot-checks',
    function: 'examiners',
    summary: { zh: '发起承诺抽查', en: 'Check a commitment' },
    params: filingPath,
    body: z.strictObject({
      party: partyId,
      asks: paragraph(2000),
      limitWorkingDays: z.int().min(1).max(60).optional(),
    }),
    success: { status: 201, schema: officeCheckView },
    problems: ['wrong-state', 'examiner-absent', 'conflict-of-interest'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.checks.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/spot-checks',
    function: 'examiners',
    summary: { zh: '进行中的承诺抽查', en: 'Checks that run, by deadline' },
    query: z.strictObject({ ...page, status: z.enum(['asked', 'answered']) }),
    success: { status: 200, schema: pageOf(officeCheckView) },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.clocks.month',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/clock-statistics',
    function: 'examiners',
    summary: { zh: '办理期限统计', en: 'Working days used against the limit, by procedure and month' },
    query: z.strictObject({
      procedure: z.string().regex(/^[a-zA-Z0-9.-]{1,64}$/),
      month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
    }),
    success: { status: 200, schema: clockStatistics },
    problems: [],
  },
]);
