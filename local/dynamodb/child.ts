import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WatchdogMessage } from './watchdog.ts';

/** Time between SIGTERM and SIGKILL; the engine needs a few hundred milliseconds to leave by itself. */
const graceMs = 3_000;
const linesKept = 200;

/** A command that never outlives this process. */
export interface GuardedChild {
  /** The command's own process id; rejects when the command could not be started. */
  readonly pid: Promise<number>;
  /** Exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  readonly lines: readonly string[];
  onLine(listener: (line: string) => void): void;
  /** Ends the command, gently first; resolves when it is gone, after `graceMs` and a little at the latest. */
  stop(): Promise<void>;
}

/** Starts `command` under a watchdog that ends it when this process dies, even by SIGKILL. */
export function startGuarded(command: string, args: readonly string[]): GuardedChild {
  const watchdog = fork(
    fileURLToPath(new URL('./watchdog.ts', import.meta.url)),
    [String(graceMs), command, ...args],
    // Its own process group: Ctrl-C reaches only us, and we then stop things in the right order.
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, execArgv: [] },
  );
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const hear = (line: string) => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
    for (const listener of listeners) listener(line);
  };
  const heard = Promise.all([readLines(watchdog.stdout, hear), readLines(watchdog.stderr, hear)]);

  const pid = childPid(watchdog);
  pid.catch(() => undefined);
  const exited = new Promise<number | null>((resolve) =>
    // The last lines are read before anybody asks why. (Node's "close" event stays away after a disconnect.)
    watchdog.once('exit', (code) => heard.then(() => resolve(code === null || code > 128 ? null : code))),
  );
  watchdog.once('exit', (_code, signal) => {
    // Only a killed watchdog leaves its child behind; then this process does the watchdog's work.
    if (signal !== null)
      pid.then(
        (id) => kill(id),
        () => undefined,
      );
  });
  return {
    pid,
    exited,
    lines,
    onLine: (listener) => listeners.add(listener),
    stop: () => end(watchdog, pid, exited),
  };
}

function childPid(watchdog: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    watchdog.once('message', (message: WatchdogMessage) =>
      'pid' in message ? resolve(message.pid) : reject(new Error(message.failed)),
    );
    watchdog.once('error', reject);
    watchdog.once('exit', () => reject(new Error('The watchdog ended before its command started')));
  });
}

async function end(watchdog: ChildProcess, pid: Promise<number>, exited: Promise<unknown>): Promise<void> {
  if (watchdog.connected) watchdog.disconnect();
  const force = setTimeout(() => {
    watchdog.kill('SIGKILL');
    pid.then(
      (id) => kill(id),
      () => undefined,
    );
  }, graceMs + 2_000);
  await exited;
  clearTimeout(force);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, which is what was wanted.
  }
}

/** Hands over each line that is not blank; resolves at the end of the stream. */
function readLines(stream: NodeJS.ReadableStream | null, hear: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    if (stream === null) return resolve();
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const parts = (rest + chunk).split(/\r?\n/);
      rest = parts.pop() ?? '';
      for (const line of parts) if (line.trim() !== '') hear(line);
    });
    stream.once('close', () => {
      if (rest.trim() !== '') hear(rest);
      resolve();
    });
  });
}
