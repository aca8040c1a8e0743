import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { KEPT, PLAIN, running, send, signed } from './running.ts';

const ARN = `arn:aws-cn:s3:::${PLAIN}`;

async function withRights(allowed: readonly string[]) {
  const asked: string[] = [];
  const server = await running({
    authorise: (id, action, resource) => {
      asked.push(`${id} ${action} ${resource}`);
      return allowed.includes(action);
    },
  });
  return { server, s3: server.client(), asked };
}

describe('authorisation', () => {
  it('asks for the action on the resource as IAM names them', async () => {
    const { s3, asked } = await withRights([]);
    const at = { Bucket: PLAIN, Key: 'a/中' };
    const VersionId = '0'.repeat(32);
    const refused = [
      [() => s3.send(new PutObjectCommand({ ...at, Body: 'x' })), `s3:PutObject ${ARN}/a/中`],
      [() => s3.send(new GetObjectCommand(at)), `s3:GetObject ${ARN}/a/中`],
      [() => s3.send(new GetObjectCommand({ ...at, VersionId })), `s3:GetObjectVersion ${ARN}/a/中`],
      [() => s3.send(new DeleteObjectCommand(at)), `s3:DeleteObject ${ARN}/a/中`],
      [() => s3.send(new DeleteObjectCommand({ ...at, VersionId })), `s3:DeleteObjectVersion ${ARN}/a/中`],
      [() => s3.send(new ListObjectsV2Command({ Bucket: PLAIN })), `s3:ListBucket ${ARN}`],
    ] as const;
    for (const [call, expected] of refused) {
      await expect(call()).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
      expect(asked.splice(0)).toEqual([`AKIAWRITER ${expected}`]);
    }
  });

  it('hides what is missing from whoever may not list', async () => {
    const blind = (await withRights(['s3:GetObject'])).s3;
    const at = { Bucket: PLAIN, Key: 'none' };
    await expect(blind.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(blind.send(new HeadObjectCommand(at))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const seeing = (await withRights(['s3:GetObject', 's3:ListBucket'])).s3;
    await expect(seeing.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('wants the right to read for a copy source and for If-Match', async () => {
    const { s3, asked } = await withRights(['s3:PutObject']);
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'x' }));
    asked.splice(0);
    const copy = new CopyObjectCommand({ Bucket: KEPT, Key: 'b', CopySource: `${PLAIN}/a` });
    await expect(s3.send(copy)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(asked).toContain(`AKIAWRITER s3:GetObject ${ARN}/a`);
    const guess = new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'y', IfMatch: '"guess"' });
    await expect(s3.send(guess)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('names the partition of the region', async () => {
    const asked: string[] = [];
    const { port } = await running({
      region: 'eu-west-1',
      authorise: (_, __, resource) => asked.push(resource) > 0,
    });
    await send(port, await signed(port, { method: 'HEAD', path: `/${PLAIN}` }, { region: 'eu-west-1' }));
    expect(asked).toEqual([`arn:aws:s3:::${PLAIN}`]);
  });

  it('refuses what a proxy carried in where the bucket denies insecure transport', async () => {
    const buckets = [{ name: PLAIN, versioned: false, cors: [], denyInsecureTransport: true }];
    const { port } = await running({ buckets });
    const raw = await signed(port, { method: 'HEAD', path: `/${PLAIN}` });
    expect(await send(port, raw)).toMatchObject({ status: 200 });
    const headers = { ...raw.headers, 'x-forwarded-for': '203.0.113.9' };
    expect(await send(port, { ...raw, headers })).toMatchObject({ status: 403 });
  });
});
