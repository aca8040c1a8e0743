import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdFolder } from '../../../local/hold-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hold-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Processes that try for one folder at the same moment; answers what each of them said. */
async function race(folder: string, runners: number): Promise<string[]> {
  const source = `
    import { holdFolder } from ${JSON.stringify(join(import.meta.dirname, '../../../local/hold-folder.ts'))};
    process.stdout.write('ready');
    process.stdin.once('data', () => {
      try { holdFolder(${JSON.stringify(folder)}, false); process.stdout.write(' won'); }
      catch (error) { process.stdout.write(' ' + error.name); }
    });
    process.stdin.on('end', () => process.exit());`;
  const children = Array.from({ length: runners }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const said = children.map((child) => {
    const heard = { text: '' };
    child.stdout.on('data', (chunk) => {
      heard.text += String(chunk);
    });
    return heard;
  });
  try {
    await expect.poll(() => said.every(({ text }) => text === 'ready'), { timeout: 15_000 }).toBe(true);
    for (const child of children) child.stdin.write('go\n');
    await expect.poll(() => said.every(({ text }) => text.includes(' ')), { timeout: 15_000 }).toBe(true);
  } finally {
    for (const child of children) child.stdin.end();
  }
  return said.map(({ text }) => text.slice('ready '.length));
}

describe('the data folder', () => {
  it('is taken by one of several starts at once, also where a killed one left its lock', async () => {
    const folder = join(parent, 'raced');
    holdFolder(folder, false)();
    // No process has this number: Linux and macOS give none so high.
    writeFileSync(join(folder, 'lock'), '99999999');
    const said = await race(folder, 4);
    expect(said.filter((one) => one === 'won')).toEqual(['won']);
    expect(existsSync(join(folder, 'lock.claim'))).toBe(false);
  }, 40_000);

  it('says what to remove when a start was killed while it took the lock over', () => {
    writeFileSync(join(parent, 'lock'), '99999999');
    writeFileSync(join(parent, 'lock.claim'), '99999998');
    expect(() => holdFolder(parent, false)).toThrow(`remove ${join(parent, 'lock.claim')}`);
  });

  it.skipIf(process.platform === 'win32')('is closed to other users of the machine', () => {
    const folder = join(parent, 'own');
    holdFolder(folder, false)();
    expect(statSync(folder).mode & 0o077).toBe(0);
  });
});
