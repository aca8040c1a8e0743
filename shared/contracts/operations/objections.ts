import * as z from 'zod';
import { objectionId, partyId } from '../../kernel/id.ts';
import { paragraph } from '../../kernel/plain-text.ts';
import { documentList } from '../../register/document.ts';
import { objection, objectionLevels, objectionOutcomes } from '../../register/objection.ts';
import { checkOutcomes } from '../../register/spot-check.ts';
import { rows } from '../operation.ts';
import { checkView, objectionAct, objectionView, officeCheckView } from '../views/review-view.ts';
import { filingPath, page, pageOf } from './parameters.ts';
import { checkPath } from './reviews.ts';

const onBehalf = partyId.optional().describe('The party acted for; the caller’s own where left out');
const objectionPath = filingPath.extend({ objectionId });
const fit = ['wrong-state', 'same-person', 'examiner-absent', 'conflict-of-interest'] as const;

/** What parties do about a decision, or answer to a check, and what the office makes of it. */
export const objectionOperations = rows([
  {
    id: 'filings.object',
    audience: 'own',
    relation: 'filing',
    method: 'POST',
    path: '/v1/my/filings/{filingId}/objections',
    function: 'filings',
    summary: { zh: '申请复议', en: 'Object to the decision on a filing' },
    params: filingPath,
    body: z.strictObject({ level: z.enum(objectionLevels), reason: paragraph(4000), party: onBehalf }),
    success: { status: 201, schema: objectionView },
    problems: ['wrong-state', 'deadline-passed'],
    idempotent: true,
  },
  {
    id: 'filings.objections',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/filings/{filingId}/objections',
    function: 'filings',
    summary: { zh: '该申请的复议', en: 'Objections to the decisions on a filing' },
    params: filingPath,
    success: { status: 200, schema: z.strictObject({ items: z.array(objectionView) }) },
    problems: [],
  },
  {
    id: 'checks.list',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/filings/{filingId}/spot-checks',
    function: 'filings',
    summary: { zh: '对本方承诺的抽查', en: 'Checks of the caller’s commitments in a filing' },
    params: filingPath,
    query: z.strictObject(page),
    success: { status: 200, schema: pageOf(checkView) },
    problems: [],
  },
  {
    id: 'checks.answer',
    audience: 'own',
    relation: 'filing',
    method: 'POST',
    path: '/v1/my/filings/{filingId}/spot-checks/{checkId}/answer',
    function: 'filings',
    summary: { zh: '答复承诺抽查', en: 'Answer a check of a commitment' },
    params: checkPath,
    body: z.strictObject({ text: paragraph(4000), documents: documentList }),
    success: { status: 200, schema: checkView },
    problems: ['wrong-state', 'deadline-passed'],
    idempotent: true,
  },
  {
    id: 'office.checks.finish',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/spot-checks/{checkId}/outcome',
    function: 'registrar',
    summary: { zh: '承诺抽查结论', en: 'Finish a check: true, corrected, or false' },
    params: checkPath,
    body: z.strictObject({ outcome: z.enum(checkOutcomes), reason: paragraph(2000) }),
    success: { status: 200, schema: officeCheckView },
    problems: ['wrong-state', 'examiner-absent', 'conflict-of-interest'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.objections.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/objections',
    function: 'examiners',
    summary: { zh: '复议队列，按期限', en: 'Objections to be decided, by deadline' },
    query: z.strictObject({ ...page, status: z.enum(['open', 'proposed']) }),
    success: { status: 200, schema: pageOf(objection) },
    problems: [],
  },
  {
    id: 'office.objections.decide',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/objections/{objectionId}/decision',
    function: 'registrar',
    summary: { zh: '复议决定', en: 'Decide on an objection' },
    params: objectionPath,
    body: z.strictObject({ outcome: z.enum(objectionOutcomes), reason: paragraph(4000) }),
    success: { status: 200, schema: objectionAct },
    problems: [...fit, 'busy'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.objections.confirm',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/objections/{objectionId}/confirmation',
    function: 'registrar',
    summary: { zh: '复核复议决定', en: 'Confirm the decision on an appeal, or send it back' },
    params: objectionPath,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('confirm'), version: z.int().min(1) }),
      z.strictObject({ outcome: z.literal('sendBack'), version: z.int().min(1), reason: paragraph(4000) }),
    ]),
    success: { status: 200, schema: objectionAct },
    problems: [...fit, 'stale-version', 'busy'],
    idempotent: true,
    staffFacts: true,
  },
]);
