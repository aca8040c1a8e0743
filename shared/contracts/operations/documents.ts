import * as z from 'zod';
import { fault } from '../../kernel/fault.ts';
import { filingId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { line } from '../../kernel/plain-text.ts';
import { documentReasons, documentReference, documentStatuses } from '../../register/document.ts';
import { rows } from '../operation.ts';
import { filingPath, page, pageOf } from './parameters.ts';

const documentPath = filingPath.extend({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, fault('id.format')),
});

const documentStanding = {
  status: z.enum(documentStatuses),
  since: instant.optional(),
  reason: z.strictObject({ code: z.enum(documentReasons), zh: z.string(), en: z.string() }).optional(),
};

/** A document as its filing's parties see it: what was declared, and what has become of it. */
export const documentView = documentReference.extend(documentStanding);
export type DocumentView = z.output<typeof documentView>;

export const documentAddress = z.strictObject({
  url: z.string().describe('Carries the right to make this one request: show it to nobody'),
  method: z.enum(['PUT', 'GET']),
  headers: z.record(z.string(), z.string()).describe('Headers that the request must carry as they stand'),
  expiresAt: instant,
});

/** A document in review, with its filing. */
export const reviewedDocument = documentView.extend({ filing: filingId });

export const documentOperations = rows([
  {
    id: 'documents.list',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'GET',
    path: '/v1/my/filings/{filingId}/documents',
    function: 'documents',
    summary: { zh: '申请文件及其状态', en: 'The documents of a filing, and what has become of each' },
    params: filingPath,
    success: {
      status: 200,
      schema: z.strictObject({ items: z.array(documentView) }),
    },
    problems: [],
  },
  {
    id: 'documents.upload',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/documents/{sha256}/upload',
    function: 'documents',
    summary: {
      zh: '领取上传地址；过期可再领',
      en: 'An address to upload a listed document to; an expired one can be had again',
    },
    params: documentPath,
    body: z.strictObject({}),
    success: { status: 201, schema: documentAddress },
    problems: ['wrong-state', 'deadline-passed', 'too-many-documents'],
    idempotent: true,
  },
  {
    id: 'documents.download',
    audience: 'own',
    relation: 'filing',
    candidates: true,
    method: 'POST',
    path: '/v1/my/filings/{filingId}/documents/{sha256}/download',
    function: 'documents',
    summary: {
      zh: '领取下载地址，一分钟内有效；每次领取均有记录',
      en: 'An address to download a document from within a minute; each is put on record',
    },
    params: documentPath,
    body: z.strictObject({}),
    success: { status: 201, schema: documentAddress },
    problems: ['wrong-state'],
    idempotent: true,
  },
  {
    id: 'office.documents.list',
    audience: 'office',
    role: 'examiner',
    method: 'GET',
    path: '/v1/office/documents',
    function: 'documents',
    summary: { zh: '待审查员查看的文件', en: 'Documents that the scan left to an examiner, oldest first' },
    query: z.strictObject(page),
    success: { status: 200, schema: pageOf(reviewedDocument) },
    problems: [],
    staffFacts: true,
  },
  {
    id: 'office.documents.download',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/documents/{sha256}/download',
    function: 'documents',
    summary: { zh: '审查员领取下载地址', en: 'An address to download a document from, for an examiner' },
    params: documentPath,
    body: z.strictObject({}),
    success: { status: 201, schema: documentAddress },
    problems: ['wrong-state', 'conflict-of-interest'],
    idempotent: true,
    staffFacts: true,
  },
  {
    id: 'office.documents.judge',
    audience: 'office',
    role: 'examiner',
    method: 'POST',
    path: '/v1/office/filings/{filingId}/documents/{sha256}/judgement',
    function: 'documents',
    summary: { zh: '审查员判断文件', en: 'Judge a document that the scan left to an examiner' },
    params: documentPath,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('clean'), reason: line(500).optional() }),
      z.strictObject({ outcome: z.literal('unfit'), reason: line(500) }),
    ]),
    success: { status: 200, schema: documentView },
    problems: ['wrong-state', 'examiner-absent', 'conflict-of-interest'],
    idempotent: true,
    staffFacts: true,
  },
]);
