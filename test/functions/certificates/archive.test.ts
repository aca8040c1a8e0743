import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../../functions/certificates/archive.ts';
import { type RunningS3, startS3 } from '../../../local/s3/server.ts';
import { newId } from '../../../shared/kernel/id.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
let s3: RunningS3;
let mayPut = true;
beforeAll(async () => {
  s3 = await startS3({
    folder,
    region: 'us-east-1',
    buckets: [{ name: 'certificates', versioned: true, cors: [] }],
    secretOf: () => 'secret',
    // As the role of the function: it reads and writes under one prefix, and lists nothing.
    authorise: (_key, action) => action === 's3:GetObject' || (action === 's3:PutObject' && mayPut),
  });
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

function archive() {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  return openArchive(
    'certificates',
    new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      forcePathStyle: true,
      maxAttempts: 1,
      credentials,
    }),
  );
}

let serial = 0;
const nextEntry = () => {
  serial += 1;
  return newId('ent', Date.now(), new Uint8Array(10).fill(serial));
};
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe('the archive of certificates', () => {
  it('has nothing of an entry until something is kept, whatever a role that may not list is told', async () => {
    expect(await archive().get(nextEntry())).toBeUndefined();
  });

  it('keeps the first bytes for ever: a second writing changes nothing and says so', async () => {
    const entry = nextEntry();
    expect(await archive().keep(entry, Buffer.from('first'))).toBe(true);
    expect(await archive().keep(entry, Buffer.from('second'))).toBe(false);
    expect(text(await archive().get(entry))).toBe('first');
  });

  it('of many at once exactly one is kept, and all read that one', async () => {
    const entry = nextEntry();
    const kept = await Promise.all(
      Array.from({ length: 8 }, (_, index) => archive().keep(entry, Buffer.from(`${index}`))),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(text(await archive().get(entry))).toBe(String(kept.indexOf(true)));
  });

  it('says aloud when it may not write', async () => {
    mayPut = false;
    await expect(archive().keep(nextEntry(), Buffer.from('x'))).rejects.toThrow();
    mayPut = true;
  });
});
