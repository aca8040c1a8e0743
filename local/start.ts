import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalCloud, startCloud } from './cloud.ts';
import { LocalCloudError } from './dynamodb/engine-error.ts';
import { createProgress } from './progress.ts';
import { Refusal } from './refusal.ts';
import { Refused } from './seed/refused.ts';
import { seed } from './seed.ts';
import { synthesise } from './synth.ts';
import { welcome } from './welcome.ts';

export type Seed = (
  cloud: LocalCloud,
  options: { readonly onProgress: (done: number, total: number, label: string) => void },
) => Promise<unknown>;

export type StartOptions = {
  readonly root: string;
  readonly args: readonly string[];
  readonly port: string | undefined;
  readonly output: NodeJS.WriteStream;
  /** Loads the sample data; it must be safe to repeat, since every start calls it. */
  readonly seed?: Seed;
};

const usage = 'Usage: npm start [-- --fresh]      PORT=8080 unless told otherwise';

/** Synthesises, starts the local cloud, loads the sample data, prints what a newcomer needs, and stays. */
export async function start(options: StartOptions): Promise<void> {
  const { root, output } = options;
  requireNode();
  const fresh = freshFrom(options.args);
  const port = portFrom(options.port);
  const starting = new AbortController();
  let cloud: LocalCloud | undefined;
  // A closed terminal must not keep the parts from being closed in order.
  output.on('error', () => {});
  stopOnSignals(output, async () => {
    starting.abort();
    await cloud?.close();
  });
  const step = stepper(output);
  const assembly = await step('Synthesising the CDK app 合成云模板', () =>
    synthesise({ root, signal: starting.signal }),
  );
  const running = await step('Starting the local cloud 启动本地云', () =>
    startCloud({
      port,
      folder: join(root, '.local'),
      assembly,
      fresh,
      log: (line) => output.write(`${line}\n`),
    }),
  );
  cloud = running;
  void running.broken.then(async (line) => {
    process.stderr.write(`${line}\n`);
    await running.close();
    process.exit(1);
  });
  if (options.seed) await load(running, options.seed, output, starting.signal);
  output.write(welcome(running));
}

/** A cloud without its data would look like a working one, so a failure here ends it in good order. */
async function load(
  cloud: LocalCloud,
  work: Seed,
  output: NodeJS.WriteStream,
  stopping: AbortSignal,
): Promise<void> {
  const progress = createProgress(output);
  try {
    await work(cloud, { onProgress: progress.show }).finally(progress.finish);
  } catch (error) {
    // The parts that are being stopped no longer answer; the signal's own way ends this process.
    if (stopping.aborted) return new Promise(() => {});
    await cloud.close();
    if (!(error instanceof Refused)) throw error;
    const logs = join(cloud.folder, 'logs');
    throw new Refusal(`The sample data cannot be loaded: ${error.message} (logs are in ${logs})`);
  }
}

function requireNode(): void {
  const major = Number(process.versions.node.split('.', 1)[0]);
  if (major < 24)
    throw new Refusal(
      `Node ${process.versions.node} runs this; 24 or newer is needed: use \`npm start\`, or install Node 24.`,
    );
}

function freshFrom(args: readonly string[]): boolean {
  const unknown = args.find((arg) => arg !== '--fresh');
  if (unknown !== undefined) throw new Refusal(`Unknown argument ${JSON.stringify(unknown)}. ${usage}`);
  return args.includes('--fresh');
}

/** A port that people and tools can rely on: 0, which would differ at each start, is for tests alone. */
export function portFrom(text: string | undefined): number {
  if (text === undefined || text === '') return 8080;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new Refusal(
      `PORT is ${JSON.stringify(text)}: give a number from 1 to 65535, as PORT=8080 npm start.`,
    );
  return port;
}

function stepper(output: NodeJS.WriteStream) {
  return async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    if (output.isTTY) output.write(`${what} ...`);
    const result = await work().catch((error: unknown) => {
      if (output.isTTY) output.write('\n');
      throw error;
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    output.write(`${output.isTTY ? '\r\u001b[2K' : ''}${what}  ${seconds} s\n`);
    return result;
  };
}

/** The first signal ends every part in order, the second ends this process at once; no child outlives it. */
function stopOnSignals(output: NodeJS.WriteStream, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    if (signal !== 'SIGHUP') output.write('\nStopping 正在停止 ...\n');
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

/** Prints what can be expected to go wrong as one line; keeps the stack of a bug in a file and names it. */
export function fail(error: unknown, root: string): void {
  if (error instanceof Refusal || error instanceof LocalCloudError) {
    process.stderr.write(`${error.message}\n`);
  } else if (!(error instanceof Error && error.name === 'AbortError')) {
    const file = join(root, '.local', 'logs', 'start.log');
    mkdirSync(join(root, '.local', 'logs'), { recursive: true });
    writeFileSync(file, `${error instanceof Error ? error.stack : String(error)}\n`);
    const message = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    process.stderr.write(`The local cloud cannot start: ${message} (more in ${file})\n`);
  }
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  try {
    const { argv, env, stdout } = process;
    await start({ root, args: argv.slice(2), port: env['PORT'], output: stdout, seed });
  } catch (error) {
    fail(error, root);
    process.exit(1);
  }
}
