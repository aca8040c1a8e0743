import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, startEngine } from '../../../local/dynamodb/engine.ts';
import { LocalCloudError } from '../../../local/dynamodb/engine-error.ts';
import { createTables } from '../../../local/dynamodb/tables.ts';
import { templateTable } from '../../store.ts';

// A start takes two seconds on an idle machine and many on a busy one; some tests start three engines.
vi.setConfig({ testTimeout: 60_000 });

let root: string;
/** A data folder with some items, made once and copied by each test that spoils it. */
let filled: string;
const engines: Engine[] = [];
const parents: ChildProcess[] = [];

const table = templateTable('titles', { partitionKey: 'pk', sortKey: 'sk', indexes: {}, stream: true });
const key = (n: number) => ({ pk: { S: `title#${n}` }, sk: { S: 'a' } });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'engine-'));
  filled = join(root, 'filled');
  const engine = await start({ folder: filled });
  await createTables(engine.url, [table]);
  const client = clientOf(engine);
  for (let n = 0; n < 100; n++)
    await client.send(
      new PutItemCommand({ TableName: 'titles', Item: { ...key(n), v: { S: 'x'.repeat(2_000) } } }),
    );
  client.destroy();
  await engine.close();
});
afterEach(async () => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function start(options: Parameters<typeof startEngine>[0]): Promise<Engine> {
  const engine = await startEngine(options);
  engines.push(engine);
  return engine;
}

function clientOf(engine: { url: string }): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

async function has(engine: Engine, n: number): Promise<boolean> {
  const client = clientOf(engine);
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'titles', Key: key(n), ConsistentRead: true }),
  );
  client.destroy();
  return Item !== undefined;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  const until = Date.now() + 10_000;
  while (lives(pid)) {
    if (Date.now() > until) throw new Error(`Process ${pid} outlived its parent`);
    await delay(20);
  }
}

async function failure(options: Parameters<typeof startEngine>[0]): Promise<LocalCloudError> {
  const error = await start(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LocalCloudError))
    throw new Error(`Expected a LocalCloudError, got ${String(error)}`);
  expect(error.message).not.toContain('\n');
  return error;
}

/** A copy of the filled folder, with its database file. */
async function copy(name: string): Promise<{ folder: string; file: string }> {
  const folder = join(root, name);
  await cp(filled, folder, { recursive: true });
  return { folder, file: join(folder, 'shared-local-instance.db') };
}

/** A process of its own that starts an engine and prints its ids, as the local cloud would. */
async function startParent(
  folder: string,
): Promise<{ parent: ChildProcess; engine: number; watchdog: number; gone: Promise<unknown> }> {
  const module = new URL('../../../local/dynamodb/engine.ts', import.meta.url).href;
  const script = `const { startEngine } = await import(${JSON.stringify(module)});
    const engine = await startEngine({ folder: ${JSON.stringify(folder)} });
    console.log(JSON.stringify({ pid: engine.pid }));
    engine.exited.then(() => console.log('gone'));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parents.push(parent);
  const lines = createInterface({ input: parent.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  const gone = once(lines, 'line');
  const { pid } = JSON.parse(line) as { pid: number };
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return { parent, engine: pid, watchdog: Number(stat.split(') ')[1]?.split(' ')[1]), gone };
}

describe('the data folder', () => {
  it('keeps its items over a restart', async () => {
    const { folder } = await copy('restart');
    const engine = await start({ folder });
    expect(await has(engine, 99)).toBe(true);
    expect((await createTables(engine.url, [table])).map((one) => one.created)).toEqual([false]);
  });

  it('keeps what was answered when the engine is killed in the midst of writing', async () => {
    const folder = join(root, 'killed');
    const engine = await start({ folder });
    await createTables(engine.url, [table]);
    const client = clientOf(engine);
    let answered = -1;
    const writing = (async () => {
      for (let n = 0; ; n++) {
        await client.send(new PutItemCommand({ TableName: 'titles', Item: key(n) }));
        answered = n;
      }
    })().catch(() => undefined);
    while (answered < 50) await delay(5);
    process.kill(engine.pid, 'SIGKILL');
    expect(await engine.exited).toBeNull();
    client.destroy();
    await writing;
    const again = await start({ folder });
    for (const n of [0, 25, 49, answered]) expect(await has(again, n)).toBe(true);
  });

  it('that is corrupt is named, with the way out, whatever the damage', async () => {
    const garbage = join(root, 'garbage');
    await mkdir(garbage);
    await writeFile(join(garbage, 'shared-local-instance.db'), Buffer.alloc(20_000, 'garbage'));
    const short = await copy('short');
    await truncate(short.file, 100_000);
    const torn = await copy('torn');
    const file = await open(torn.file, 'r+');
    await file.write(Buffer.alloc(30_000, 0xa5), 0, 30_000, 150_000);
    await file.close();
    for (const folder of [garbage, short.folder, torn.folder]) {
      const error = await failure({ folder });
      expect(error.code).toBe('folder-corrupt');
      expect(error.message).toBe(
        `The data folder ${folder} is corrupt: run "npm start -- --fresh" to begin anew with an empty one.`,
      );
    }
  });

  it('that cannot be one says so', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    expect((await failure({ folder: file })).code).toBe('folder-unusable');
    expect((await failure({ folder: join(file, 'below') })).code).toBe('folder-unusable');
  });

  it('serves one engine at a time', async () => {
    const folder = join(root, 'shared');
    const engine = await start({ folder });
    const error = await failure({ folder });
    expect(error.code).toBe('folder-in-use');
    expect(error.message).toContain(String(engine.pid));
    await engine.close();
    await start({ folder });
    expect(await readdir(folder)).toContain('engine.pid');
  });
});

describe('the engine never outlives its parent', () => {
  it('when the parent is killed without warning', async () => {
    const { parent, engine, watchdog } = await startParent(join(root, 'orphan'));
    expect(lives(engine)).toBe(true);
    parent.kill('SIGKILL');
    await untilGone(engine);
    await untilGone(watchdog);
  });

  it('when the watchdog between them is killed', async () => {
    const { engine, watchdog, gone } = await startParent(join(root, 'unwatched'));
    process.kill(watchdog, 'SIGKILL');
    await untilGone(engine);
    expect(await gone).toEqual(['gone']);
  });

  it('and a parent started again at once gets the folder', async () => {
    const folder = join(root, 'again');
    const { parent } = await startParent(folder);
    parent.kill('SIGKILL');
    const engine = await start({ folder });
    expect(lives(engine.pid)).toBe(true);
  });

  it('after close, which may be called twice', async () => {
    const engine = await start({});
    await Promise.all([engine.close(), engine.close()]);
    expect(lives(engine.pid)).toBe(false);
    expect(await engine.exited).toBeNull();
    await engine.close();
  });
});

describe('what stops a start', () => {
  /** A command that behaves like some other Java. */
  async function fakeJava(name: string, script: string): Promise<string> {
    const file = join(root, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it('is a missing Java', async () => {
    const error = await failure({ java: join(root, 'no-such-java') });
    expect(error.code).toBe('java-missing');
    expect(error.message).toContain('install Java 17 or newer');
    // macOS has a command of that name that only complains.
    const stub = await fakeJava('stub', 'echo "Unable to locate a Java Runtime." >&2; exit 1');
    expect((await failure({ java: stub })).code).toBe('java-missing');
  });

  it.each([
    ['1.8.0_392', 8],
    ['11.0.22', 11],
    ['16', 16],
  ])('is Java %s', async (version, major) => {
    const java = await fakeJava(`java-${major}`, `echo 'openjdk version "${version}" 2020-01-01' >&2`);
    const error = await failure({ java });
    expect(error.code).toBe('java-too-old');
    expect(error.message).toContain(`Java ${major} is too old`);
  });

  it('is an engine that dies at once, with its own last words', async () => {
    const java = await fakeJava(
      'java-dying',
      `case "$1" in -version) echo 'openjdk version "21"' >&2;; *) echo 'Error: no memory' >&2; printf '\\tat a.B.c\\n' >&2; exit 3;; esac`,
    );
    const error = await failure({ java });
    expect(error.code).toBe('engine-died');
    expect(error.message).toBe('The database engine ended with code 3: Error: no memory');
  });

  it('is a port that is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const error = await failure({ port });
    server.close();
    expect(error.code).toBe('port-taken');
    expect(error.message).toBe(
      `Port ${port} is taken by another program: stop that program or choose another port.`,
    );
  });

  it('is not the port of another engine started at the same moment', async () => {
    const both = await Promise.all([start({}), start({})]);
    expect(new Set(both.map((engine) => engine.port)).size).toBe(2);
  });
});
