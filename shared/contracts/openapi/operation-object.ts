import type { OperationRow } from '../operation.ts';
import { type ComponentBook, pascal } from './component-book.ts';
import type { OperationObject, Response, Schema } from './document.ts';
import type { ParameterBook } from './parameters.ts';
import type { ResponseBook } from './responses.ts';
import { securityOf } from './security.ts';
import { tagOf } from './tags.ts';

export type Books = {
  readonly schemas: ComponentBook;
  readonly parameters: ParameterBook;
  readonly responses: ResponseBook;
};

/** One row of the table as an operation of the document; its examples are added when all schemas are known. */
export function operationObject(row: OperationRow, books: Books): OperationObject {
  return {
    operationId: row.id,
    tags: [tagOf(row)],
    summary: row.summary.en,
    'x-summary-zh': row.summary.zh,
    'x-audience': row.audience,
    ...(row.audience === 'own' && { 'x-relation': row.relation }),
    ...(row.audience === 'office' && { 'x-role': row.role }),
    security: securityOf(row.audience),
    parameters: books.parameters.of(row),
    ...(row.body && { requestBody: requestBody(row, row.body, books) }),
    responses: {
      [String(row.success.status)]: success(row, books),
      ...(row.method === 'GET' &&
        row.etag !== undefined && { '304': { $ref: '#/components/responses/NotModified' } }),
      ...books.responses.of(row),
    },
  };
}

function requestBody(row: OperationRow, body: NonNullable<OperationRow['body']>, books: Books) {
  const schema = books.schemas.refer(body, 'input', `${pascal(row.id)}Request`);
  return { required: true, content: { 'application/json': { schema } } } as const;
}

function success(row: OperationRow, books: Books): Response {
  const schema = books.schemas.refer(row.success.schema, 'output', `${pascal(row.id)}Answer`);
  const headers = {
    ...(row.etag !== undefined && { ETag: { $ref: '#/components/headers/ETag' } }),
    ...(isPage(row) && { Link: { $ref: '#/components/headers/Link' } }),
  };
  return {
    description: row.summary.en,
    'x-description-zh': row.summary.zh,
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      [row.success.mediaType ?? 'application/json']: { schema: marked(row, schema) },
      // Bytes have no schema in OpenAPI 3.1 beyond their media type.
      ...Object.fromEntries((row.success.alternatives ?? []).map((type) => [type, { schema: {} }])),
    },
  };
}

/** What is neither JSON nor the platform's to extend carries no mark beside its own members. */
const unmarked: readonly string[] = ['reference.openapi'];

function marked(row: OperationRow, schema: Schema): Schema {
  if (row.success.mediaType !== undefined || unmarked.includes(row.id)) return schema;
  return { allOf: [schema, { $ref: '#/components/schemas/Marked' }] };
}

/** A list is what takes a cursor. */
function isPage(row: OperationRow): boolean {
  return row.query !== undefined && 'cursor' in row.query.shape;
}
