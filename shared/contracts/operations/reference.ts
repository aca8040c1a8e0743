import * as z from 'zod';
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
