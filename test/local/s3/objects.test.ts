import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it, vi } from 'vitest';
import { KEPT, PLAIN, running } from './running.ts';

const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => expect.fail('should have been refused'),
    (thrown: unknown) => thrown,
  );
  return error as { name: string; $metadata: { httpStatusCode: number } };
};

describe('objects through the official SDK', () => {
  it('gives back bytes, headers, metadata and checksum as they came', async () => {
    const s3 = (await running()).client();
    const Body = randomBytes(100_000);
    const put = await s3.send(
      new PutObjectCommand({
        Bucket: PLAIN,
        Key: '文件/contract 1.pdf',
        Body,
        ContentType: 'application/pdf',
        ContentDisposition: 'attachment; filename="a.pdf"',
        CacheControl: 'no-store',
        Metadata: { digest: 'abc', party: 'one' },
      }),
    );
    expect(put.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect(put.VersionId).toBeUndefined();
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: '文件/contract 1.pdf' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({
      ContentType: 'application/pdf',
      ContentDisposition: 'attachment; filename="a.pdf"',
      CacheControl: 'no-store',
      ContentLength: 100_000,
      Metadata: { digest: 'abc', party: 'one' },
      ETag: put.ETag,
      ChecksumCRC32: put.ChecksumCRC32,
    });
    expect(put.ChecksumCRC32).toBeDefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: '文件/contract 1.pdf' }));
    expect(head).toMatchObject({ ContentLength: 100_000, ETag: put.ETag, Metadata: { digest: 'abc' } });
    expect(head.LastModified?.getTime()).toBeGreaterThan(Date.now() - 10_000);
  });

  it.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA1$|SHA256$)/.test(name)))(
    'verifies and returns %s as the SDK computes it, whole and streamed',
    async (algorithm) => {
      const s3 = (await running()).client();
      const data = randomBytes(70_001);
      for (const Body of [data, Readable.from([data.subarray(0, 65_536), data.subarray(65_536)])]) {
        await s3.send(
          new PutObjectCommand({
            Bucket: PLAIN,
            Key: 'a',
            Body,
            ContentLength: data.length,
            ChecksumAlgorithm: algorithm,
          }),
        );
        const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a', ChecksumMode: 'ENABLED' }));
        expect(got[`Checksum${algorithm}` as 'ChecksumCRC32']).toBeDefined();
        expect(got.ContentEncoding).toBeUndefined();
        // The SDK checks the body against the header while it reads.
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(data);
      }
    },
  );

  it('refuses a stream cut into chunks below 8 KB, as S3 does', async () => {
    const s3 = (await running()).client();
    const Body = Readable.from([Buffer.from('small'), Buffer.from('pieces')]);
    const error = await failure(
      s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body, ContentLength: 11 })),
    );
    expect(error.name).toBe('InvalidChunkSizeError');
  });

  it('keeps a CRC64NVME of what came without a checksum', async () => {
    const s3 = (await running()).client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: '123456789' }));
    const head = await s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: 'a', ChecksumMode: 'ENABLED' }));
    // The check value of CRC-64/NVME in the catalogue of parametrised CRCs: ae8b14860a799888.
    expect(head.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'));
  });

  it('stores the empty object', async () => {
    const s3 = (await running()).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'empty', Body: '' }));
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'empty' }));
    expect(await got.Body?.transformToString()).toBe('');
    expect(got.ContentType).toBe('application/octet-stream');
  });

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('answers the range %s', async (Range, text, contentRange) => {
    const s3 = (await running()).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: '0123456789' }));
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a', Range }));
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect(got.ContentRange).toBe(contentRange);
    expect(await got.Body?.transformToString()).toBe(text);
  });

  it('refuses a range outside the object and several ranges; ignores what is no range', async () => {
    const s3 = (await running()).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: '0123456789' }));
    const get = (Range: string) => s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a', Range }));
    expect(await failure(get('bytes=10-'))).toMatchObject({ name: 'InvalidRange' });
    expect(await failure(get('bytes=-0'))).toMatchObject({ name: 'InvalidRange' });
    expect(await failure(get('bytes=0-1,3-4'))).toMatchObject({ name: 'NotImplemented' });
    expect(await (await get('bytes=5-2')).Body?.transformToString()).toBe('0123456789');
    expect(await (await get('lines=1-2')).Body?.transformToString()).toBe('0123456789');
  });

  it('honours conditions on reads', async () => {
    const s3 = (await running()).client();
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x' }));
    const get = (condition: object) =>
      s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a', ...condition }));
    const notModified = await failure(get({ IfNoneMatch: ETag }));
    expect(notModified.$metadata.httpStatusCode).toBe(304);
    expect((await failure(get({ IfModifiedSince: new Date() }))).$metadata.httpStatusCode).toBe(304);
    expect((await failure(get({ IfMatch: '"other"' }))).$metadata.httpStatusCode).toBe(412);
    expect((await failure(get({ IfUnmodifiedSince: new Date(0) }))).$metadata.httpStatusCode).toBe(412);
    expect((await get({ IfMatch: ETag, IfUnmodifiedSince: new Date(0) })).$metadata.httpStatusCode).toBe(200);
    expect((await get({ IfNoneMatch: '"other"', IfModifiedSince: new Date() })).ETag).toBe(ETag);
  });

  it('honours If-None-Match: * and If-Match on writes', async () => {
    const s3 = (await running()).client();
    const put = (condition: object) =>
      s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x', ...condition }));
    expect(await failure(put({ IfMatch: '"x"' }))).toMatchObject({ name: 'NoSuchKey' });
    const { ETag } = await put({ IfNoneMatch: '*' });
    expect(await failure(put({ IfNoneMatch: '*' }))).toMatchObject({ name: 'PreconditionFailed' });
    expect(await failure(put({ IfNoneMatch: ETag }))).toMatchObject({ name: 'NotImplemented' });
    expect(await failure(put({ IfMatch: '"x"' }))).toMatchObject({ name: 'PreconditionFailed' });
    await put({ IfMatch: ETag });
    await s3.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    await put({ IfNoneMatch: '*' });
  });

  it('lets exactly one of many concurrent If-None-Match puts win, and keeps that one whole', async () => {
    const server = await running();
    const s3 = server.client();
    const bodies = Array.from({ length: 16 }, (_, i) => Buffer.alloc(20_000, i));
    for (const Bucket of [PLAIN, KEPT]) {
      const results = await Promise.allSettled(
        bodies.map((Body) => s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body, IfNoneMatch: '*' }))),
      );
      const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []));
      expect(winners).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason.name).toBe('PreconditionFailed');
      }
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'once' }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(bodies[winners[0] ?? -1]);
    }
    expect(server.events).toHaveLength(2);
  });

  it('gives a reader one whole object while writers replace it', async () => {
    const s3 = (await running()).client();
    const put = (i: number) =>
      s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: Buffer.alloc(1000 + i * 5000, i) }));
    await put(0);
    const reads = Array.from({ length: 30 }, async () => {
      const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' }));
      const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      expect(got.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
    });
    await Promise.all([...reads, ...Array.from({ length: 10 }, (_, i) => put(i + 1))]);
  });

  it('deletes for good where no versions are kept, and quietly what is not there', async () => {
    const s3 = (await running()).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x' }));
    for (let i = 0; i < 2; i++) {
      const gone = await s3.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'a' }));
      expect(gone.$metadata.httpStatusCode).toBe(204);
      expect(gone.DeleteMarker).toBeUndefined();
    }
    expect(await failure(s3.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' })))).toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    expect(await failure(s3.send(new HeadObjectCommand({ Bucket: PLAIN, Key: 'a' })))).toMatchObject({
      name: 'NotFound',
    });
  });

  it('copies with the source metadata or new metadata, and fires Copy', async () => {
    const server = await running();
    const s3 = server.client();
    await s3.send(
      new PutObjectCommand({
        Bucket: PLAIN,
        Key: 'a b/ü',
        Body: 'text',
        Metadata: { k: 'v' },
        ContentType: 'text/x',
      }),
    );
    const CopySource = `${PLAIN}/${encodeURIComponent('a b/ü')}`;
    await s3.send(new CopyObjectCommand({ Bucket: KEPT, Key: 'copy', CopySource }));
    const copy = await s3.send(new GetObjectCommand({ Bucket: KEPT, Key: 'copy' }));
    expect(copy).toMatchObject({ ContentType: 'text/x', Metadata: { k: 'v' } });
    expect(await copy.Body?.transformToString()).toBe('text');
    await s3.send(
      new CopyObjectCommand({
        Bucket: KEPT,
        Key: 'copy',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: {},
      }),
    );
    const second = await s3.send(new HeadObjectCommand({ Bucket: KEPT, Key: 'copy' }));
    expect(second.Metadata).toEqual({});
    expect(server.events.map((event) => event.eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:Copy',
    ]);
    const missing = s3.send(new CopyObjectCommand({ Bucket: KEPT, Key: 'x', CopySource: `${PLAIN}/none` }));
    expect(await failure(missing)).toMatchObject({ name: 'NoSuchKey' });
  });

  it('names what it does not do instead of pretending', async () => {
    const s3 = (await running()).client();
    const at = { Bucket: PLAIN, Key: 'a' };
    await s3.send(new PutObjectCommand({ ...at, Body: 'x' }));
    const asked = [
      () => s3.send(new CreateMultipartUploadCommand(at)),
      () => s3.send(new GetObjectAclCommand(at)),
      () => s3.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
      () => s3.send(new ListBucketsCommand({})),
      () => s3.send(new GetObjectCommand({ ...at, PartNumber: 1 })),
      () => s3.send(new PutObjectCommand({ ...at, Body: 'x', ServerSideEncryption: 'aws:kms' })),
      () => s3.send(new PutObjectCommand({ ...at, Body: 'x', ACL: 'public-read' })),
      () => s3.send(new PutObjectCommand({ ...at, Body: 'x', Tagging: 'a=b' })),
      () => s3.send(new DeleteObjectCommand({ ...at, IfMatch: '"x"' })),
    ];
    for (const each of asked) {
      expect(await failure(each())).toMatchObject({
        name: 'NotImplemented',
        $metadata: { httpStatusCode: 501 },
      });
    }
  });

  it('knows its buckets', async () => {
    const s3 = (await running()).client();
    const head = await s3.send(new HeadBucketCommand({ Bucket: PLAIN }));
    expect(head.BucketRegion).toBe('cn-north-1');
    expect(await failure(s3.send(new HeadBucketCommand({ Bucket: 'none' })))).toMatchObject({
      name: 'NotFound',
    });
    expect(
      await failure(s3.send(new PutObjectCommand({ Bucket: 'none', Key: 'a', Body: 'x' }))),
    ).toMatchObject({ name: 'NoSuchBucket' });
  });

  it('fires one event a durable object, in the shape of an S3 notification', async () => {
    const server = await running();
    const s3 = server.client();
    const Key = 'in box/合同=1.pdf';
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: KEPT, Key, Body: 'abc' }));
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'b', Body: '' }));
    expect(server.events).toHaveLength(2);
    const [first, second] = server.events;
    expect(first).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'cn-north-1',
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:AKIAWRITER' },
      s3: {
        bucket: { name: KEPT, arn: `arn:aws-cn:s3:::${KEPT}` },
        object: {
          key: 'in+box/%E5%90%88%E5%90%8C%3D1.pdf',
          size: 3,
          eTag: createHash('md5').update('abc').digest('hex'),
          versionId: VersionId,
        },
      },
    });
    expect(first?.s3.object.sequencer).toMatch(/^[0-9A-F]{16}$/);
    expect((first?.s3.object.sequencer ?? '') < (second?.s3.object.sequencer ?? '')).toBe(true);
    expect(second?.s3.object).not.toHaveProperty('versionId');
  });

  it.each([
    ['at once', () => expect.fail('the listener is broken on purpose')],
    ['later', () => Promise.reject(new Error('the listener is broken on purpose'))],
  ])('answers the writer although the listener fails %s', async (_, onObjectCreated) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const server = await running({ onObjectCreated });
    const put = await server.client().send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x' }));
    expect(put.$metadata.httpStatusCode).toBe(200);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
