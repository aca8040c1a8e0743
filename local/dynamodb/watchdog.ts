/**
 * Runs one command and stops it as soon as whoever started this process is gone.
 *
 * Java does not notice that its parent was killed, and a killed parent cannot say goodbye. The operating system
 * closes the IPC channel of a dead parent in every case, so this process waits for that and is a good child itself.
 * Usage: node watchdog.ts <milliseconds between SIGTERM and SIGKILL> <command> <argument>...
 */
import { spawn } from 'node:child_process';

const [graceMs = '3000', command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

/** What the watchdog tells its parent. */
export type WatchdogMessage = { readonly pid: number } | { readonly failed: string };

function tell(message: WatchdogMessage): void {
  // The parent may have died a moment ago; that is the very case this file exists for.
  if (process.connected) process.send?.(message, () => undefined);
}

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), Number(graceMs)).unref();
}

child.once('spawn', () => {
  if (child.pid !== undefined) tell({ pid: child.pid });
});
child.once('error', (error) => {
  tell({ failed: error.message });
  process.exitCode = 127;
  if (process.connected) process.disconnect();
});
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143);
  if (process.connected) process.disconnect();
});

process.once('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
if (!process.connected) stop();
