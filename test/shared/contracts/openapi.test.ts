import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import { pascal } from '../../../shared/contracts/openapi/component-book.ts';
import { exampleOf } from '../../../shared/contracts/openapi/example.ts';
import { formName, formSchemaOf } from '../../../shared/contracts/openapi/form-schema.ts';
import { gatewayStatusesOf } from '../../../shared/contracts/openapi/responses.ts';
import { formFieldTexts } from '../../../shared/contracts/openapi/texts/form-field-texts.ts';
import { noticeFieldTexts } from '../../../shared/contracts/openapi/texts/notice-field-texts.ts';
import { recordFieldTexts } from '../../../shared/contracts/openapi/texts/record-field-texts.ts';
import { typeTexts } from '../../../shared/contracts/openapi/texts/type-texts.ts';
import { openApiDocument } from '../../../shared/contracts/openapi.ts';
import { documentedPath, problemsOf, scopes } from '../../../shared/contracts/operation.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { problems } from '../../../shared/contracts/problems.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import { partyNo } from '../register/sample.ts';

const document = openApiDocument({ demonstration: true });
const { schemas, responses, parameters } = document.components;

const identity = {
  applicants: {
    authorizationUrl: 'https://a.test/oauth2/authorize',
    tokenUrl: 'https://a.test/oauth2/token',
  },
  staff: { authorizationUrl: 'https://s.test/oauth2/authorize', tokenUrl: 'https://s.test/oauth2/token' },
};

type Node = { readonly path: string; readonly value: Record<string, unknown> };

/** Every object of a JSON value, with where it stands. */
function* nodesOf(value: unknown, path = ''): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, value: { ...value } };
  for (const [key, child] of Object.entries(value)) yield* nodesOf(child, `${path}/${key}`);
}

/** What a path into the document leads to. */
function at(pointer: string): unknown {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, step) => (typeof node === 'object' && node ? Reflect.get(node, step) : undefined),
      document,
    );
}

const rowsWithOperation = operations.map((row) => {
  const operation = document.paths[documentedPath(row.path)]?.[row.method.toLowerCase()];
  if (!operation) throw new Error(`${row.id} is not described`);
  return { id: row.id, row, operation };
});

describe('the OpenAPI document', () => {
  it.each([
    ['of a demonstration', { demonstration: true }],
    ['of a legal register', { demonstration: false }],
    ['with sign-in and servers', { demonstration: false, identity, servers: [{ url: 'https://api.test' }] }],
  ])('%s is valid OpenAPI 3.1', async (_what, options) => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(openApiDocument(options))));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('is the same every time, and survives JSON unchanged', () => {
    const again = openApiDocument({ demonstration: true });
    expect(JSON.stringify(again)).toBe(JSON.stringify(document));
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('says whether it describes a demonstration', () => {
    const legal = openApiDocument({ demonstration: false });
    expect(document.info.description).toContain(demonstrationNotice);
    expect(legal.info.description).not.toContain(demonstrationNotice);
    expect(legal.info['x-demonstration']).toBe(false);
  });

  it('has no reference that leads nowhere, and no component that nothing leads to', () => {
    const used = new Set<string>();
    for (const { value } of nodesOf(document)) {
      if (typeof value['$ref'] !== 'string') continue;
      expect(at(value['$ref']), value['$ref']).toBeTypeOf('object');
      used.add(value['$ref']);
    }
    // A form is read by people and generators, though drafts may hold less than it asks.
    const roots = [...procedures.keys()].map((id) => `#/components/schemas/${formName(id)}`);
    const known = (['schemas', 'parameters', 'headers', 'responses'] as const).flatMap((kind) =>
      Object.keys(document.components[kind]).map((name) => `#/components/${kind}/${name}`),
    );
    expect(known.filter((one) => !used.has(one) && !roots.includes(one))).toEqual([]);
  });

  it('writes no object twice, and gives each a name', () => {
    const seen = new Map<string, string>();
    for (const [name, schema] of Object.entries(schemas)) {
      const { description: _en, 'x-description-zh': _zh, examples: _examples, ...structure } = schema;
      const key = JSON.stringify(structure, (member, value) =>
        ['description', 'x-description-zh', 'examples'].includes(member) ? undefined : value,
      );
      expect(seen.get(key), `${name} repeats`).toBeUndefined();
      seen.set(key, name);
      const inner = [...nodesOf(schema)].filter(
        ({ path, value }) => path !== '' && value['type'] === 'object',
      );
      expect(inner.filter(({ value }) => 'properties' in value).map(({ path }) => path)).toEqual([]);
    }
  });

  it('explains every field in both languages', () => {
    const silent = Object.entries(schemas).flatMap(([name, schema]) =>
      Object.entries(schema['properties'] ?? {}).flatMap(([field, value]) =>
        value?.description && value['x-description-zh'] ? [] : [`${name}.${field}`],
      ),
    );
    expect(silent).toEqual([]);
    for (const [name, parameter] of Object.entries(parameters)) {
      expect(parameter.description, name).not.toBe(parameter.name);
      expect(parameter['x-description-zh'], name).toMatch(/\p{Script=Han}/u);
    }
  });

  it('keeps no text for a type or field that is no more', () => {
    const fields = Object.entries(schemas).flatMap(([name, schema]) =>
      Object.keys(schema['properties'] ?? {}).map((field) => `${name.replace('Input', '')}.${field}`),
    );
    const inQueries = operations.flatMap((row) =>
      Object.keys(row.query?.shape ?? {}).map((field) => `${pascal(row.id)}.${field}`),
    );
    fields.push(...inQueries);
    const texts = [
      ...Object.keys(recordFieldTexts),
      ...Object.keys(formFieldTexts),
      ...Object.keys(noticeFieldTexts),
    ];
    expect(texts.filter((key) => !fields.includes(key))).toEqual([]);
    expect(Object.keys(typeTexts).filter((name) => !schemas[name])).toEqual([]);
  });

  it('refuses unknown fields in requests and promises no closed answers', () => {
    for (const { id, operation } of rowsWithOperation) {
      const [sent] = Object.values(operation.requestBody?.content ?? {});
      for (const name of reached(sent?.schema)) {
        // A union is closed by its members.
        if (schemas[name]?.['properties'])
          expect(schemas[name]?.['additionalProperties'], `${id} ${name}`).toBe(false);
      }
      for (const name of reached(operation.responses)) {
        expect(schemas[name]?.['additionalProperties'], `${id} ${name}`).not.toBe(false);
      }
    }
  });
});

/** Names of the schemas that a part of the document leads to. */
function reached(part: unknown, names = new Set<string>()): Set<string> {
  for (const { value } of nodesOf(part)) {
    const reference = value['$ref'];
    if (typeof reference !== 'string') continue;
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    if (reference.includes('/schemas/') && names.has(name)) continue;
    if (reference.includes('/schemas/')) names.add(name);
    reached(at(reference), names);
  }
  return names;
}

describe.each(rowsWithOperation)('$id', ({ row, operation }) => {
  it('is described with its id, both summaries and who may call it', () => {
    expect(operation.operationId).toBe(row.id);
    expect([operation.summary, operation['x-summary-zh']]).toEqual([row.summary.en, row.summary.zh]);
    const scope = row.audience === 'public' ? undefined : scopes[row.audience];
    const named = operation.security.flatMap((one) => Object.values(one).flat());
    expect([...new Set(named)]).toEqual(scope === undefined ? [] : [scope]);
  });

  it('answers exactly its own problems and the gateway’s, by status', () => {
    const expected = new Map<string, Set<string>>();
    for (const code of problemsOf(row)) {
      const status = String(problems[code].status);
      expected.set(status, (expected.get(status) ?? new Set()).add(code));
    }
    for (const status of gatewayStatusesOf(row)) {
      if (!expected.has(String(status))) expected.set(String(status), new Set());
    }
    const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
    expect(refusals.map(([status]) => status).sort()).toEqual([...expected.keys()].sort());
    for (const [status, reference] of refusals) {
      const name = '$ref' in reference ? reference.$ref.split('/').at(-1) : undefined;
      const content = responses[name ?? '']?.content ?? {};
      const codes = [...nodesOf(content['application/problem+json']?.schema)].find(({ path }) =>
        path.endsWith('/code'),
      );
      expect(new Set(Array.isArray(codes?.value['enum']) ? codes.value['enum'] : [])).toEqual(
        expected.get(status),
      );
      const gateway: readonly number[] = gatewayStatusesOf(row);
      expect('application/json' in content).toBe(gateway.includes(Number(status)));
    }
  });

  it('has its parameters and headers', () => {
    const given = (operation.parameters ?? []).map(({ $ref }) => parameters[$ref.split('/').at(-1) ?? '']);
    const inPath = given.filter((one) => one?.in === 'path').map((one) => `{${one?.name}}`);
    expect(inPath).toEqual(documentedPath(row.path).match(/\{\w+\}/g) ?? []);
    expect(given.filter((one) => one?.in === 'path').every((one) => one?.required)).toBe(true);
    const query = given.filter((one) => one?.in === 'query').map((one) => one?.name);
    expect(query).toEqual(Object.keys(row.query?.shape ?? {}));
    const headers = given.filter((one) => one?.in === 'header').map((one) => one?.name);
    expect(headers.includes('Idempotency-Key')).toBe(row.idempotent === true);
    expect(headers.includes('If-Match')).toBe(row.etag === 'required');
    expect(headers.includes('Acting-Party')).toBe(row.audience === 'own');
    expect(headers).toContain('Accept-Language');
  });

  it('shows an example that its own schema accepts', () => {
    if (!row.body) return expect(operation.requestBody).toBeUndefined();
    const example = operation.requestBody?.content['application/json']?.example;
    expect(row.body.safeParse(example).error?.issues ?? []).toEqual([]);
  });

  it('takes the examples of its parameters', () => {
    const given = (operation.parameters ?? []).flatMap(
      ({ $ref }) => parameters[$ref.split('/').at(-1) ?? ''] ?? [],
    );
    const valuesIn = (where: string) =>
      Object.fromEntries(
        given
          .filter((one) => one.in === where && (one.required || one.example !== undefined))
          .map((one) => [one.name, one.example ?? exampleOf(one.schema, schemas)]),
      );
    expect(row.params?.safeParse(valuesIn('path')).error?.issues ?? []).toEqual([]);
    expect(row.query?.safeParse(valuesIn('query')).error?.issues ?? []).toEqual([]);
  });
});

describe('the gateway’s own answers', () => {
  const statusesOf = (id: string) => {
    const found = rowsWithOperation.find((one) => one.id === id);
    return Object.entries(found?.operation.responses ?? {}).flatMap(([status, response]) => {
      const name = '$ref' in response ? response.$ref.split('/').at(-1) : undefined;
      const media = responses[name ?? '']?.content?.['application/json'];
      return media ? [[status, media.example]] : [];
    });
  };
  const always = [
    ['429', { message: 'Too Many Requests' }],
    ['500', { message: 'Internal Server Error' }],
    ['503', { message: 'Service Unavailable' }],
  ];
  const guarded = [
    ['401', { message: 'Unauthorized' }],
    ['403', { message: 'Forbidden' }],
  ];

  it('are described as they are: by authoriser, size and throttle', () => {
    expect(statusesOf('titles.get')).toEqual(always);
    expect(statusesOf('filings.get')).toEqual([...guarded, ...always]);
    expect(statusesOf('office.filings.decide')).toEqual([
      ...guarded,
      ['413', { message: 'Request Entity Too Large' }],
      ...always,
    ]);
  });
});

describe('a procedure’s form', () => {
  const applicant = partyNo(1);
  const asker = { applicant, filedBy: { account: 'a', party: applicant } };

  it.each([...procedures.values()])('$id has a component whose example is a complete form', (procedure) => {
    const schema = schemas[formName(procedure.id)];
    expect(schema).toBeDefined();
    const opened = procedure.open(exampleOf(schema ?? {}, schemas), asker);
    expect(opened.ok ? [] : opened.issues).toEqual([]);
  });

  it.each([...procedures.values()])('$id has a schema that stands by itself, with texts', (procedure) => {
    const schema = formSchemaOf(procedure);
    const parts = Object.keys(schema['$defs'] ?? {});
    for (const { value } of nodesOf(schema)) {
      if (typeof value['$ref'] === 'string') expect(parts).toContain(value['$ref'].replace('#/$defs/', ''));
      expect(value).not.toHaveProperty('discriminator');
    }
    for (const { path, value } of nodesOf(schema)) {
      if (path.split('/').at(-2) === 'properties') expect(value, path).toHaveProperty('x-description-zh');
    }
  });
});
