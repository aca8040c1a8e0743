import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { openLibrary } from '../../../functions/reference/library.ts';
import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import { openApiDocument } from '../../../shared/contracts/openapi.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { procedures } from '../../../shared/procedures/index.ts';

vi.stubEnv('DEMONSTRATION', 'true');
vi.stubEnv('ENVIRONMENT', 'local');
const { handler } = await import('../../../functions/reference/main.ts');

type Asked = {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

// The handler reads nothing of Lambda's context.
const context = {} as Context;

/** An event as the gateway makes it (payload format 2.0) for the route that it matched. */
async function ask(routeKey: string, { params, query, headers = {} }: Asked = {}) {
  const [method = 'GET', path = '/nowhere'] = routeKey === '$default' ? [] : routeKey.split(' ');
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:06:00:00 +0000',
      timeEpoch: 1795327200000,
    },
    isBase64Encoded: false,
    ...(params && { pathParameters: params }),
    ...(query && { queryStringParameters: query }),
  };
  const answer = await handler(event, context);
  return { status: answer.statusCode, headers: answer.headers ?? {}, text: answer.body ?? '' };
}

describe('GET /v1/openapi.json', () => {
  it('answers the document as it is: OpenAPI allows no mark beside its members', async () => {
    const answer = await ask('GET /v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(answer.text)).toEqual(
      JSON.parse(JSON.stringify(openApiDocument({ demonstration: true }))),
    );
  });

  it('answers 304 to whoever holds it, and the same tag from every instance', async () => {
    const { headers } = await ask('GET /v1/openapi.json');
    const etag = String(headers['etag']);
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(openLibrary(true, () => '').document().etag).toBe(etag);
    expect(openLibrary(false, () => '').document().etag).not.toBe(etag);
    const again = await ask('GET /v1/openapi.json', { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });
});

describe('GET /docs', () => {
  it.each([
    ['zh', {}],
    ['zh', { headers: { 'accept-language': 'de' } }],
    ['en', { headers: { 'accept-language': 'en-GB, zh;q=0.5' } }],
    ['en', { query: { lang: 'en' }, headers: { 'accept-language': 'zh-CN' } }],
    ['zh', { query: { lang: 'zh' }, headers: { 'accept-language': 'en' } }],
  ] as const)('is in %s when asked with %j', async (language, asked) => {
    const answer = await ask('GET /docs', asked);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
  });

  it('may run nothing, whatever gets into it, and differs by language for caches too', async () => {
    const { headers } = await ask('GET /docs');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['vary']).toBe('accept-language');
  });

  it('has a tag for each language', async () => {
    const zh = await ask('GET /docs', { query: { lang: 'zh' } });
    const en = await ask('GET /docs', { query: { lang: 'en' } });
    expect(zh.headers['etag']).not.toBe(en.headers['etag']);
    const held = { 'if-none-match': String(zh.headers['etag']) };
    expect((await ask('GET /docs', { query: { lang: 'zh' }, headers: held })).status).toBe(304);
    expect((await ask('GET /docs', { query: { lang: 'en' }, headers: held })).status).toBe(200);
  });

  it('passes over parameters that others put on its links', async () => {
    expect((await ask('GET /docs', { query: { utm_source: 'x' } })).status).toBe(200);
  });

  it('refuses a language it does not have', async () => {
    for (const query of [{ lang: 'fr' }, { lang: '<script>' }]) {
      const answer = await ask('GET /docs', { query });
      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'invalid-request' });
      expect(answer.text).not.toContain('script');
    }
  });
});

describe('procedures', () => {
  it('are listed, with the mark of demonstrations', async () => {
    const answer = await ask('GET /v1/procedures');
    const { notice, items } = JSON.parse(answer.text);
    expect(notice).toBe(demonstrationNotice);
    expect(items.map((one: { id: string }) => one.id)).toEqual([...procedures.keys()]);
  });

  it.each([...procedures.keys()])('%s is told with form, grounds and clocks, as its row says', async (id) => {
    const answer = await ask('GET /v1/procedures/{procedureId}', { params: { procedureId: id } });
    expect(answer.status).toBe(200);
    const { notice, ...body } = JSON.parse(answer.text);
    const row = operations.find((one) => one.id === 'procedures.get');
    expect(row?.success.schema.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(body.grounds).toHaveLength(procedures.get(id)?.grounds.length ?? 0);
    expect(Object.keys(body.form.properties)).toEqual(Object.keys(procedures.get(id)?.schema.shape ?? {}));
    expect(answer.text).not.toContain('"check"');
  });

  it.each(['pledge.discharge', '__proto__', 'constructor', 'toString', ' ', '%00', '../x', 'x'.repeat(64)])(
    '"%s" is none: 404',
    async (procedureId) => {
      const answer = await ask('GET /v1/procedures/{procedureId}', { params: { procedureId } });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-found', notice: demonstrationNotice });
    },
  );
});

describe('any other address', () => {
  it.each([
    ['zh', undefined, '未找到'],
    ['en', 'en', 'Not found'],
  ])('answers the problem not-found in %s', async (_language, accepted, title) => {
    const answer = await ask('$default', {
      headers: accepted === undefined ? {} : { 'accept-language': accepted },
    });
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({
      type: '/problems/not-found',
      title,
      status: 404,
      code: 'not-found',
      instance: 'request-1',
    });
  });
});
