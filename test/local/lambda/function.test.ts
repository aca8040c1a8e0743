import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createFunction, type FunctionSpec, type LambdaFunction } from '../../../local/lambda/function.ts';
import { type Log, openLog } from '../../../local/lambda/log.ts';
import { payloadBytesMax } from '../../../local/lambda/protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
const opened: { made: LambdaFunction; log: Log }[] = [];
let count = 0;

/** A function from source text; each has a folder and a log of its own. */
function functionOf(
  source: string,
  options: Partial<FunctionSpec> = {},
): { made: LambdaFunction; said: () => string } {
  count += 1;
  const codeFolder = mkdtempSync(join(folder, 'code-'));
  writeFileSync(join(codeFolder, 'index.mjs'), source);
  const name = `function-${count}`;
  const log = openLog(folder, name);
  const made = createFunction(
    {
      codeFolder,
      handler: 'index.handler',
      functionName: name,
      functionArn: `arn:aws:lambda:local-1:000000000000:function:${name}`,
      memoryMb: 128,
      timeoutMs: 20_000,
      concurrencyMax: 2,
      environment: {},
      ...options,
    },
    log,
  );
  opened.push({ made, log });
  return { made, said: () => readFileSync(join(folder, `${name}.log`), 'utf8') };
}

afterEach(async () => {
  for (const { made, log } of opened.splice(0)) {
    await made.close();
    await log.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const ok = (payload: unknown) => ({ ok: true, payload: JSON.stringify(payload) });

describe('a function', () => {
  it('gets the event as a copy, and Lambda’s context', async () => {
    const { made } = functionOf(`export const handler = async (event, context) => {
      event.touched = true;
      return { event, id: context.awsRequestId, name: context.functionName, left: context.getRemainingTimeInMillis() };
    };`);
    const event = { a: 1 };
    const outcome = await made.invoke(event);
    expect(event).toEqual({ a: 1 });
    const result = JSON.parse(outcome.ok ? outcome.payload : '{}');
    expect(result.event).toEqual({ a: 1, touched: true });
    expect(result.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(result.name).toBe(made.name);
    expect(result.left).toBeGreaterThan(15_000);
    expect(result.left).toBeLessThanOrEqual(20_000);
  });

  it('sees its own environment and nothing of ours', async () => {
    const { made } = functionOf('export const handler = async () => process.env;', {
      environment: { OWN: 'yes' },
    });
    expect(await made.invoke({})).toEqual(ok({ OWN: 'yes' }));
  });

  it('may be CommonJS, and may answer nothing', async () => {
    const { made } = functionOf('export default { handler: async () => undefined };');
    expect(await made.invoke({})).toEqual(ok(null));
  });

  it('keeps its memory from one event to the next, one event at a time', async () => {
    const { made } = functionOf(
      `let events = 0; let inside = 0; let most = 0;
      export const handler = async () => {
        events += 1; inside += 1; most = Math.max(most, inside);
        await new Promise((done) => setTimeout(done, 5));
        inside -= 1;
        return { events, most };
      };`,
      { concurrencyMax: 1 },
    );
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => made.invoke({})));
    expect(outcomes.at(-1)).toEqual(ok({ events: 5, most: 1 }));
  });

  it('runs in at most as many threads as it may', async () => {
    const { made } = functionOf(
      `import { threadId } from 'node:worker_threads';
      export const handler = async () => { await new Promise((done) => setTimeout(done, 20)); return threadId; };`,
      { concurrencyMax: 2 },
    );
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => made.invoke({})));
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.payload : ''))).size).toBe(2);
  });

  it('writes what it prints into its log, with the time of each event', async () => {
    const { made, said } = functionOf(
      `export const handler = async () => { console.log('hello'); console.error('oh'); };`,
    );
    await made.invoke({});
    for (const line of ['START RequestId', 'hello', 'oh', 'REPORT RequestId'])
      await expect.poll(said).toContain(line);
  });
});

describe('a function that fails', () => {
  const failing = `export const handler = async ({ how }) => {
    if (how === 'throw') throw new TypeError('thrown');
    if (how === 'reject') return Promise.reject('a text');
    if (how === 'exit') process.exit(7);
    if (how === 'later') { setTimeout(() => { throw new RangeError('later'); }, 1); return new Promise(() => {}); }
    if (how === 'unhandled') { void Promise.reject(new Error('unhandled')); return new Promise(() => {}); }
    if (how === 'circular') { const a = {}; a.a = a; return a; }
    if (how === 'bigint') return 1n;
    return 'fine';
  };`;

  it.each([
    ['throw', 'TypeError', 'thrown'],
    ['reject', 'string', 'a text'],
    ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 7'],
    ['later', 'RangeError', 'later'],
    ['unhandled', 'Error', 'unhandled'],
    ['circular', 'TypeError', 'circular'],
    ['bigint', 'TypeError', 'BigInt'],
  ])('by %s answers a function error, and serves the next event', async (how, errorType, message) => {
    const { made } = functionOf(failing);
    const outcome = await made.invoke({ how });
    expect(outcome).toMatchObject({ ok: false, errorType });
    expect(outcome.ok ? '' : outcome.errorMessage).toContain(message);
    expect(await made.invoke({})).toEqual(ok('fine'));
  });

  it('by being slow is ended after its time, even in an endless loop', async () => {
    const { made } = functionOf(
      `export const handler = async ({ loop }) => { while (loop); return 'fine'; };`,
      {
        timeoutMs: 300,
      },
    );
    const outcome = await made.invoke({ loop: true });
    expect(outcome).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(outcome.ok ? '' : outcome.errorMessage).toMatch(/Task timed out after 0\.30 seconds$/);
    expect(await made.invoke({})).toEqual(ok('fine'));
  });

  it('by eating memory is ended at its limit and takes nobody with it', async () => {
    const { made } = functionOf(
      `export const handler = async ({ eat }) => { const all = []; while (eat) all.push(new Array(1e5).fill({})); return 'fine'; };`,
      { memoryMb: 32 },
    );
    expect(await made.invoke({ eat: true })).toMatchObject({ ok: false, errorType: 'Runtime.OutOfMemory' });
    expect(await made.invoke({})).toEqual(ok('fine'));
  });

  it.each([
    ['that cannot be loaded', 'throw new SyntaxError("broken");', 'SyntaxError'],
    ['without a handler', 'export const other = 1;', 'Runtime.HandlerNotFound'],
  ])('%s says so each time', async (_, source, errorType) => {
    const { made } = functionOf(source);
    expect(await made.invoke({})).toMatchObject({ ok: false, errorType });
    expect(await made.invoke({})).toMatchObject({ ok: false, errorType });
  });

  it('when its file is missing says so', async () => {
    const { made } = functionOf('', { handler: 'absent.handler' });
    expect(await made.invoke({})).toMatchObject({ ok: false, errorType: 'Runtime.ImportModuleError' });
  });

  it('with more than 6 MB either way is refused', async () => {
    const { made } = functionOf(`export const handler = async ({ size }) => 'x'.repeat(size);`);
    const tooMuch = await made.invoke({ pad: 'x'.repeat(payloadBytesMax) });
    expect(tooMuch).toMatchObject({ ok: false, errorType: 'RequestTooLargeException' });
    const tooLong = await made.invoke({ size: payloadBytesMax });
    expect(tooLong).toMatchObject({ ok: false, errorType: 'Function.ResponseSizeTooLarge' });
    expect(await made.invoke({ size: payloadBytesMax - 2 })).toMatchObject({ ok: true });
  });

  it('when the cloud closes under it, and whoever waits, gets an answer', async () => {
    const { made } = functionOf('export const handler = () => new Promise(() => {});', { concurrencyMax: 1 });
    const both = [made.invoke({}), made.invoke({})];
    await new Promise((done) => setTimeout(done, 50));
    await made.close();
    expect(await Promise.all(both)).toMatchObject([
      { ok: false, errorType: 'Runtime.Closed' },
      { ok: false, errorType: 'Runtime.Closed' },
    ]);
    expect(await made.invoke({})).toMatchObject({ ok: false, errorType: 'Runtime.Closed' });
  });
});
