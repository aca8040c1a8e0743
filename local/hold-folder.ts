import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** What the local cloud keeps in its data folder. Beginning anew removes these and touches nothing else. */
const kept = ['dynamodb', 's3', 'identity', 'logs'] as const;

const heldHere = new Set<string>();

/**
 * Takes the data folder for this process, making it if need be; with `fresh` it is emptied. A lock whose process is
 * gone is taken over. Returns the release. Refuses a folder that another local cloud uses, or that cannot be written.
 */
export function holdFolder(folder: string, fresh: boolean): () => void {
  const path = join(folder, 'lock');
  try {
    mkdirSync(folder, { recursive: true });
    for (let attempt = 1; ; attempt += 1) {
      if (take(path)) break;
      const holder = holderOf(path);
      if (holder !== undefined)
        throw new Refusal(
          `The data folder ${folder} is in use by process ${holder}: stop that local cloud first.`,
        );
      if (attempt === 3)
        throw new Refusal(`The lock ${path} cannot be taken: remove it if no local cloud runs.`);
      rmSync(path, { force: true });
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Refusal(`The data folder ${folder} cannot be written${code}: make it writable or remove it.`);
  }
  heldHere.add(path);
  if (fresh) for (const name of kept) rmSync(join(folder, name), { recursive: true, force: true });
  return () => {
    heldHere.delete(path);
    rmSync(path, { force: true });
  };
}

/** Whether the lock is ours now. Creation alone decides, so that of two at once one wins. */
function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The living process that holds the lock, if any. */
function holderOf(path: string): number | undefined {
  const pid = Number(readFileSync(path, 'utf8'));
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (pid === process.pid) return heldHere.has(path) ? pid : undefined;
  try {
    process.kill(pid, 0);
    return isStranger(pid) ? undefined : pid;
  } catch (error) {
    // Not ours to signal means that it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : undefined;
  }
}

/** Numbers of processes are used again: where the system tells, only a node process can be a local cloud. */
function isStranger(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false;
  }
}
