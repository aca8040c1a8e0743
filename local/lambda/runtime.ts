/** Runs inside a function's thread: loads the handler once, then serves one event at a time, as Lambda's runtime does. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { type Answer, type Boot, type Order, payloadBytesMax } from './protocol.ts';

type Handler = (event: unknown, context: object) => unknown;

const boot = workerData as Boot;
const port = parentPort;
if (!port) throw new Error('This file runs in a thread.');
const answer = (message: Answer) => port.postMessage(message);

const handler = await load();
if (handler) {
  port.on('message', (order: Order) => void serve(handler, order));
  answer({ kind: 'ready' });
}

async function load(): Promise<Handler | undefined> {
  const dot = boot.handler.lastIndexOf('.');
  const [file, name] = [boot.handler.slice(0, dot), boot.handler.slice(dot + 1)];
  try {
    const found = ['.mjs', '.js', '.cjs'].map((end) => join(boot.codeFolder, file + end)).find(existsSync);
    if (!found)
      throw failure('Runtime.ImportModuleError', `Cannot find module '${file}' in ${boot.codeFolder}`);
    const module = (await import(pathToFileURL(found).href)) as Record<string, unknown>;
    const inner = module['default'] as Record<string, unknown> | undefined;
    const exported = module[name] ?? inner?.[name];
    if (typeof exported !== 'function')
      throw failure('Runtime.HandlerNotFound', `${boot.handler} is undefined or not exported`);
    return exported as Handler;
  } catch (error) {
    report('Init Error', error);
    return undefined;
  }
}

async function serve(run: Handler, order: Order): Promise<void> {
  try {
    const result = await run(JSON.parse(order.event), contextOf(order));
    const payload = JSON.stringify(result ?? null) ?? 'null';
    if (Buffer.byteLength(payload) > payloadBytesMax)
      throw failure(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${payloadBytesMax} bytes).`,
      );
    answer({ kind: 'result', payload });
  } catch (error) {
    report('Invoke Error', error);
  }
}

function report(what: string, error: unknown): void {
  console.error(what, error);
  const known = error instanceof Error;
  answer({
    kind: 'failure',
    errorType: known ? error.name : typeof error,
    errorMessage: known ? error.message : String(error),
  });
}

function failure(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function contextOf(order: Order): object {
  return {
    awsRequestId: order.requestId,
    functionName: boot.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: boot.functionArn,
    memoryLimitInMB: String(boot.memoryMb),
    logGroupName: `/aws/lambda/${boot.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, order.deadlineMs - Date.now()),
  };
}
