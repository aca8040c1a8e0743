import { Worker } from 'node:worker_threads';
import type { Log } from './log.ts';
import type { Answer, Boot, Order, Outcome } from './protocol.ts';

export type SandboxOptions = {
  readonly boot: Boot;
  /** All that the function sees of an environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly log: Log;
};

/** One thread with one copy of a function: it serves one event at a time, and dies with any that breaks it. */
export type Sandbox = {
  readonly alive: boolean;
  invoke(requestId: string, event: string): Promise<Outcome>;
  close(): Promise<void>;
};

/**
 * The cloud gives initialisation 10 s and then repeats it inside the invocation's time. A loaded laptop is slower
 * than the cloud, so here it has 30 s of its own.
 */
const initMsMax = 30_000;

/** Starts a thread. Its outcome is never an exception: exit, crash, time and memory are failures of the function. */
export function openSandbox({ boot, environment, timeoutMs, log }: SandboxOptions): Sandbox {
  let alive = true;
  let loaded = false;
  let settle: ((outcome: Outcome) => void) | undefined;
  let broken: Outcome | undefined;
  const worker = new Worker(new URL('./runtime.ts', import.meta.url), {
    name: boot.functionName,
    workerData: boot,
    env: { ...environment },
    // Flags of the process that runs the cloud are none of the function's business.
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: boot.memoryMb },
  });
  log.follow(worker.stdout);
  log.follow(worker.stderr);

  const finish = (outcome: Outcome) => {
    const waiting = settle;
    settle = undefined;
    waiting?.(outcome);
  };
  const breakDown = (errorType: string, errorMessage: string) => {
    alive = false;
    broken ??= { ok: false, errorType, errorMessage };
    finish(broken);
  };

  const ready = new Promise<void>((done) => {
    worker.on('message', (message: Answer) => {
      if (message.kind === 'ready') {
        loaded = true;
        done();
      } else if (message.kind === 'result') finish({ ok: true, payload: message.payload });
      else if (loaded)
        finish({ ok: false, errorType: message.errorType, errorMessage: message.errorMessage });
      // What could not be loaded serves nothing: the next event finds a new thread.
      else breakDown(message.errorType, message.errorMessage);
    });
  });
  worker.on('error', (error: Error & { code?: string }) => {
    log.line(`ERROR ${error.stack ?? error.message}`);
    const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    breakDown(
      memory ? 'Runtime.OutOfMemory' : error.name,
      memory ? `${boot.functionName} used more than ${boot.memoryMb} MB` : error.message,
    );
  });
  worker.on('exit', (code) => {
    breakDown(
      'Runtime.ExitError',
      `Runtime exited${code ? ` with error: exit status ${code}` : ' without providing a reason'}`,
    );
  });

  async function invoke(requestId: string, event: string): Promise<Outcome> {
    if (broken) return broken;
    let timer: NodeJS.Timeout | undefined;
    const outcome = new Promise<Outcome>((done) => {
      settle = done;
    });
    const limit = (ms: number, what: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const seconds = (ms / 1000).toFixed(2);
        breakDown(
          'Sandbox.Timedout',
          `RequestId: ${requestId} Error: ${what} timed out after ${seconds} seconds`,
        );
        void worker.terminate();
      }, ms);
    };
    limit(initMsMax, 'Initialisation');
    void ready.then(() => {
      if (!settle) return;
      limit(timeoutMs, 'Task');
      const order: Order = { requestId, event, deadlineMs: Date.now() + timeoutMs };
      worker.postMessage(order);
    });
    const result = await outcome;
    clearTimeout(timer);
    return result;
  }

  return {
    get alive() {
      return alive;
    },
    invoke,
    close: async () => {
      breakDown('Runtime.Closed', 'The local cloud is closing');
      await worker.terminate();
    },
  };
}
