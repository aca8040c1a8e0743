import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalCloudError } from './engine-error.ts';

const databaseFile = 'shared-local-instance.db';
const holderFile = 'engine.pid';
const sqliteBusy = 5;
/** A killed parent leaves its engine a short while to stop; a quick restart waits that long for it. */
const handoverMsMax = 8_000;

/** Makes the folder, waits for an engine that is just leaving it, and checks the database file in it. */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    // A write shows at once what the engine would only report as an internal failure much later.
    await writeFile(join(folder, '.writable'), '');
    await rm(join(folder, '.writable'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new LocalCloudError('folder-unusable', `The data folder ${folder} cannot be written (${reason}).`);
  }
  await waitForHolder(folder);
  checkDatabase(folder);
}

export function folderCorrupt(folder: string): LocalCloudError {
  return new LocalCloudError(
    'folder-corrupt',
    `The data folder ${folder} is corrupt: run "npm start -- --fresh" to begin anew with an empty one.`,
  );
}

/** Notes which process holds the folder, so that a second engine never writes the same file. */
export async function holdFolder(folder: string, pid: number): Promise<void> {
  await writeFile(join(folder, holderFile), String(pid));
}

export async function leaveFolder(folder: string): Promise<void> {
  await rm(join(folder, holderFile), { force: true });
}

async function waitForHolder(folder: string): Promise<void> {
  const until = Date.now() + handoverMsMax;
  for (;;) {
    const pid = Number(await readFile(join(folder, holderFile), 'utf8').catch(() => ''));
    if (!Number.isSafeInteger(pid) || pid <= 0 || !(await isEngine(pid))) return;
    if (Date.now() > until)
      throw new LocalCloudError(
        'folder-in-use',
        `The data folder ${folder} is used by another local cloud (process ${pid}): stop that one first.`,
      );
    await delay(100);
  }
}

/** Whether the process lives and is an engine, not a stranger that got its number later. */
async function isEngine(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const line = await commandLine(pid);
  return line === undefined || line.includes('DynamoDBLocal.jar');
}

/** The command that a process runs; undefined where the system does not tell. */
async function commandLine(pid: number): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return new Promise((resolve) => {
      execFile('ps', ['-p', String(pid), '-o', 'args='], (error, stdout) =>
        resolve(error ? undefined : stdout),
      );
    });
  }
}

/**
 * Reads the whole database once with SQLite's own check. The engine itself starts happily on a damaged file and
 * then answers InternalFailure to some or all calls, which nobody could act on.
 */
function checkDatabase(folder: string): void {
  const file = join(folder, databaseFile);
  if (!existsSync(file)) return;
  let verdict: unknown;
  try {
    const database = new DatabaseSync(file);
    try {
      verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy)
      throw new LocalCloudError(
        'folder-in-use',
        `The data folder ${folder} is locked by another program: stop that one first.`,
      );
    throw folderCorrupt(folder);
  }
  if (verdict !== 'ok') throw folderCorrupt(folder);
}
