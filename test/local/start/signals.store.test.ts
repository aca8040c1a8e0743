import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSmallAssembly } from '../cloud/small-assembly.ts';

const root = mkdtempSync(join(tmpdir(), 'start-'));
const assembly = writeSmallAssembly();
const start = join(import.meta.dirname, '..', '..', '..', 'local', 'start.ts');
let port = 0;

/** A project whose app leaves the small assembly, and a command that starts it. */
beforeAll(async () => {
  mkdirSync(join(root, 'infra'));
  writeFileSync(join(root, 'cdk.json'), '{}');
  writeFileSync(
    join(root, 'infra', 'app.ts'),
    `import { cpSync } from 'node:fs';
    cpSync(${JSON.stringify(assembly)}, String(process.env.CDK_OUTDIR), { recursive: true });`,
  );
  writeFileSync(
    join(root, 'start.ts'),
    `import { fail, start } from ${JSON.stringify(start)};
    const root = ${JSON.stringify(root)};
    await start({ root, args: process.argv.slice(2), port: process.env.PORT, output: process.stdout }).catch((error) => {
      fail(error, root);
      process.exit(1);
    });`,
  );
  port = await freePort();
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(assembly, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

type Running = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
};

function run(environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [join(root, 'start.ts')], {
    env: { ...process.env, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  return { child, said: () => text, ended: new Promise((done) => child.on('close', done)) };
}

async function ready({ said }: Running): Promise<number> {
  await expect.poll(said, { timeout: 60_000 }).toContain('Ctrl-C');
  return Number(readFileSync(join(root, '.local', 'dynamodb', 'engine.pid'), 'utf8'));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const answer = () => fetch(`http://127.0.0.1:${port}/open?deed=get`).then(({ status }) => status);

describe('a started cloud', { timeout: 90_000 }, () => {
  it.each(['SIGINT', 'SIGHUP'] as const)('ends every part on %s, and starts again', async (signal) => {
    const running = run();
    const engine = await ready(running);
    expect(await answer()).toBe(200);
    expect(lives(engine)).toBe(true);
    running.child.kill(signal);
    expect(await running.ended).toBe(0);
    expect(lives(engine)).toBe(false);
    expect(existsSync(join(root, '.local', 'lock'))).toBe(false);
    await expect(answer()).rejects.toThrow();
  });

  it('that is killed leaves no engine behind, and its folder can be used again', async () => {
    const running = run();
    const engine = await ready(running);
    running.child.kill('SIGKILL');
    await running.ended;
    await expect.poll(() => lives(engine), { timeout: 10_000 }).toBe(false);
    const again = run();
    await ready(again);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  it('whose engine dies says so and ends with 1', async () => {
    const running = run();
    process.kill(await ready(running), 'SIGKILL');
    expect(await running.ended).toBe(1);
    expect(running.said()).toContain('The database engine ended by itself');
    expect(existsSync(join(root, '.local', 'lock'))).toBe(false);
  });

  it('keeps a second one off its port with one line', async () => {
    const taken = createServer().listen(port, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const running = run();
    expect(await running.ended).toBe(1);
    expect(running.said().split('\n').at(-2)).toBe(
      `Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1} npm start.`,
    );
    await new Promise((done) => taken.close(done));
  });

  it('without Java says what to install', async () => {
    const running = run({ PATH: root });
    expect(await running.ended).toBe(1);
    expect(running.said().split('\n').at(-2)).toMatch(/^Java was not found: install Java 17 or newer/);
  });
});
