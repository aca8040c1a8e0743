import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Reach, readReach } from './reach.ts';
import { Refusal } from './refusal.ts';

const shown = z.looseObject({ keys: z.array(z.looseObject({ key: z.string(), signs: z.string() })) });

/** The keys of checkpoints, as the running cloud shows them to anyone. */
async function keysOf({ origin }: Reach): Promise<string> {
  const answer = await fetch(`${origin}/v1/journal/keys`, { signal: AbortSignal.timeout(20_000) }).catch(
    () => {
      throw new Refusal(`No local cloud answers at ${origin}: start it with "npm start".`);
    },
  );
  const keys = shown.safeParse(await answer.json().catch(() => undefined)).data?.keys ?? [];
  const signing = keys.filter(({ signs }) => signs === 'checkpoints').map(({ key }) => key);
  if (signing.length === 0)
    throw new Refusal('The log has no checkpoint yet: it gets its first within a minute.');
  return `${signing.join('\n')}\n`;
}

/** Runs the audit's own command against the local cloud of the data folder, and answers its exit code. */
export async function auditLocal(root: string, folder: string, args: readonly string[]): Promise<number> {
  const reach = readReach(folder);
  const own = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const keys = join(own, 'keys');
    writeFileSync(keys, await keysOf(reach));
    const command = join(root, 'functions', 'journal', 'audit', 'main.ts');
    const child = spawn(process.execPath, [command, '--keys', keys, ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...reach.environment },
    });
    return await new Promise((done, failed) => {
      child.on('error', failed);
      child.on('exit', (code) => done(code ?? 2));
    });
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  try {
    process.exitCode = await auditLocal(root, join(root, '.local'), process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
