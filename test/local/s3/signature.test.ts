import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { PLAIN, type Raw, running, send, sha256, signed } from './running.ts';

const put = (body = 'genuine'): Raw => ({
  method: 'PUT',
  path: `/${PLAIN}/a`,
  headers: { 'content-type': 'text/plain', 'x-amz-meta-kind': 'test' },
  body,
});

describe('SigV4 in the authorization header', () => {
  it('accepts an honest request', async () => {
    const { port } = await running();
    expect(await send(port, await signed(port, put()))).toMatchObject({ status: 200 });
  });

  it('answers AccessDenied to every unsigned request, known bucket or not', async () => {
    const { port } = await running();
    for (const [method, path] of [
      ['GET', `/${PLAIN}/a`],
      ['PUT', `/${PLAIN}/a`],
      ['DELETE', `/${PLAIN}/a`],
      ['POST', `/${PLAIN}`],
      ['GET', `/${PLAIN}?list-type=2`],
      ['GET', '/none/a'],
      ['GET', '/'],
    ] as const) {
      expect(await send(port, { method, path })).toMatchObject({ status: 403, code: 'AccessDenied' });
    }
    const head = await send(port, { method: 'HEAD', path: `/${PLAIN}/a` });
    expect(head).toMatchObject({ status: 403, body: '' });
  });

  it('answers with an XML error that carries the request id', async () => {
    const { port } = await running();
    const { body, headers } = await send(port, { method: 'GET', path: `/${PLAIN}/a%20b` });
    const id = headers['x-amz-request-id'];
    expect(id).toMatch(/^[0-9A-F]{16}$/);
    expect(headers['content-type']).toBe('application/xml');
    expect(body).toContain(`<RequestId>${id}</RequestId>`);
    expect(body).toContain(`<Resource>/${PLAIN}/a%20b</Resource>`);
  });

  it.each<[string, (raw: Raw & { headers: Record<string, string> }) => Raw, string]>([
    ['another method', (raw) => ({ ...raw, method: 'DELETE' }), 'SignatureDoesNotMatch'],
    ['another key', (raw) => ({ ...raw, path: `/${PLAIN}/b` }), 'SignatureDoesNotMatch'],
    ['another bucket', (raw) => ({ ...raw, path: '/kept-bucket/a' }), 'SignatureDoesNotMatch'],
    ['a parameter more', (raw) => ({ ...raw, path: `${raw.path}?versionId=null` }), 'SignatureDoesNotMatch'],
    [
      'another host',
      (raw) => ({ ...raw, headers: { ...raw.headers, host: 'evil.example' } }),
      'SignatureDoesNotMatch',
    ],
    [
      'changed metadata',
      (raw) => ({ ...raw, headers: { ...raw.headers, 'x-amz-meta-kind': 'forged' } }),
      'SignatureDoesNotMatch',
    ],
    [
      'metadata added',
      (raw) => ({ ...raw, headers: { ...raw.headers, 'x-amz-meta-more': 'forged' } }),
      'AccessDenied',
    ],
    [
      'another content type',
      (raw) => ({ ...raw, headers: { ...raw.headers, 'content-type': 'text/html' } }),
      'SignatureDoesNotMatch',
    ],
    [
      'a signed header dropped',
      (raw) => {
        const { 'x-amz-meta-kind': _dropped, ...headers } = raw.headers;
        return { ...raw, headers };
      },
      'SignatureDoesNotMatch',
    ],
    ['another body', (raw) => ({ ...raw, body: 'forged!' }), 'XAmzContentSHA256Mismatch'],
    [
      'the hash of another body',
      (raw) => ({
        ...raw,
        body: 'forged!',
        headers: { ...raw.headers, 'x-amz-content-sha256': sha256('forged!') },
      }),
      'SignatureDoesNotMatch',
    ],
    [
      'an unsigned payload instead',
      (raw) => ({ ...raw, headers: { ...raw.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
      'SignatureDoesNotMatch',
    ],
    [
      "someone else's access key",
      (raw) => ({
        ...raw,
        headers: {
          ...raw.headers,
          authorization: (raw.headers['authorization'] ?? '').replace('AKIAWRITER', 'AKIAOTHER'),
        },
      }),
      'SignatureDoesNotMatch',
    ],
    [
      'a repeated parameter',
      (raw) => ({ ...raw, path: `${raw.path}?x-id=PutObject&x-id=PutObject` }),
      'InvalidArgument',
    ],
  ])('refuses a signed request with %s, and stores nothing', async (_, tamper, code) => {
    const server = await running();
    const answer = await send(server.port, tamper(await signed(server.port, put())));
    expect(answer.code).toBe(code);
    const get = server.client().send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    await expect(get).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(server.events).toEqual([]);
  });

  it('refuses a key it does not know and a secret that is wrong', async () => {
    const { port } = await running({
      secretOf: (id) => (id === 'AKIAWRITER' ? 'changed-since' : undefined),
    });
    expect(await send(port, await signed(port, put()))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const unknown = await send(port, await signed(port, put(), { accessKeyId: 'AKIAUNKNOWN' }));
    expect(unknown).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  });

  it('allows fifteen minutes of skew, no more, either way', async () => {
    const { port } = await running();
    const at = (minutes: number) => ({ date: new Date(Date.now() + minutes * 60_000) });
    expect(await send(port, await signed(port, put(), at(-14)))).toMatchObject({ status: 200 });
    expect(await send(port, await signed(port, put(), at(14)))).toMatchObject({ status: 200 });
    const late = await send(port, await signed(port, put(), at(-16)));
    expect(late).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
    expect(await send(port, await signed(port, put(), at(16)))).toMatchObject({
      code: 'RequestTimeTooSkewed',
    });
  });

  it('states its own time in every answer, well or refused: an SDK sets its clock by it', async () => {
    const now = Date.parse('2031-05-06T07:08:09.000Z');
    const { port } = await running({ now: () => now });
    const well = await send(port, await signed(port, put(), { date: new Date(now) }));
    const refused = await send(port, await signed(port, put()));
    const stated = 'Tue, 06 May 2031 07:08:09 GMT';
    expect([well.status, well.headers['date']]).toEqual([200, stated]);
    expect([refused.code, refused.headers['date']]).toEqual(['RequestTimeTooSkewed', stated]);
  });

  it('refuses a scope of another region, service or day, and names the right region', async () => {
    const { port } = await running();
    const elsewhere = await send(port, await signed(port, put(), { region: 'us-east-1' }));
    expect(elsewhere.code).toBe('AuthorizationHeaderMalformed');
    expect(elsewhere.body).toContain('<Region>cn-north-1</Region>');
    const honest = await signed(port, put());
    for (const [from, to] of [
      ['/s3/', '/sqs/'],
      [/\/\d{8}\//, '/20200101/'],
      ['aws4_request', 'aws4_other'],
      ['AKIAWRITER/', ''],
      [/SignedHeaders=[^,]+/, 'SignedHeaders=x-amz-date;host'],
      [/SignedHeaders=[^,]+/, 'SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-meta-kind'],
      [/Signature=.*/, 'Signature=00'],
    ] as const) {
      const authorization = (honest.headers['authorization'] ?? '').replace(from, to);
      const answer = await send(port, { ...honest, headers: { ...honest.headers, authorization } });
      expect(answer).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' });
    }
  });

  it('wants the payload hash said, a date, and SigV4', async () => {
    const { port } = await running();
    const honest = await signed(port, put());
    const without = (name: string) =>
      send(port, {
        ...honest,
        headers: Object.fromEntries(Object.entries(honest.headers).filter(([each]) => each !== name)),
      });
    expect(await without('x-amz-content-sha256')).toMatchObject({ status: 403 });
    expect(await without('x-amz-date')).toMatchObject({ code: 'AccessDenied' });
    const old = { ...honest, headers: { ...honest.headers, authorization: 'AWS AKIAWRITER:c2ln' } };
    expect(await send(port, old)).toMatchObject({ code: 'InvalidRequest' });
    const odd = { ...put(), headers: { 'x-amz-content-sha256': 'something' } };
    expect(await send(port, await signed(port, odd))).toMatchObject({ code: 'InvalidArgument' });
  });

  it('accepts a session token only as issued with the key', async () => {
    const server = await running({
      sessionTokenOf: (id) => (id === 'AKIAWRITER' ? 'token-1' : undefined),
    });
    const write = async (token: string | undefined, accessKeyId = 'AKIAWRITER') => {
      const headers: Record<string, string> = token === undefined ? {} : { 'x-amz-security-token': token };
      return (await send(server.port, await signed(server.port, { ...put(), headers }, { accessKeyId })))
        .code;
    };
    expect(await write('token-1')).toBeUndefined();
    expect(await write('token-2')).toBe('InvalidToken');
    expect(await write(undefined)).toBe('InvalidToken');
    expect(await write('token-1', 'AKIAOTHER')).toBe('InvalidToken');
    expect(await write(undefined, 'AKIAOTHER')).toBeUndefined();
    const sdk = server.client({
      credentials: {
        accessKeyId: 'AKIAWRITER',
        secretAccessKey: 'writer-secret',
        sessionToken: 'token-1',
      },
    });
    await sdk.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x' }));
  });

  it('refuses a body where none belongs', async () => {
    const { port } = await running();
    const raw = { method: 'GET', path: `/${PLAIN}/a`, body: 'unexpected' };
    expect(await send(port, await signed(port, raw))).toMatchObject({ code: 'InvalidRequest' });
    const claims = { method: 'GET', path: `/${PLAIN}/a`, headers: { 'x-amz-content-sha256': sha256('x') } };
    expect(await send(port, await signed(port, claims))).toMatchObject({ code: 'XAmzContentSHA256Mismatch' });
  });
});
