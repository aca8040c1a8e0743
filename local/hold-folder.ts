import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** What the local cloud keeps in its data folder. Beginning anew removes these and touches nothing else. */
const kept = ['dynamodb', 's3', 'identity', 'mail', 'logs'] as const;

const heldHere = new Set<string>();

/**
 * Takes the data folder for this process, making it if need be; with `fresh` it is emptied. A lock whose process is
 * gone is taken over. Returns the release. Refuses a folder that another local cloud uses, or that cannot be written.
 */
export function holdFolder(folder: string, fresh: boolean): () => void {
  const path = join(folder, 'lock');
  try {
    // Sessions, logs and forms lie here: they are nobody else's on a shared machine.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let attempt = 1; !take(path); attempt += 1) {
      const text = readFileSync(path, 'utf8');
      const holder = holderOf(path, text);
      if (holder !== undefined)
        throw new Refusal(
          `The data folder ${folder} is in use by process ${holder}: stop that local cloud first.`,
        );
      if (attempt === 3)
        throw new Refusal(`The lock ${path} cannot be taken: remove it if no local cloud runs.`);
      clear(path, text);
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

/**
 * Whether the lock is ours now. Creation alone decides, so that of two at once one wins; the link lets the lock
 * appear with its number in it, since an empty one would look like one whose process is gone.
 */
function take(path: string): boolean {
  const made = `${path}.${process.pid}`;
  writeFileSync(made, String(process.pid));
  try {
    linkSync(made, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(made, { force: true });
  }
}

/**
 * Removes a lock whose process is gone, if it is still the one that was read. Only who holds the claim may remove
 * it: of two that found it at once, the second would otherwise remove the lock that the first has just taken.
 */
function clear(path: string, text: string): void {
  const claim = `${path}.claim`;
  if (!take(claim)) {
    throw new Refusal(
      `Another local cloud is just taking over ${path}: wait for it, or remove ${claim} if none runs.`,
    );
  }
  try {
    if (readFileSync(path, 'utf8') === text) rmSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** The living process that holds the lock, if any. */
function holderOf(path: string, text: string): number | undefined {
  const pid = Number(text);
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
