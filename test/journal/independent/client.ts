import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Found = { readonly code: number; readonly out: string; readonly err: string };

export type IndependentClient = {
  /** Reads a log as the flags of `main.go` say. */
  readonly read: (flags: Readonly<Record<string, string>>) => Promise<Found>;
  readonly close: () => void;
};

/** Nothing else of the register needs Go: where it is not at hand, these tests are left out, and say so. */
function goCommand(): string | undefined {
  return ['go', '/usr/local/go/bin/go'].find((one) => spawnSync(one, ['version']).status === 0);
}

/**
 * The tlog client that nobody of the register wrote, built from its source; undefined, with a loud line, where there
 * is no Go, or its modules are neither here nor to be had.
 */
export function buildClient(): IndependentClient | undefined {
  const go = goCommand();
  if (!go) return notRun('there is no Go');
  const folder = mkdtempSync(join(tmpdir(), 'independent-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  const binary = join(folder, 'client');
  const built = spawnSync(go, ['build', '-mod=readonly', '-o', binary, '.'], {
    ...{ cwd: import.meta.dirname, encoding: 'utf8', timeout: 150_000 },
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  if (built.status !== 0 || !existsSync(binary)) {
    close();
    return notRun(`it could not be built: ${built.stderr.trim()}`);
  }
  return { read: (flags) => run(binary, flags), close };
}

function notRun(why: string): undefined {
  process.stderr.write(`\n!!! THE INDEPENDENT CLIENT DID NOT READ THE LOG: ${why}\n\n`);
  return undefined;
}

function run(binary: string, flags: Readonly<Record<string, string>>): Promise<Found> {
  const args = Object.entries(flags).map(([name, value]) => `-${name}=${value}`);
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args);
    const texts = { out: '', err: '' };
    child.stdout.on('data', (part) => {
      texts.out += part;
    });
    child.stderr.on('data', (part) => {
      texts.err += part;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, ...texts }));
  });
}
