import * as z from 'zod';
import { digestText } from '../../kernel/digest.ts';
import { partyId } from '../../kernel/id.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { line } from '../../kernel/plain-text.ts';
import { documentList } from '../../register/document.ts';
import { finding } from '../../register/finding.ts';
import { rows } from '../operation.ts';
import { filingLine, filingView } from '../views/filing-view.ts';
import { officeFiling } from '../views/office-view.ts';
import { filingPath, page, pageOf } from './parameters.ts';

const draftForm = z
  .record(z.string().max(64), z.json())
  .describe('The form of the procedure, as far as it is filled in; its schema is at /v1/procedures/{id}');

const draft = z.strictObject({ form: draftForm, documents: documentList });

const onBehalf = partyId.optional().describe('The party acted for; the caller’s own where left out');

const examination = z.strictObject({
  complete: z.boolean(),
  issues: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  /** Documents that the form asks for and the list lacks, and those listed that are not in order yet. */
  documents: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  findings: z.array(finding),
  /** Rights whose facts that are not public were left out, because the caller acts for none of their owners. */
  publicFactsOnly: z.array(z.string()),
});

/** The place of the item in the request, with a changed value for its pointer or words for the examiner. */
const answerToItem = z.union([
  z.strictObject({ item: z.int().min(0).max(49), value: z.json() }),
  z.strictObject({ item: z.int().min(0).max(49), reply: line(1000) }),
]);

export const filingOperations = rows([
  {
    id: 'filings.open',
    audience: 'own',
    relation: 'named',
    method: 'POST',
    path: '/v1/my/filings',
    function: 'filings',
    summary: { zh: '新建申请草稿', en: 'Open a draft filing' },
    body: draft.extend({ procedure: z.string().max(64), applicant: onBehalf }),
    success: { status: 201, schema: filingView },
    problems: ['too-many-rights', 'form-incomplete'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'filings.list',
    audience: 'own',
    relation: 'party',
    candidates: true,
    method: 'GET',
    path: '/v1/my/filings',
    function: 'filings',
    summary: { zh: '本方的申请', en: 'Filings of the caller’s party' },
    query: z.strictObject({ ...page, party: partyId.optional() }),
    success: { status: 200, schema: pageOf(filingLine) },
    problems: [],
  },
  {
    id: 'filings.get',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'GET',
    path: '/v1/my/filings/{filingId}',
    function: 'filings',
    summary: { zh: '查看申请', en: 'Read a filing' },
    params: filingPath,
    success: { status: 200, schema: filingView },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'filings.edit',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'PUT',
    path: '/v1/my/filings/{filingId}',
    function: 'filings',
    summary: { zh: '修改草稿或补正', en: 'Edit a draft, or correct' },
    params: filingPath,
    body: draft,
    success: { status: 200, schema: filingView },
    problems: ['wrong-state', 'deadline-passed', 'too-many-rights', 'form-incomplete'],
    etag: 'required',
  },
  {
    id: 'filings.answer',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'PUT',
    path: '/v1/my/filings/{filingId}/answers',
    function: 'filings',
    summary: { zh: '逐项答复补正通知', en: 'Answer a correction request, item by item' },
    params: filingPath,
    body: z.strictObject({ answers: z.array(answerToItem).min(1).max(50) }),
    success: { status: 200, schema: filingView },
    problems: ['wrong-state', 'deadline-passed', 'too-many-rights', 'form-incomplete'],
    etag: 'required',
  },
  {
    id: 'filings.examine',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'GET',
    path: '/v1/my/filings/{filingId}/examination',
    function: 'filings',
    summary: { zh: '预审：有何障碍', en: 'What would stop this filing?' },
    params: filingPath,
    success: { status: 200, schema: examination },
    problems: [],
  },
  {
    id: 'filings.consent',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/consents',
    function: 'filings',
    summary: { zh: '当事人同意', en: 'Consent to a filing' },
    params: filingPath,
    body: z.strictObject({
      digest: digestText.describe('The digest shown with the filing: what is consented to'),
      party: onBehalf,
      until: plainDate
        .optional()
        .describe('The last day on which the consent counts; 90 days from today where left out, 180 at most'),
      declares: z
        .array(z.enum(['A4.g10', 'A4.g11']))
        .max(2)
        .optional()
        .describe('Curable grounds which the party knows of and despite which it continues'),
    }),
    success: { status: 201, schema: filingView },
    problems: ['wrong-state', 'deadline-passed', 'stale-version', 'form-incomplete'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'filings.withdrawConsent',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/consent-withdrawals',
    function: 'filings',
    summary: { zh: '撤回同意', en: 'Withdraw a consent' },
    params: filingPath,
    body: z.strictObject({ party: onBehalf }),
    success: { status: 201, schema: filingView },
    problems: ['wrong-state'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'filings.withdraw',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/withdrawal',
    function: 'filings',
    summary: { zh: '撤回申请', en: 'Withdraw a filing' },
    params: filingPath,
    body: z.strictObject({}),
    success: { status: 200, schema: filingView },
    problems: ['wrong-state'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'filings.object',
    audience: 'own',
    relation: 'filing',
    method: 'POST',
    path: '/v1/my/filings/{filingId}/objections',
    function: 'filings',
    summary: { zh: '对被通知的申请提出异议', en: 'Object to a filing that the party was told of' },
    params: filingPath,
    body: z.strictObject({ text: line(500) }),
    success: { status: 201, schema: filingView },
    problems: ['wrong-state'],
    idempotent: true,
    etag: 'answered',
  },
  {
    id: 'office.filings.get',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/filings/{filingId}',
    function: 'filings',
    summary: { zh: '审查员查看申请', en: 'Read a filing as an examiner' },
    params: filingPath,
    success: {
      status: 200,
      schema: filingView.extend({
        ...officeFiling,
        examination: examination.omit({ publicFactsOnly: true }),
      }),
    },
    problems: ['conflict-of-interest'],
    staffFacts: true,
    etag: 'answered',
  },
]);
