import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { seed } from '../../local/seed.ts';
import { type OperationRow, problemsOf } from '../../shared/contracts/operation.ts';
import { operations } from '../../shared/contracts/operations/index.ts';
import { problems } from '../../shared/contracts/problems.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { cloudUnderTest } from '../cloud.ts';
import { around, fitting, hostile } from './arbitrary.ts';
import { tokenOfKind } from './callers.ts';
import { openDraft, partyOf, type Raw, send } from './scene.ts';

/** Requests an operation and property; bounded, for the register answers some hundred a second here. */
const runs = 25;

let filing: string;
beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
  const [owner, bank] = await Promise.all(['owner', 'bank'].map(partyOf));
  if (!owner || !bank) throw new Error('the demo parties are not enrolled');
  filing = (await openDraft('owner', owner, bank, ['2017106018623'])).id;
});

async function tokenFor(row: OperationRow): Promise<string | undefined> {
  if (row.audience === 'public') return undefined;
  return tokenOfKind(row.audience === 'own' ? 'this party' : row.role);
}

const secretive = /node_modules|dynamodb|AWS|ZodError|at \w+ \(|\.ts:\d|Exception|undefined is not/i;

/** Whatever was sent: a documented status, never a 5xx but `busy`, a proper problem, and no word of the inside. */
function holdsPromises(row: OperationRow, answer: Raw): void {
  // A path with control characters never reaches a route: the gateway turns it away in its own words.
  if (answer.text === '{"message":"Bad Request"}') return;
  const documented = new Set<number>([
    row.success.status,
    304,
    ...problemsOf(row).map((one) => problems[one].status),
  ]);
  // The gateway answers by itself for paths that match no route once an empty parameter is filled in.
  documented.add(404);
  documented.delete(500);
  expect([...documented], `${row.id}: ${answer.text}`).toContain(answer.status);
  if (answer.status < 400) return;
  // The request's id is random letters, among which any word may stand.
  expect(answer.text.replace(/"instance":"[^"]*"/, '')).not.toMatch(secretive);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: expect.any(String),
    title: expect.any(String),
  });
}

/** Puts generated parameters in their place; a filing in the path is a real one half of the time. */
function pathOf(row: OperationRow, params: unknown, real: boolean): string {
  const given = (params ?? {}) as Record<string, unknown>;
  return row.path.replace(/\{(\w+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(name === 'filingId' && real ? filing : textOf(given[name] ?? 'x')).replaceAll(
      '.',
      '%2E',
    ),
  );
}

/** A value as a client would write it into an address. */
function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
}

function queryOf(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const pairs = Object.entries(query).map(([name, value]) => [name, textOf(value)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

type Made = { params: unknown; query: unknown; body: unknown; real: boolean };

function requests(row: OperationRow, make: (schema: z.ZodType) => fc.Arbitrary<unknown>): fc.Arbitrary<Made> {
  const part = (schema: z.ZodType | undefined) => (schema ? make(schema) : fc.constant(undefined));
  return fc.record({
    params: part(row.params),
    query: part(row.query),
    body: part(row.body),
    real: fc.boolean(),
  });
}

// Withdrawing or deciding the common filing would only spare it the later requests.
const tested = operations.filter((row) => row.id !== 'filings.withdraw');

describe.each(tested.map((row) => [row.id, row] as const))('%s', (_id, row) => {
  const property = async (arbitrary: fc.Arbitrary<Made>) => {
    const token = await tokenFor(row);
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ params, query, body, real }) => {
        const path = `${pathOf(row, params, real)}${queryOf(query)}`;
        const headers = row.etag === 'required' ? { 'if-match': '"1"' } : undefined;
        holdsPromises(row, await send(row.method, path, { token, body, ...(headers && { headers }) }));
      }),
      { numRuns: runs },
    );
  };

  it('keeps its promises on input that fits its schema', () => property(requests(row, fitting)));
  it('keeps its promises on input around its schema', () => property(requests(row, around)));
});

describe('drafts of a pledge', () => {
  it('keep their promises on forms around their schema', async () => {
    const schema = procedures.get('pledge.registration')?.schema;
    if (!schema) throw new Error('no pledge procedure');
    const row = operations.find((one) => one.id === 'filings.open');
    if (!row) throw new Error('no such operation');
    const token = await tokenFor(row);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fitting(schema), around(schema)), async (form) => {
        const body = { procedure: 'pledge.registration', form, documents: [] };
        holdsPromises(row, await send('POST', '/v1/my/filings', { token, body }));
      }),
      { numRuns: 100 },
    );
  });
});

describe('bodies that are no JSON objects at all', () => {
  const row = operations.find((one) => one.id === 'filings.open');
  it.each([
    ['nothing', '', 400],
    ['half a document', '{"procedure":', 400],
    ['a lone surrogate', '{"procedure":"\\ud800","form":{},"documents":[]}', 400],
    ['nesting without end', `${'['.repeat(5000)}${']'.repeat(5000)}`, 400],
    ['a number', '7', 422],
    ['more than 1 MB', JSON.stringify({ procedure: 'x'.repeat(1_100_000) }), 413],
  ])('%s is answered %s', async (_name, text, status) => {
    if (!row) throw new Error('no such operation');
    const answer = await send('POST', '/v1/my/filings', { token: await tokenFor(row), text });
    expect(answer.status, answer.text).toBe(status);
    holdsPromises(row, answer);
  });

  it('other media types are refused', async () => {
    if (!row) throw new Error('no such operation');
    const headers = { 'content-type': 'text/plain' };
    const answer = await send('POST', '/v1/my/filings', { token: await tokenFor(row), text: '{}', headers });
    expect(answer.status).toBe(415);
  });
});

describe('paths that no route knows', () => {
  it('are a 404 problem, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webPath(),
          hostile.map((one) => `/${encodeURIComponent(textOf(one))}`),
        ),
        async (path) => {
          const answer = await send('GET', `/nowhere${path}`);
          expect([404, 400]).toContain(answer.status);
          expect(answer.text.replace(/"instance":"[^"]*"/, '')).not.toMatch(secretive);
        },
      ),
      { numRuns: 50 },
    );
  });
});
