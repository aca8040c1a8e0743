import * as z from 'zod';
import { filingId, partyId } from '../../kernel/id.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { staffAccount } from '../../register/claim.ts';
import { filingStatuses } from '../../register/lifecycle.ts';
import { absence, staffFacts } from '../../register/staff.ts';
import { rows } from '../operation.ts';
import { queueLine } from '../views/office-view.ts';
import { filingPath, page, pageOf } from './parameters.ts';

/** Whose the filing is after a claim, a release or an assignment. */
export const assignment = z.strictObject({
  filing: filingId,
  version: z.int(),
  claim: queueLine.shape.claim,
});

const claimProblems = [
  'wrong-state',
  'claimed-by-another',
  'examiner-absent',
  'conflict-of-interest',
] as const;

export const examinerOperations = rows([
  {
    id: 'office.filings.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/filings',
    function: 'examiners',
    summary: { zh: '审查队列，按期限', en: 'The examiners’ queue, by deadline' },
    query: z.strictObject({
      ...page,
      status: z.enum(filingStatuses).extract(['examination', 'correctionRequested', 'awaitingDeclaration']),
      ground: z
        .string()
        .regex(/^[A-Z]\d+(\.\d+)*(\.g\d+)?$/)
        .optional(),
      claimed: z.enum(['mine', 'nobody', 'anyone']).optional(),
    }),
    success: { status: 200, schema: pageOf(queueLine) },
    problems: [],
  },
  {
    id: 'office.filings.claim',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/claim',
    function: 'examiners',
    summary: { zh: '领取申请', en: 'Claim a filing, or claim it for longer' },
    params: filingPath,
    body: z.strictObject({}),
    success: { status: 200, schema: assignment },
    problems: claimProblems,
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.filings.release',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/release',
    function: 'examiners',
    summary: { zh: '退回队列', en: 'Give a claimed filing back to the queue' },
    params: filingPath,
    body: z.strictObject({}),
    success: { status: 200, schema: assignment },
    problems: ['wrong-state'],
    idempotent: true,
  },
  {
    id: 'office.filings.reassign',
    audience: 'office',
    role: 'chiefExaminer',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/assignment',
    function: 'examiners',
    summary: { zh: '改派审查员', en: 'Assign a filing to an examiner' },
    params: filingPath,
    body: z.strictObject({ account: staffAccount }),
    success: { status: 200, schema: assignment },
    problems: ['wrong-state', 'examiner-absent', 'conflict-of-interest'],
    idempotent: true,
  },
  {
    id: 'office.staff.get',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/staff/me',
    function: 'examiners',
    summary: { zh: '本人的请假与回避', en: 'The caller’s own absences and interests' },
    success: { status: 200, schema: staffFacts },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.absences.declare',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/staff/me/absences',
    function: 'examiners',
    summary: { zh: '登记请假', en: 'Enter an absence; claims are free meanwhile' },
    body: absence.refine(({ from, until }) => from <= until, {
      error: 'form.periodEndsBeforeItBegins',
      path: ['until'],
    }),
    success: { status: 200, schema: staffFacts },
    problems: ['wrong-state'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.absences.cancel',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/staff/me/absences/{from}/cancellation',
    function: 'examiners',
    summary: { zh: '取消请假', en: 'Cancel an absence that begins on the day' },
    params: z.strictObject({ from: plainDate }),
    body: z.strictObject({}),
    success: { status: 200, schema: staffFacts },
    problems: [],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.interests.declare',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/staff/me/interests',
    function: 'examiners',
    summary: { zh: '申报利害关系（回避）', en: 'Declare an interest in a party' },
    body: z.strictObject({ party: partyId }),
    success: { status: 200, schema: staffFacts },
    problems: ['wrong-state'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.interests.end',
    audience: 'office',
    role: 'chiefExaminer',
    method: 'POST',
    path: '/v1/office/staff/{account}/interests/{party}/end',
    function: 'examiners',
    summary: { zh: '解除回避', en: 'End an examiner’s interest in a party' },
    params: z.strictObject({ account: staffAccount, party: partyId }),
    body: z.strictObject({}),
    success: { status: 200, schema: staffFacts },
    problems: [],
    idempotent: true,
  },
]);
