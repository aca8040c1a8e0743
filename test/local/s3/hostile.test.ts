import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { PLAIN, running, send, signed, temporaryFolder } from './running.ts';

const LIMIT = 64 * 1024 * 1024;

describe('keys are names, never paths', () => {
  it.each([
    '../../../../tmp/escape',
    '..',
    '.',
    './a',
    'a/../b',
    '//',
    '/',
    'a//b/',
    'a\u0000b',
    '%2e%2e%2f',
    'a?b#c&d=e+f',
    "!'()*~ ;:@$,",
    '合同/第1号 (副本).pdf',
    '😀'.repeat(256),
    'é',
    'e\u0301',
    '__proto__',
    'null',
    'k'.repeat(1024),
  ])('%j goes in, is listed, comes out and goes away', async (Key) => {
    const folder = temporaryFolder();
    const s3 = (await running({ folder: join(folder, 'inner') })).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: Key }));
    expect(readdirSync(folder)).toEqual(['inner']);
    expect(readdirSync(join(folder, 'inner', 'buckets', PLAIN))).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}\.null$/),
    ]);
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key }));
    expect(await got.Body?.transformToString()).toBe(Key);
    const list = await s3.send(new ListObjectsV2Command({ Bucket: PLAIN, EncodingType: 'url' }));
    expect(list.Contents?.map((object) => decodeURIComponent(object.Key ?? ''))).toEqual([Key]);
    await s3.send(new DeleteObjectCommand({ Bucket: PLAIN, Key }));
    expect((await s3.send(new ListObjectsV2Command({ Bucket: PLAIN }))).KeyCount).toBe(0);
  });

  it('keeps keys apart that a file system or a normaliser would confuse', async () => {
    const s3 = (await running()).client();
    const keys = ['a', 'A', 'a/', 'a//', 'é', 'e\u0301', 'a.', 'a '];
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: Key }));
    for (const Key of keys) {
      const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key }));
      expect(await got.Body?.transformToString()).toBe(Key);
    }
  });

  it('refuses keys and addresses that are not well-formed', async () => {
    const { port, client } = await running();
    const long = client().send(new PutObjectCommand({ Bucket: PLAIN, Key: '中'.repeat(342), Body: 'x' }));
    await expect(long).rejects.toMatchObject({ name: 'KeyTooLongError' });
    for (const path of [
      `/${PLAIN}/%ff`,
      `/${PLAIN}/%zz`,
      `/${PLAIN}/%ed%a0%80`,
      `/${PLAIN}/%c0%ae`,
      `/${PLAIN}?a=%f`,
    ]) {
      expect(await send(port, { method: 'GET', path })).toMatchObject({ status: 400, code: 'InvalidURI' });
    }
    expect(await send(port, { method: 'GET', path: 'http://elsewhere/a' })).toMatchObject({
      code: 'InvalidURI',
    });
    const inBucket = await signed(port, { method: 'GET', path: '/..%2F..%2Fetc/passwd' });
    expect(await send(port, inBucket)).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });
});

describe('limits', () => {
  it('takes 64 MB and refuses a byte more before it is sent', async () => {
    const { port, client } = await running();
    const s3 = client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const Body = Buffer.alloc(LIMIT + 1, 'x');
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: Body.subarray(1) }));
    await expect(s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'b', Body }))).rejects.toMatchObject({
      name: 'EntityTooLarge',
    });
    const raw = await signed(port, {
      method: 'PUT',
      path: `/${PLAIN}/b`,
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const headers = { ...raw.headers, 'content-length': String(LIMIT + 1), expect: '100-continue' };
    const continued = await new Promise<string>((done, failed) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port,
        method: 'PUT',
        path: raw.path,
        headers,
        agent: false,
      });
      request.on('continue', () => done('told to continue'));
      request.on('response', (response) => done(String(response.statusCode)));
      request.on('error', failed);
      request.flushHeaders();
    });
    expect(continued).toBe('400');
  });

  it('wants a length and refuses metadata beyond 2 KB or beyond ASCII', async () => {
    const { port } = await running();
    const put = async (headers: Record<string, string>) =>
      send(port, await signed(port, { method: 'PUT', path: `/${PLAIN}/a`, body: 'x', headers }));
    expect(await put({ 'x-amz-meta-a': 'x'.repeat(2047) })).toMatchObject({ status: 200 });
    expect(await put({ 'x-amz-meta-a': 'x'.repeat(2048) })).toMatchObject({ code: 'MetadataTooLarge' });
    expect(await put({ 'x-amz-meta-a': 'é' })).toMatchObject({ code: 'InvalidArgument' });
    expect(await put({ 'content-type': 'text/é' })).toMatchObject({ code: 'InvalidArgument' });
    const raw = await signed(port, { method: 'PUT', path: `/${PLAIN}/a` });
    const chunked = { ...raw.headers, 'transfer-encoding': 'chunked' };
    expect(await send(port, { ...raw, headers: chunked, body: 'x' })).toMatchObject({ status: 501 });
  });
});

describe('the connection', () => {
  it('is answered and goes on at once after an upload that was refused half-way', async () => {
    const { port } = await running();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const over = async (raw: Awaited<ReturnType<typeof signed>>, body?: Buffer) =>
      new Promise<number | undefined>((done, failed) => {
        const { method, path, headers } = raw;
        const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
          response.resume().on('end', () => done(response.statusCode));
        });
        request.on('error', failed);
        request.end(body);
      });
    const startedAt = performance.now();
    const body = randomBytes(5_000_000);
    const headers = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5000000',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
    const raw = await signed(port, { method: 'PUT', path: `/${PLAIN}/a`, headers });
    const sized = { ...raw, headers: { ...raw.headers, 'content-length': String(body.length) } };
    // Random bytes are no chunks: the refusal is clear at the first line, with most of the body still to come.
    expect(await over(sized, body)).toBe(400);
    expect(await over({ ...sized, path: `/${PLAIN}/other` }, body)).toBe(403);
    expect(await over(await signed(port, { method: 'HEAD', path: `/${PLAIN}` }))).toBe(200);
    // Left undrained, the connection would hang until the keep-alive limit of five seconds.
    expect(performance.now() - startedAt).toBeLessThan(4000);
    agent.destroy();
  });

  it('cut in the middle of an upload leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const server = await running({ folder });
    const raw = await signed(server.port, {
      method: 'PUT',
      path: `/${PLAIN}/a`,
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const lines = Object.entries({ ...raw.headers, 'content-length': '1000000' }).map((pair) =>
      pair.join(': '),
    );
    await new Promise<void>((done, failed) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(`PUT ${raw.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${'x'.repeat(100_000)}`);
        setTimeout(() => socket.resetAndDestroy(), 50);
      });
      socket.on('close', () => done());
      socket.on('error', failed);
    });
    await server.stop();
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    expect(readdirSync(join(folder, 'buckets', PLAIN))).toEqual([]);
    expect(server.events).toEqual([]);
  });

  it('refuses a header sent twice, for two readers might each believe another', async () => {
    const { port } = await running();
    const { path, headers } = await signed(port, { method: 'HEAD', path: `/${PLAIN}` });
    const lines = Object.entries(headers).map((pair) => pair.join(': '));
    const answer = await new Promise<string>((done, failed) => {
      const socket = connect(port, '127.0.0.1', () => {
        const twice = [...lines, 'host: elsewhere', 'connection: close'];
        socket.write(`HEAD ${path} HTTP/1.1\r\n${twice.join('\r\n')}\r\n\r\n`);
      });
      socket.on('data', (data) => done(data.toString()));
      socket.on('error', failed);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});
