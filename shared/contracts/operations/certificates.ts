import * as z from 'zod';
import { certificate } from '../../certificates/certificate.ts';
import { searchCertificate } from '../../certificates/search-certificate.ts';
import { entryId } from '../../kernel/id.ts';
import { rows } from '../operation.ts';
import { asOfQuery, patentsAsked, pledgePath } from './parameters.ts';

export const certificateOperations = rows([
  {
    id: 'pledges.certificate',
    audience: 'own',
    relation: 'filing',
    method: 'GET',
    path: '/v1/my/pledges/{registrationNumber}/certificate',
    function: 'certificates',
    summary: {
      zh: '专利权质押登记通知书（PDF 或 JSON），补发亦同',
      en: 'The certificate of a pledge of the caller’s party, as PDF or JSON; also its re-issue',
    },
    params: pledgePath,
    success: { status: 200, schema: certificate, alternatives: ['application/pdf'] },
    problems: ['not-sequenced'],
    etag: 'answered',
  },
  {
    id: 'entries.proof',
    audience: 'public',
    method: 'GET',
    path: '/v1/entries/{entryId}/proof',
    function: 'certificates',
    summary: {
      zh: '登记条目的收录证明（C2SP tlog-proof）',
      en: 'The proof that an entry stands in the journal (C2SP tlog-proof)',
    },
    params: z.strictObject({ entryId }),
    query: z.strictObject({
      size: z
        .string()
        .regex(/^[1-9]\d{0,14}$/)
        .optional(),
    }),
    success: { status: 200, schema: z.string(), mediaType: 'text/plain; charset=utf-8' },
    problems: ['not-found', 'not-sequenced'],
    etag: 'answered',
  },
  {
    id: 'searchCertificates.get',
    audience: 'public',
    method: 'GET',
    path: '/v1/search-certificates',
    function: 'certificates',
    summary: {
      zh: '权利负担查询证明：一至二十件专利，可由任何人离线核验',
      en: 'A certificate of the announced holds on up to 20 patents, which anyone can verify offline',
    },
    query: z.strictObject({ patentNumber: patentsAsked, ...asOfQuery }),
    success: { status: 200, schema: searchCertificate, canonical: true },
    problems: ['not-found', 'as-of-not-reached', 'not-sequenced'],
    etag: 'answered',
  },
]);
