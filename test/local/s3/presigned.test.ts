import { GetObjectCommand, PutObjectCommand, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { PLAIN, running, send, sha256, signed } from './running.ts';

const at = { Bucket: PLAIN, Key: 'upload/a b.pdf' };
/** Without this the presigner puts the checksum of an empty body into every upload address. */
const plain: S3ClientConfig = { requestChecksumCalculation: 'WHEN_REQUIRED' };

async function upload(config: S3ClientConfig = plain, options: Parameters<typeof getSignedUrl>[2] = {}) {
  const server = await running();
  const command = new PutObjectCommand({ ...at, ContentType: 'application/pdf' });
  const url = new URL(await getSignedUrl(server.client(config), command, options));
  const put = (target: URL, body: string, headers: Record<string, string> = {}) =>
    send(server.port, {
      method: 'PUT',
      path: target.pathname + target.search,
      body,
      headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
    });
  return { server, url, put };
}

describe('presigned addresses', () => {
  it('let a browser put and get, with its own content type', async () => {
    const { server, url, put } = await upload();
    expect(await put(url, 'text', { 'content-type': 'text/plain' })).toMatchObject({ status: 200 });
    const get = await getSignedUrl(server.client(), new GetObjectCommand(at), { expiresIn: 60 });
    const answer = await fetch(get);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(await answer.text()).toBe('text');
    expect((await fetch(get, { method: 'DELETE' })).status).toBe(403);
  });

  it('expire to the second', async () => {
    let nowMs = Date.now();
    const server = await running({ now: () => nowMs });
    await server.client().send(new PutObjectCommand({ ...at, Body: 'x' }));
    const signingDate = new Date(Math.floor(nowMs / 1000) * 1000);
    const url = await getSignedUrl(server.client(), new GetObjectCommand(at), { expiresIn: 10, signingDate });
    nowMs = signingDate.getTime() + 10_000;
    expect((await fetch(url)).status).toBe(200);
    nowMs += 1;
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('Request has expired');
    nowMs = signingDate.getTime() - 16 * 60_000;
    expect(await (await fetch(url)).text()).toContain('not yet valid');
  });

  it.each([
    ['X-Amz-Expires', '604800', 'SignatureDoesNotMatch'],
    ['X-Amz-Expires', '604801', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires', '0', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires', '-1', 'AuthorizationQueryParametersError'],
    ['X-Amz-Expires', '1e3', 'AuthorizationQueryParametersError'],
    ['X-Amz-Date', '20200101T000000Z', 'AuthorizationQueryParametersError'],
    ['X-Amz-Date', 'yesterday', 'AuthorizationQueryParametersError'],
    ['X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256', 'AuthorizationQueryParametersError'],
    ['X-Amz-SignedHeaders', 'x-amz-date', 'AuthorizationQueryParametersError'],
    ['X-Amz-Signature', '0'.repeat(64), 'SignatureDoesNotMatch'],
    ['X-Amz-Signature', '', 'AuthorizationQueryParametersError'],
    ['X-Amz-Content-Sha256', sha256('text'), 'SignatureDoesNotMatch'],
    ['X-Amz-Credential', 'AKIAOTHER', 'AuthorizationQueryParametersError'],
    ['x-amz-meta-role', 'owner', 'SignatureDoesNotMatch'],
    ['acl', '', 'SignatureDoesNotMatch'],
  ])('refuse %s=%s put in afterwards', async (name, value, code) => {
    const { url, put } = await upload();
    url.searchParams.set(name, value);
    expect(await put(url, 'text')).toMatchObject({ code });
  });

  it('cannot be used with the signature of another address, another method or another key', async () => {
    const { server, url, put } = await upload();
    const other = new URL(
      await getSignedUrl(server.client(plain), new PutObjectCommand({ ...at, Key: 'other' })),
    );
    const swapped = new URL(url);
    swapped.searchParams.set('X-Amz-Signature', other.searchParams.get('X-Amz-Signature') ?? '');
    expect(await put(swapped, 'text')).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const moved = new URL(url);
    moved.pathname = `/${PLAIN}/other`;
    expect(await put(moved, 'text')).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const read = await send(server.port, { method: 'GET', path: url.pathname + url.search });
    expect(read).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it('hold the upload to a signed length', async () => {
    const server = await running();
    const command = new PutObjectCommand({ ...at, ContentLength: 4 });
    const url = new URL(
      await getSignedUrl(server.client(plain), command, { signableHeaders: new Set(['content-length']) }),
    );
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    const put = (body: string) =>
      send(server.port, {
        method: 'PUT',
        path: url.pathname + url.search,
        body,
        headers: { 'content-length': String(body.length) },
      });
    expect(await put('longer')).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await put('abc')).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await put('four')).toMatchObject({ status: 200 });
  });

  it('hold the upload to a checksum in the address or in a signed header', async () => {
    const checksum = Buffer.from(sha256('genuine'), 'hex').toString('base64');
    const server = await running();
    const command = new PutObjectCommand({ ...at, ChecksumSHA256: checksum });
    const hoisted = new URL(await getSignedUrl(server.client(plain), command));
    expect(hoisted.searchParams.get('x-amz-checksum-sha256')).toBe(checksum);
    const put = (url: URL, body: string, headers: Record<string, string> = {}) =>
      send(server.port, { method: 'PUT', path: url.pathname + url.search, body, headers });
    expect(await put(hoisted, 'forged!')).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put(hoisted, 'genuine')).toMatchObject({
      status: 200,
      headers: { 'x-amz-checksum-sha256': checksum },
    });
    const header = 'x-amz-checksum-sha256';
    const kept = new URL(
      await getSignedUrl(server.client(plain), command, { unhoistableHeaders: new Set([header]) }),
    );
    expect(await put(kept, 'genuine')).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const forged = Buffer.from(sha256('forged!'), 'hex').toString('base64');
    expect(await put(kept, 'forged!', { [header]: forged })).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await put(kept, 'genuine', { [header]: checksum })).toMatchObject({ status: 200 });
  });

  it('show the default presigner to be useless for uploads: its checksum is that of nothing', async () => {
    const { url, put } = await upload({});
    expect(url.searchParams.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
    expect(await put(url, 'text')).toMatchObject({ code: 'BadDigest' });
    expect(await put(url, '')).toMatchObject({ status: 200 });
  });

  it('take metadata from the address, and refuse what is not signed or said twice', async () => {
    const server = await running();
    const command = new PutObjectCommand({ ...at, Metadata: { digest: 'd1' } });
    const url = new URL(await getSignedUrl(server.client(plain), command));
    expect(url.searchParams.get('x-amz-meta-digest')).toBe('d1');
    const put = (headers: Record<string, string>) =>
      send(server.port, { method: 'PUT', path: url.pathname + url.search, body: 'x', headers });
    expect(await put({ 'x-amz-meta-more': 'm' })).toMatchObject({ code: 'AccessDenied' });
    expect(await put({ 'x-amz-meta-digest': 'd2' })).toMatchObject({ code: 'InvalidRequest' });
    expect(await put({})).toMatchObject({ status: 200 });
    const head = await server.client().send(new GetObjectCommand(at));
    expect(head.Metadata).toEqual({ digest: 'd1' });
  });

  it('do not mix with a signed header', async () => {
    const { server, url, put } = await upload();
    const { headers } = await signed(server.port, { method: 'PUT', path: url.pathname });
    expect(await put(url, 'text', { authorization: headers['authorization'] ?? '' })).toMatchObject({
      code: 'InvalidArgument',
    });
  });
});
