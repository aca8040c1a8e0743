import * as z from 'zod';
import { appealId, partyId } from '../../kernel/id.ts';
import { paragraph } from '../../kernel/plain-text.ts';
import { appeal, appealLevels, appealOutcomes } from '../../register/appeal.ts';
import { documentList } from '../../register/document.ts';
import { checkOutcomes } from '../../register/spot-check.ts';
import { rows } from '../operation.ts';
import { appealAct, appealView, checkView, officeCheckView } from '../views/review-view.ts';
import { filingPath, page, pageOf } from './parameters.ts';
import { checkPath } from './reviews.ts';

const onBehalf = partyId.optional().describe('The party acted for; the caller’s own where left out');
const appealPath = filingPath.extend({ appealId });
const fit = ['wrong-state', 'same-person', 'examiner-absent', 'conflict-of-interest'] as const;

/** What parties do about a decision, or answer to a check, and what the office makes of it. */
export const appealOperations = rows([
  {
    id: 'filings.appeal',
    audience: 'own',
    relation: 'filing',
    method: 'POST',
    path: '/v1/my/filings/{filingId}/appeals',
    function: 'filings',
    summary: { zh: '申请复议', en: 'Object to the decision on a filing' },
    params: filingPath,
    body: z.strictObject({ level: z.enum(appealLevels), reason: paragraph(4000), party: onBehalf }),
    success: { status: 201, schema: appealView },
    problems: ['wrong-state', 'deadline-passed'],
    idempotent: true,
  },
  {
    id: 'filings.appeals',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/filings/{filingId}/appeals',
    function: 'filings',
    summary: { zh: '该申请的复议', en: 'Appeals to the decisions on a filing' },
    params: filingPath,
    success: { status: 200, schema: z.strictObject({ items: z.array(appealView) }) },
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
    id: 'office.appeals.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/appeals',
    function: 'examiners',
    summary: { zh: '复议队列，按期限', en: 'Appeals to be decided, by deadline' },
    query: z.strictObject({ ...page, status: z.enum(['open', 'proposed']) }),
    success: { status: 200, schema: pageOf(appeal) },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.appeals.decide',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/appeals/{appealId}/decision',
    function: 'registrar',
    summary: { zh: '复议决定', en: 'Decide on an appeal' },
    params: appealPath,
    body: z.strictObject({ outcome: z.enum(appealOutcomes), reason: paragraph(4000) }),
    success: { status: 200, schema: appealAct },
    problems: [...fit, 'busy'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.appeals.confirm',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/appeals/{appealId}/confirmation',
    function: 'registrar',
    summary: { zh: '复核复议决定', en: 'Confirm the decision on an appeal, or send it back' },
    params: appealPath,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('confirm'), version: z.int().min(1) }),
      z.strictObject({ outcome: z.literal('sendBack'), version: z.int().min(1), reason: paragraph(4000) }),
    ]),
    success: { status: 200, schema: appealAct },
    problems: [...fit, 'stale-version', 'busy'],
    idempotent: true,
    staffFacts: true,
  },
]);
