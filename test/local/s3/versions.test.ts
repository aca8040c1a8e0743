import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { KEPT, PLAIN, running, temporaryFolder } from './running.ts';

const at = { Bucket: KEPT, Key: 'a' };

describe('versions', () => {
  it('keep every write under its id, the last one current', async () => {
    const s3 = (await running()).client();
    const one = await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
    const two = await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
    expect(one.VersionId).toMatch(/^[0-9a-f]{32}$/);
    expect(two.VersionId).not.toBe(one.VersionId);
    const read = async (VersionId?: string) => {
      const got = await s3.send(new GetObjectCommand({ ...at, ...(VersionId ? { VersionId } : {}) }));
      return [await got.Body?.transformToString(), got.VersionId];
    };
    expect(await read()).toEqual(['two', two.VersionId]);
    expect(await read(one.VersionId)).toEqual(['one', one.VersionId]);
  });

  it('hide behind a delete marker and come back when it is removed', async () => {
    const s3 = (await running()).client();
    const { VersionId } = await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
    const gone = await s3.send(new DeleteObjectCommand(at));
    expect(gone.DeleteMarker).toBe(true);
    const hidden = await s3.send(new GetObjectCommand(at)).catch((error: unknown) => error);
    expect(hidden).toMatchObject({
      name: 'NoSuchKey',
      $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': gone.VersionId } },
    });
    await expect(s3.send(new GetObjectCommand({ ...at, VersionId: gone.VersionId }))).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    expect((await s3.send(new HeadObjectCommand({ ...at, VersionId }))).ContentLength).toBe(3);
    // A delete marker is no object, so the conditional write finds the place free.
    const next = await s3.send(new PutObjectCommand({ ...at, Body: 'next', IfNoneMatch: '*' }));
    await s3.send(new DeleteObjectCommand({ ...at, VersionId: next.VersionId }));
    const removed = await s3.send(new DeleteObjectCommand({ ...at, VersionId: gone.VersionId }));
    expect(removed).toMatchObject({ DeleteMarker: true, VersionId: gone.VersionId });
    expect((await s3.send(new GetObjectCommand(at))).VersionId).toBe(VersionId);
    await s3.send(new DeleteObjectCommand({ ...at, VersionId }));
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('answer clearly to an id that is unknown or no id', async () => {
    const s3 = (await running()).client();
    await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
    const get = (VersionId: string) => s3.send(new GetObjectCommand({ ...at, VersionId }));
    await expect(get('0'.repeat(32))).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await expect(get('../../etc/passwd')).rejects.toMatchObject({ name: 'InvalidArgument' });
    const gone = await s3.send(new DeleteObjectCommand({ ...at, VersionId: '0'.repeat(32) }));
    expect(gone.$metadata.httpStatusCode).toBe(204);
  });

  it('survive a restart in their order, also when the clock has gone back', async () => {
    const folder = temporaryFolder();
    const before = await running({ folder, now: () => Date.now() });
    const one = await before.client().send(new PutObjectCommand({ ...at, Body: 'one' }));
    const two = await before
      .client()
      .send(new PutObjectCommand({ ...at, Body: 'two', Metadata: { k: 'v' } }));
    await before.stop();
    const after = await running({ folder, now: () => Date.now() - 60_000 });
    const s3 = after.client();
    const got = await s3.send(new GetObjectCommand(at));
    expect(await got.Body?.transformToString()).toBe('two');
    expect(got).toMatchObject({ VersionId: two.VersionId, Metadata: { k: 'v' }, ETag: two.ETag });
    expect((await s3.send(new HeadObjectCommand({ ...at, VersionId: one.VersionId }))).ETag).toBe(one.ETag);
    await s3.send(new PutObjectCommand({ ...at, Body: 'three' }));
    expect(await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()).toBe('three');
    expect((after.events[0]?.s3.object.sequencer ?? '') > (before.events[1]?.s3.object.sequencer ?? '')).toBe(
      true,
    );
  });

  it('stay when a bucket changes its mind about keeping them', async () => {
    const folder = temporaryFolder();
    const buckets = (versioned: boolean) => [{ name: PLAIN, versioned, cors: [] }];
    const key = { Bucket: PLAIN, Key: 'a' };
    const text = async (server: Awaited<ReturnType<typeof running>>) =>
      (await server.client().send(new GetObjectCommand(key))).Body?.transformToString();

    const plain = await running({ folder, buckets: buckets(false) });
    await plain.client().send(new PutObjectCommand({ ...key, Body: 'null version' }));
    await plain.stop();
    const kept = await running({ folder, buckets: buckets(true) });
    expect(await text(kept)).toBe('null version');
    const { VersionId } = await kept.client().send(new PutObjectCommand({ ...key, Body: 'named version' }));
    await kept.stop();
    const suspended = await running({ folder, buckets: buckets(false) });
    expect(await text(suspended)).toBe('named version');
    const gone = await suspended.client().send(new DeleteObjectCommand(key));
    expect(gone).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    await expect(text(suspended)).rejects.toMatchObject({ name: 'NoSuchKey' });
    const old = await suspended.client().send(new GetObjectCommand({ ...key, VersionId }));
    expect(await old.Body?.transformToString()).toBe('named version');
  });
});
