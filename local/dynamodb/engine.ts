import { setTimeout as delay } from 'node:timers/promises';
import { type GuardedChild, startGuarded } from './child.ts';
import { folderCorrupt, holdFolder, leaveFolder, openDataFolder } from './data-folder.ts';
import { engineArguments } from './engine-command.ts';
import { LocalCloudError } from './engine-error.ts';
import { checkJava } from './java.ts';
import { holdPort, portTaken } from './port.ts';
import { probe } from './probe.ts';

export interface EngineOptions {
  /** Where tables live on disk; absent means in memory only. */
  readonly folder?: string;
  /** A fixed port; absent means any free one. */
  readonly port?: number;
  /** Hears each line that the engine prints. */
  readonly log?: (line: string) => void;
  /** The Java command, `java` on the PATH unless told otherwise. */
  readonly java?: string;
}

export interface Engine {
  readonly url: string;
  readonly port: number;
  /** Process id of the Java machine. */
  readonly pid: number;
  /** Ends the engine: SIGTERM, then SIGKILL; never takes longer than a few seconds. */
  close(): Promise<void>;
  /** Exit code once the engine is gone, null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

const startMsMax = 60_000;
const portAttemptsMax = 4;

/**
 * Starts the official engine (DynamoDB Local) and resolves when it answers. It never outlives this process.
 * Throws a {@link LocalCloudError} with one clear line for everything that can be expected to go wrong.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const java = options.java ?? 'java';
  await checkJava(java);
  if (options.folder !== undefined) await openDataFolder(options.folder);
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(java, options);
    } catch (error) {
      // A port that the system gave us can be lost between our release and the engine's bind; then take another.
      const lost =
        error instanceof LocalCloudError && error.code === 'port-taken' && options.port === undefined;
      if (!lost || attempt === portAttemptsMax) throw error;
    }
  }
}

async function startOnce(java: string, options: EngineOptions): Promise<Engine> {
  const held = await holdPort(options.port);
  const child = startGuarded(java, engineArguments(held.port, options.folder));
  if (options.log) child.onLine(options.log);
  // The engine names its configuration right before it binds: until then nobody else can get the port.
  child.onLine((line) => {
    if (line.startsWith('Initializing DynamoDB Local')) void held.release();
  });
  try {
    const pid = await child.pid;
    if (options.folder !== undefined) await holdFolder(options.folder, pid);
    await untilAnswering(child, held.port, options.folder);
    return engineOf(child, held.port, pid, options.folder);
  } catch (error) {
    await Promise.all([held.release(), child.stop()]);
    if (options.folder !== undefined) await leaveFolder(options.folder);
    throw error;
  }
}

function engineOf(child: GuardedChild, port: number, pid: number, folder: string | undefined): Engine {
  const close = async () => {
    await child.stop();
    if (folder !== undefined) await leaveFolder(folder);
  };
  return { url: `http://127.0.0.1:${port}`, port, pid, exited: child.exited, close };
}

async function untilAnswering(child: GuardedChild, port: number, folder: string | undefined): Promise<void> {
  let gone = false;
  void child.exited.then(() => {
    gone = true;
  });
  const until = Date.now() + startMsMax;
  while (!gone) {
    const answer = await probe(port);
    // An answer counts only while our own engine lives: it might come from a stranger on the same port.
    if (answer === 'ready' && !gone) return;
    if (answer === 'failing' && folder !== undefined) throw folderCorrupt(folder);
    if (Date.now() > until)
      throw new LocalCloudError(
        'engine-silent',
        `The database engine gave no answer within ${startMsMax / 1000} s.`,
      );
    await delay(40);
  }
  throw await deathOf(child, port);
}

async function deathOf(child: GuardedChild, port: number): Promise<LocalCloudError> {
  const code = await child.exited;
  if (child.lines.some((line) => line.includes('Address already in use') || line.includes('Failed to bind')))
    return portTaken(port);
  const ending = code === null ? 'was ended by a signal' : `ended with code ${code}`;
  return new LocalCloudError('engine-died', `The database engine ${ending}: ${lastWords(child.lines)}`);
}

/** The last line that says something: frames of a stack trace do not. */
function lastWords(lines: readonly string[]): string {
  const spoken = lines.filter((line) => !/^\s+at |^\s*\.\.\. \d+ |^\s*(\w+):\t/.test(line));
  return (spoken.at(-1) ?? 'it printed nothing').trim();
}
