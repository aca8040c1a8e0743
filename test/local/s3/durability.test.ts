import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { client, PLAIN, running, temporaryFolder } from './running.ts';

const SIZE = 200_000;
/** A body whose every byte follows from its number, so that half of one is seen for what it is. */
const bodyOf = (generation: number) => Buffer.alloc(SIZE + generation, `${generation};`);

async function storedGeneration(s3: S3Client, Key: string): Promise<number> {
  try {
    const got = await s3.send(new GetObjectCommand({ Bucket: PLAIN, Key }));
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    const generation = Number.parseInt(bytes.toString('latin1', 0, 12), 10);
    expect(bytes.equals(bodyOf(generation))).toBe(true);
    expect(got.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
    expect(got.Metadata).toEqual({ generation: String(generation) });
    return generation;
  } catch (error) {
    expect(error).toMatchObject({ name: 'NoSuchKey' });
    return -1;
  }
}

async function startChild(folder: string) {
  const script = fileURLToPath(new URL('./serve-folder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const port = await new Promise<number>((done, failed) => {
    child.stdout.once('data', (data: Buffer) => done(Number(data.toString())));
    child.once('exit', () => failed(new Error('the server did not start')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describe('durability', () => {
  it('holds after kills at any moment: every object whole, nothing acknowledged lost', async () => {
    const folder = temporaryFolder();
    const keys = ['a', 'b', 'c'];
    const acknowledged = new Map(keys.map((key) => [key, -1]));
    let generation = 0;
    for (const killAfterMs of [60, 133, 217]) {
      const child = await startChild(folder);
      const s3 = client(child.url);
      for (const key of keys) {
        expect(await storedGeneration(s3, key)).toBeGreaterThanOrEqual(acknowledged.get(key) ?? -1);
      }
      let alive = true;
      const write = async (Key: string) => {
        while (alive) {
          const mine = generation++;
          const Metadata = { generation: String(mine) };
          await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: bodyOf(mine), Metadata }));
          acknowledged.set(Key, mine);
        }
      };
      const writers = keys.map((key) => write(key).catch(() => undefined));
      await new Promise((done) => setTimeout(done, killAfterMs));
      await child.kill();
      alive = false;
      await Promise.all(writers);
    }
    expect(Math.max(...acknowledged.values())).toBeGreaterThan(0);
    const server = await running({ folder });
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    for (const key of keys) {
      expect(await storedGeneration(server.client(), key)).toBeGreaterThanOrEqual(
        acknowledged.get(key) ?? -1,
      );
    }
  });

  it('never writes into a file that has its name: whoever opened the old object reads it to the end', async () => {
    const folder = temporaryFolder();
    const s3 = (await running({ folder })).client();
    await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'old' }));
    const bucket = join(folder, 'buckets', PLAIN);
    const handle = await open(join(bucket, readdirSync(bucket)[0] ?? ''), 'r');
    try {
      await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'new' }));
      expect((await handle.readFile()).toString('latin1', 0, 3)).toBe('old');
    } finally {
      await handle.close();
    }
  });

  it('forgets what a crash left in staging', async () => {
    const folder = temporaryFolder();
    const before = await running({ folder });
    await before.client().send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'old' }));
    const [name = ''] = readdirSync(join(folder, 'buckets', PLAIN));
    await before.stop();
    // Killed with all bytes written but before the rename: the whole file, still without its name.
    const whole = readFileSync(join(folder, 'buckets', PLAIN, name));
    writeFileSync(join(folder, 'staging', 'whole'), whole);
    writeFileSync(join(folder, 'staging', 'half'), whole.subarray(0, 2));
    const after = await running({ folder });
    expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    const got = await after.client().send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe('old');
  });

  it('does not start on a file it did not write whole, and says which', async () => {
    const folder = temporaryFolder();
    const before = await running({ folder });
    await before.client().send(new PutObjectCommand({ Bucket: PLAIN, Key: 'a', Body: 'bytes' }));
    await before.stop();
    const bucket = join(folder, 'buckets', PLAIN);
    const path = join(bucket, readdirSync(bucket)[0] ?? '');
    const whole = readFileSync(path);
    const start = () => running({ folder });
    truncateSync(path, whole.length - 1);
    await expect(start()).rejects.toThrow(path);
    writeFileSync(path, whole.subarray(1));
    await expect(start()).rejects.toThrow(path);
    writeFileSync(path, whole);
    writeFileSync(join(bucket, `${'0'.repeat(64)}.null`), whole);
    await expect(start()).rejects.toThrow('wrong name');
    rmSync(join(bucket, `${'0'.repeat(64)}.null`));
    const server = await start();
    const got = await server.client().send(new GetObjectCommand({ Bucket: PLAIN, Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe('bytes');
  });

  it('keeps a second server off the folder, and takes over from a dead one', async () => {
    const folder = temporaryFolder();
    const first = await running({ folder });
    await expect(running({ folder })).rejects.toThrow('already uses');
    await first.stop();
    writeFileSync(join(folder, 'lock'), '1');
    await expect(running({ folder })).rejects.toThrow('Process 1 already uses');
    writeFileSync(join(folder, 'lock'), '4194304000');
    await running({ folder });
  });

  it('refuses bucket names S3 would not take', async () => {
    for (const name of ['..', 'UPPER', 'a', 'a..b', '-ab', 'a/b', 'x'.repeat(64)]) {
      const buckets = [{ name, versioned: false, cors: [] }];
      await expect(running({ buckets })).rejects.toThrow('no valid bucket name');
    }
  });
});
