import * as z from 'zod';
import { entryId } from '../../kernel/id.ts';
import { rows } from '../operation.ts';

const text = z.strictObject({ zh: z.string(), en: z.string() });

export const referenceOperations = rows([
  {
    id: 'reference.openapi',
    audience: 'public',
    method: 'GET',
    path: '/v1/openapi.json',
    function: 'reference',
    summary: { zh: 'OpenAPI 3.1 接口文档', en: 'The OpenAPI 3.1 document' },
    success: { status: 200, schema: z.looseObject({ openapi: z.literal('3.1.0') }) },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'reference.docs',
    audience: 'public',
    method: 'GET',
    path: '/docs',
    function: 'reference',
    summary: { zh: '接口说明页', en: 'The API as a readable page' },
    // A page is linked from anywhere, and links grow parameters of their own.
    query: z.object({ lang: z.enum(['zh', 'en']).optional() }),
    success: { status: 200, schema: z.string(), mediaType: 'text/html; charset=utf-8' },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'verification.any',
    audience: 'public',
    method: 'GET',
    path: '/verify',
    function: 'reference',
    summary: { zh: '核验页', en: 'The page that verifies certificates in the browser' },
    query: z.object({ lang: z.enum(['zh', 'en']).optional() }),
    success: { status: 200, schema: z.string(), mediaType: 'text/html; charset=utf-8' },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'verification.entry',
    audience: 'public',
    method: 'GET',
    path: '/verify/{entryId}',
    function: 'reference',
    summary: {
      zh: '核验页：通知书上所印的地址',
      en: 'The same page at the address printed on a certificate',
    },
    params: z.strictObject({ entryId }),
    query: z.object({ lang: z.enum(['zh', 'en']).optional() }),
    success: { status: 200, schema: z.string(), mediaType: 'text/html; charset=utf-8' },
    problems: ['not-found'],
    etag: 'answered',
  },
  {
    id: 'names.algorithm',
    audience: 'public',
    method: 'GET',
    path: '/v1/names/algorithm',
    function: 'reference',
    summary: {
      zh: '名称比对算法及其测试向量',
      en: 'The algorithm of names, with its data and test vectors',
    },
    success: {
      status: 200,
      schema: z.strictObject({
        algorithm: z.string(),
        steps: z.array(z.strictObject({ key: z.enum(['strict', 'exact', 'core']), does: text })),
        /** What it does not unite, so that nobody takes an empty answer for more than it is. */
        apart: z.array(text),
        legalForms: z.strictObject({
          asOf: z.string(),
          joined: z.strictObject({ end: z.array(z.string()), start: z.array(z.string()) }),
          words: z.strictObject({ end: z.array(z.string()), start: z.array(z.string()) }),
        }),
        traditional: z.strictObject({
          source: z.string(),
          licence: z.string(),
          count: z.int(),
          pairs: z.string(),
        }),
        vectors: z.array(
          z.strictObject({ name: z.string(), strict: z.string(), exact: z.string(), core: z.string() }),
        ),
      }),
    },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'procedures.list',
    audience: 'public',
    method: 'GET',
    path: '/v1/procedures',
    function: 'reference',
    summary: { zh: '业务类型一览', en: 'The procedures of the register' },
    success: {
      status: 200,
      schema: z.strictObject({ items: z.array(z.strictObject({ id: z.string(), title: text })) }),
    },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'procedures.get',
    audience: 'public',
    method: 'GET',
    path: '/v1/procedures/{procedureId}',
    function: 'reference',
    summary: { zh: '业务类型：表格与审查事由', en: 'A procedure: form schema, grounds with sources, clocks' },
    params: z.strictObject({ procedureId: z.string().max(64) }),
    success: {
      status: 200,
      schema: z.strictObject({
        id: z.string(),
        title: text,
        form: z.looseObject({}),
        grounds: z.array(
          z.strictObject({
            id: z.string(),
            severity: z.string(),
            heading: text,
            source: text,
            validFrom: z.string(),
            validTo: z.string().optional(),
          }),
        ),
        clocks: z.array(
          z.strictObject({
            channel: z.string(),
            workingDays: z.int(),
            validFrom: z.string(),
            source: text,
          }),
        ),
      }),
    },
    problems: ['not-found'],
    etag: 'answered',
  },
]);
