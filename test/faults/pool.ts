import { type ChildProcess, fork } from 'node:child_process';
import type { Asked, RanTold, Told } from './asked.ts';

/** A run that came to its end, or one that could not be judged at all. */
export type Outcome = RanTold | { readonly seed: number; readonly why: string };

export type Pool = {
  readonly run: (seed: number, without?: readonly string[]) => Promise<Outcome>;
  readonly close: () => Promise<void>;
};

const workerFile = new URL('./worker.ts', import.meta.url);
/** A run takes seconds; one that hangs is a fault of the runner, and told as such. */
const runMillisMax = 180_000;

/** So many processes, each with an engine of its own; `broken` names what their code does wrong on purpose. */
export async function openPool(size: number, broken = ''): Promise<Pool> {
  const workers = await Promise.all(Array.from({ length: size }, () => open(broken)));
  const free = [...workers];
  const waiting: ((worker: ChildProcess) => void)[] = [];
  const take = () => {
    const worker = free.pop();
    return worker ? Promise.resolve(worker) : new Promise<ChildProcess>((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: ChildProcess) => {
    const next = waiting.shift();
    if (next) next(worker);
    else free.push(worker);
  };
  return {
    run: async (seed, without = []) => {
      const worker = await take();
      const outcome = await answerOf(worker, { kind: 'run', seed, without });
      // One that had to be ended is followed by another.
      if (worker.connected) giveBack(worker);
      else {
        const next = await open(broken);
        workers.splice(workers.indexOf(worker), 1, next);
        giveBack(next);
      }
      return outcome;
    },
    close: async () => {
      await Promise.all(
        workers.map(async (worker) => {
          if (!worker.connected) return;
          const ended = new Promise((resolve) => worker.once('exit', resolve));
          worker.send({ kind: 'end' } satisfies Asked);
          await ended;
        }),
      );
    },
  };
}

async function open(broken: string): Promise<ChildProcess> {
  const env = { ...process.env, FAULTS_BROKEN: broken };
  const worker = fork(workerFile, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('exit', (code) => reject(new Error(`the worker ended with ${code} before it began`)));
  });
  return worker;
}

function answerOf(worker: ChildProcess, asked: Extract<Asked, { kind: 'run' }>): Promise<Outcome> {
  const { seed } = asked;
  return new Promise((resolve) => {
    const end = (outcome: Outcome) => {
      clearTimeout(clock);
      worker.off('message', hear);
      worker.off('exit', gone);
      resolve(outcome);
    };
    const hear = (told: Told) => {
      if (told.kind === 'ran') end(told.ran);
      if (told.kind === 'failed') end({ seed, why: told.why });
    };
    const gone = (code: number | null) => end({ seed, why: `the worker ended with ${code}` });
    const clock = setTimeout(() => worker.kill('SIGKILL'), runMillisMax);
    worker.on('message', hear);
    worker.once('exit', gone);
    worker.send(asked);
  });
}
