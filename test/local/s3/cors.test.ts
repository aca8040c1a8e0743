import { describe, expect, it } from 'vitest';
import { PLAIN, running, send, signed } from './running.ts';

const ORIGIN = 'https://portal.example';

async function withRules() {
  const cors = [
    {
      allowedOrigins: [ORIGIN, 'https://*.preview.example'],
      allowedMethods: ['PUT', 'HEAD'],
      allowedHeaders: ['content-type', 'X-Amz-*'],
      exposedHeaders: ['ETag', 'x-amz-version-id'],
      maxAgeSeconds: 600,
    },
    { allowedOrigins: ['*'], allowedMethods: ['GET'] },
  ];
  return running({ buckets: [{ name: PLAIN, versioned: false, cors }] });
}

describe('CORS', () => {
  const preflight = (port: number, headers: Record<string, string>, bucket = PLAIN) =>
    send(port, { method: 'OPTIONS', path: `/${bucket}/a`, headers });

  it('answers an unsigned preflight by the first rule that fits', async () => {
    const { port } = await withRules();
    const allowed = await preflight(port, {
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'Content-Type, x-amz-checksum-sha256',
    });
    expect(allowed).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'PUT, HEAD',
        'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
        'access-control-expose-headers': 'ETag, x-amz-version-id',
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '600',
        vary: expect.stringContaining('Origin'),
      },
    });
    const open = await preflight(port, {
      origin: 'https://else.example',
      'access-control-request-method': 'GET',
    });
    expect(open.headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(open.headers).not.toHaveProperty('access-control-allow-credentials');
    const preview = { origin: 'https://a.preview.example', 'access-control-request-method': 'PUT' };
    expect(await preflight(port, preview)).toMatchObject({ status: 200 });
  });

  it.each([
    ['another origin', { origin: 'https://else.example', 'access-control-request-method': 'PUT' }],
    [
      'an origin that only ends alike',
      { origin: `${ORIGIN}.evil.example`, 'access-control-request-method': 'PUT' },
    ],
    ['another method', { origin: ORIGIN, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type, x-other',
      },
    ],
    [
      'any header where none is allowed',
      { origin: ORIGIN, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-other' },
    ],
  ])('refuses a preflight for %s', async (_, headers) => {
    const { port } = await withRules();
    const answer = await preflight(port, headers);
    expect(answer).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('refuses a preflight without its question, or for a bucket that is not there', async () => {
    const { port } = await withRules();
    expect(await preflight(port, {})).toMatchObject({ status: 400, code: 'BadRequest' });
    const headers = { origin: ORIGIN, 'access-control-request-method': 'PUT' };
    expect(await preflight(port, headers, 'none')).toMatchObject({ code: 'AccessForbidden' });
  });

  it('marks the answer itself, errors included, so that the page may read it', async () => {
    const { port } = await withRules();
    const put = { method: 'PUT', path: `/${PLAIN}/a`, body: 'x', headers: { origin: ORIGIN } };
    const stored = await send(port, await signed(port, put));
    expect(stored).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': ORIGIN } });
    const denied = await send(port, put);
    expect(denied).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': ORIGIN } });
    const elsewhere = await send(
      port,
      await signed(port, { ...put, headers: { origin: 'https://else.example' } }),
    );
    expect(elsewhere.status).toBe(200);
    expect(elsewhere.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
