import { randomUUID } from 'node:crypto';
import type { Log } from './log.ts';
import { type Boot, type Outcome, payloadBytesMax } from './protocol.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

export type FunctionSpec = Boot & {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Threads that may run at once; a further event waits its turn. */
  readonly concurrencyMax: number;
};

export type LambdaFunction = {
  readonly name: string;
  readonly arn: string;
  /** All that the function sees of an environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the function on one event. Resolves to an outcome, never rejects. */
  invoke(event: unknown): Promise<Outcome>;
  close(): Promise<void>;
};

/** Events that may wait; more are refused, as Lambda refuses beyond its concurrency. */
const waitingMax = 1_000;

/** A function with its threads: started when first needed, reused when free, replaced when broken. */
export function createFunction(spec: FunctionSpec, log: Log): LambdaFunction {
  const idle: Sandbox[] = [];
  const all = new Set<Sandbox>();
  const waiting: ((sandbox: Sandbox) => void)[] = [];
  let closed = false;

  function open(): Sandbox {
    const sandbox = openSandbox({
      boot: spec,
      environment: spec.environment,
      timeoutMs: spec.timeoutMs,
      log,
    });
    all.add(sandbox);
    return sandbox;
  }

  function take(): Promise<Sandbox> | Sandbox {
    for (let free = idle.pop(); free; free = idle.pop()) {
      if (free.alive) return free;
      all.delete(free);
    }
    if (all.size < spec.concurrencyMax) return open();
    return new Promise((done) => waiting.push(done));
  }

  function giveBack(sandbox: Sandbox): void {
    if (!sandbox.alive) all.delete(sandbox);
    const next = waiting.shift();
    if (next) next(sandbox.alive ? sandbox : open());
    else if (sandbox.alive) idle.push(sandbox);
  }

  async function invoke(event: unknown): Promise<Outcome> {
    const requestId = randomUUID();
    const text = JSON.stringify(event);
    if (Buffer.byteLength(text) > payloadBytesMax)
      return failed('RequestTooLargeException', `Request must be smaller than ${payloadBytesMax} bytes`);
    if (closed) return failed('Runtime.Closed', 'The local cloud is closing');
    if (waiting.length >= waitingMax) return failed('TooManyRequestsException', 'Rate Exceeded.');
    const sandbox = await take();
    const started = performance.now();
    log.line(`START RequestId: ${requestId} Version: $LATEST`);
    const outcome = await sandbox.invoke(requestId, text);
    const ms = (performance.now() - started).toFixed(2);
    const status = outcome.ok
      ? ''
      : `\tStatus: error\tErrorType: ${outcome.errorType}\t${outcome.errorMessage}`;
    log.line(`REPORT RequestId: ${requestId}\tDuration: ${ms} ms${status}`);
    if (!closed) giveBack(sandbox);
    return outcome;
  }

  return {
    name: spec.functionName,
    arn: spec.functionArn,
    environment: spec.environment,
    invoke,
    close: async () => {
      closed = true;
      await Promise.all([...all].map((sandbox) => sandbox.close()));
      for (const next of waiting.splice(0)) {
        // The thread is closed by now, so what waited learns that it will not be served.
        const [any] = all;
        if (any) next(any);
      }
    },
  };
}

function failed(errorType: string, errorMessage: string): Outcome {
  return { ok: false, errorType, errorMessage };
}
