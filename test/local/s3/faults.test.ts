import { setTimeout as delay } from 'node:timers/promises';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { S3After, S3Before, S3Call, S3Faults } from '../../../local/s3/faults.ts';
import { PLAIN, running } from './running.ts';

let first: S3Before[];
let last: S3After[];
let seen: S3Call[];
let over: S3Call[];
/** Where the next call waits before it is done, once set. */
let held: { arrive(): void; released: Promise<void> } | undefined;
let server: Awaited<ReturnType<typeof running>>;
let s3: S3Client;

const faults: S3Faults = {
  async before(call) {
    seen.push(call);
    const here = held;
    held = undefined;
    here?.arrive();
    await here?.released;
    return first.shift() ?? 'through';
  },
  async after(call) {
    over.push(call);
    return last.shift() ?? 'through';
  },
};

beforeEach(async () => {
  [first, last, seen, over, held] = [[], [], [], [], undefined];
  server = await running({ faults });
  s3 = server.client();
});

function hold() {
  const arrival = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  held = { arrive: arrival.resolve, released: end.promise };
  return { arrived: arrival.promise, release: end.resolve };
}

const put = (Key: string, more: object = {}, client = s3) =>
  client.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: `bytes of ${Key}`, ...more }));
async function stored(): Promise<unknown[]> {
  const list = await s3.send(new ListObjectsV2Command({ Bucket: PLAIN }));
  return (list.Contents ?? []).map((one) => one.Key);
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have failed'),
    (thrown: unknown) => thrown,
  );

describe('a call that is not done', () => {
  it('is a broken connection, a plea to slow down, or a fault of the service, and stores nothing', async () => {
    first.push('cut', 'slowDown', 'failed');
    expect(await failure(put('a'))).toMatchObject({ code: 'ECONNRESET' });
    expect(await failure(put('a'))).toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    expect(await failure(put('a'))).toMatchObject({
      name: 'InternalError',
      $metadata: { httpStatusCode: 500 },
    });
    expect(over).toEqual([]);
    expect(await stored()).toEqual([]);
    expect(server.events).toEqual([]);
  });

  it('is tried again by the SDK', async () => {
    first.push('cut', 'slowDown');
    await put('a', {}, server.client({ maxAttempts: 3 }));
    expect(await stored()).toEqual(['a']);
    expect(server.events).toHaveLength(1);
  });

  it('can meet a conflict where it has a condition, and goes through where it has none', async () => {
    first.push('conflict', 'conflict');
    expect(await failure(put('a', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'ConditionalRequestConflict',
      $metadata: { httpStatusCode: 409 },
    });
    await put('b');
    expect(await stored()).toEqual(['b']);
  });
});

describe('a call that was done', () => {
  it('stays done when nobody hears of it, or hears that it failed', async () => {
    last.push('cut', 'failed');
    expect(await failure(put('a'))).toMatchObject({ code: 'ECONNRESET' });
    expect(await failure(put('b'))).toMatchObject({ name: 'InternalError' });
    expect(await stored()).toEqual(['a', 'b']);
    expect(server.events).toHaveLength(2);
  });

  it('makes a conditional put that is tried again meet its own object', async () => {
    last.push('cut');
    const again = put('a', { IfNoneMatch: '*' }, server.client({ maxAttempts: 2 }));
    expect(await failure(again)).toMatchObject({ name: 'PreconditionFailed' });
    expect(over.map(({ operation }) => operation)).toEqual(['PutObject', 'PutObject']);
    expect(server.events).toHaveLength(1);
  });

  it('may be a read, whose bytes nobody gets, or a refusal that nobody hears', async () => {
    await put('a');
    last.push('cut', 'failed', 'cut');
    const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: PLAIN, Key }));
    expect(await failure(get('a'))).toMatchObject({ code: 'ECONNRESET' });
    expect(await failure(get('a'))).toMatchObject({ name: 'InternalError' });
    expect(await failure(get('none'))).toMatchObject({ code: 'ECONNRESET' });
    expect(await failure(get('none'))).toMatchObject({ name: 'NoSuchKey' });
    expect(await (await get('a')).Body?.transformToString()).toBe('bytes of a');
  });
});

describe('a call that is held', () => {
  it('judges its condition when it is let go', async () => {
    const waiting = hold();
    const slow = put('a', { IfNoneMatch: '*', Body: 'slow' });
    await waiting.arrived;
    await put('a', { IfNoneMatch: '*', Body: 'fast' });
    waiting.release();
    expect(await failure(slow)).toMatchObject({ name: 'PreconditionFailed' });
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe('fast');
  });

  it('is done when let go though its caller has hung up', async () => {
    const waiting = hold();
    const gone = new AbortController();
    const Body = Buffer.alloc(300_000, 'x');
    const lost = failure(
      s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body }), { abortSignal: gone.signal }),
    );
    await waiting.arrived;
    gone.abort();
    expect(await lost).toMatchObject({ name: 'AbortError' });
    expect(await stored()).toEqual([]);
    waiting.release();
    await expect.poll(stored).toEqual(['a']);
    const head = await s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    expect(head.ContentLength).toBe(Body.length);
  });

  it('does not keep the server from closing, which cuts it', async () => {
    const waiting = hold();
    const lost = failure(put('a'));
    await waiting.arrived;
    await Promise.race([server.stop(), delay(1500).then(() => expect.fail('hung'))]);
    expect(await lost).toMatchObject({ code: 'ECONNRESET' });
    waiting.release();
    expect(over).toEqual([]);
  });
});

it('whoever plans faults is told operation, bucket, key, mark and condition, of calls whose signature holds', async () => {
  s3.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, { 'x-fault-mark': 'call-7' });
      return next(args);
    },
    { step: 'build' },
  );
  await put('a/1', { IfNoneMatch: '*' });
  await stored();
  await failure(
    server
      .client({ credentials: { accessKeyId: 'AKIAWRITER', secretAccessKey: 'x' } })
      .send(new ListObjectsV2Command({ Bucket: PLAIN })),
  );
  expect(seen).toEqual([
    { operation: 'PutObject', bucket: PLAIN, key: 'a/1', mark: 'call-7', conditional: true },
    { operation: 'ListObjectsV2', bucket: PLAIN, key: undefined, mark: 'call-7', conditional: false },
  ]);
  expect(over).toEqual(seen);
});
