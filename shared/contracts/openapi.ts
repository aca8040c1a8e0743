import { procedures } from '../procedures/index.ts';
import { demonstrationNotice } from './demonstration.ts';
import { annotate } from './openapi/annotate.ts';
import { ComponentBook } from './openapi/component-book.ts';
import type { OpenApi, OperationObject, Schema } from './openapi/document.ts';
import { exampleOf } from './openapi/example.ts';
import { formName } from './openapi/form-schema.ts';
import { namedSchemas } from './openapi/named-schemas.ts';
import { operationObject } from './openapi/operation-object.ts';
import { ParameterBook } from './openapi/parameters.ts';
import { ResponseBook, responseHeaders } from './openapi/responses.ts';
import { type Identity, securitySchemes } from './openapi/security.ts';
import { tagObjects } from './openapi/tags.ts';
import { infoTexts } from './openapi/texts/info-texts.ts';
import { documentedPath, type OperationRow } from './operation.ts';
import { operations } from './operations/index.ts';
import { problemDocument } from './problems.ts';

export type { Identity, OpenApi };

export type DocumentOptions = {
  /** Whether everything that this environment issues is marked as a demonstration. */
  readonly demonstration: boolean;
  /** Where the API stands; the place the document was read from, where left out. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[];
  /** Where accounts sign in, where the environment knows it. */
  readonly identity?: Identity;
  /** The rows described; all operations where left out. */
  readonly rows?: readonly OperationRow[];
};

/**
 * The OpenAPI 3.1.0 document of the register, made from the table of operations and from the procedures' forms.
 * The same options give the same document, byte for byte.
 */
export function openApiDocument(options: DocumentOptions): OpenApi {
  const rows = options.rows ?? operations;
  const schemas = new ComponentBook(namedSchemas, annotate);
  const books = { schemas, parameters: new ParameterBook(schemas), responses: new ResponseBook() };
  const described = rows.map((row) => ({ row, operation: operationObject(row, books) }));
  for (const { id, schema } of procedures.values()) schemas.refer(schema, 'input', formName(id));
  schemas.refer(problemDocument, 'output', 'Problem');
  const components = { ...schemas.components(), ...ownSchemas(options.demonstration) };
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const { row, operation } of described) {
    const path = documentedPath(row.path);
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: withExample(operation, components) };
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: infoOf(options.demonstration),
    servers: options.servers ?? [{ url: '/' }],
    tags: tagObjects,
    paths,
    components: {
      schemas: components,
      parameters: books.parameters.components(),
      headers: responseHeaders,
      responses: { NotModified: notModified, ...books.responses.components() },
      securitySchemes: securitySchemes(options.identity),
    },
  };
}

const notModified = {
  description: 'Unchanged since the ETag of If-None-Match; no body',
  'x-description-zh': '与 If-None-Match 的 ETag 相比没有变化；没有正文',
} as const;

function infoOf(demonstration: boolean): OpenApi['info'] {
  const { title, description } = infoTexts;
  return {
    title: title.en,
    'x-title-zh': title.zh,
    version: '1.0.0',
    description: demonstration ? `${demonstrationNotice}\n\n${description.en}` : description.en,
    'x-description-zh': demonstration ? `${demonstrationNotice}\n\n${description.zh}` : description.zh,
    'x-demonstration': demonstration,
  };
}

/** What belongs to the way of answering and to no operation. */
function ownSchemas(demonstration: boolean): Record<string, Schema> {
  const notice = {
    type: 'string',
    const: demonstrationNotice,
    description: 'Present on everything that an environment for demonstration answers, absent elsewhere',
    'x-description-zh': '演示环境的每一答复都带有此标记，其他环境没有',
  };
  return {
    Marked: {
      type: 'object',
      properties: { notice },
      description: demonstration
        ? 'The mark of this demonstration environment'
        : 'The mark of demonstrations',
      'x-description-zh': '演示标记',
    },
    GatewayAnswer: {
      type: 'object',
      properties: { message: { type: 'string', description: 'One line', 'x-description-zh': '一行说明' } },
      required: ['message'],
      description: 'What the gateway answers by itself',
      'x-description-zh': '网关自身的答复',
    },
  };
}

/** An example of the request's body. A draft's form may hold anything, so the first procedure's form stands in. */
function withExample(operation: OperationObject, schemas: Record<string, Schema>): OperationObject {
  const body = operation.requestBody?.content['application/json'];
  if (!body) return operation;
  const plain = exampleOf(body.schema, schemas);
  const [procedure] = procedures.keys();
  const form = procedure === undefined ? {} : exampleOf({ $ref: formName(procedure) }, schemas);
  const holdsForm = typeof plain === 'object' && plain !== null && 'form' in plain;
  const example = holdsForm ? { ...plain, form } : plain;
  return {
    ...operation,
    requestBody: { required: true, content: { 'application/json': { ...body, example } } },
  };
}
