import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededCloud, startSeededCloud } from './seeded-cloud.ts';

const root = join(import.meta.dirname, '..');

type Stop = { readonly script: string; readonly promised: string };

/** The fenced `sh` blocks of a document, each with the `text` block that follows it. */
function stopsOf(file: string): Stop[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\s*^```text\n([\s\S]*?)^```\n)?/gm);
  return [...found].map(([, script = '', promised = '']) => ({ script, promised }));
}

/** Whether a line is as promised; `…` stands for any characters. */
function isAsPromised(line: string, promised: string): boolean {
  const parts = promised.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(line);
}

const mark = '--- end of block ---';

/** Runs the blocks in one shell, as somebody would who pastes them one by one; what each printed, in order. */
function runTour(stops: readonly Stop[], port: string): Promise<{ printed: string[]; errors: string }> {
  const script = stops.map((stop) => `${stop.script}\necho '${mark}'\n`).join('');
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-eu', '-c', script], {
      cwd: root,
      env: { ...process.env, PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    });
    let output = '';
    let errors = '';
    shell.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    shell.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    shell.on('error', reject);
    shell.on('close', (code) => {
      const blocks = output.split(`${mark}\n`);
      resolve({ printed: blocks.slice(0, -1), errors: code === 0 ? '' : `exit ${code}: ${output}${errors}` });
    });
  });
}

describe('the tour of README.md', () => {
  const stops = stopsOf('README.md');
  let seeded: SeededCloud;
  let printed: readonly string[] = [];
  let errors = '';

  beforeAll(async () => {
    seeded = await startSeededCloud();
    ({ printed, errors } = await runTour(stops, new URL(seeded.cloud.url).port));
  });
  afterAll(() => seeded?.close());

  it('has blocks, and each promises what it prints', () => {
    expect(stops.length).toBeGreaterThan(5);
    for (const { promised } of stops) expect(promised).not.toBe('');
  });

  it('runs to its end in one shell', () => {
    expect(errors).toBe('');
    expect(printed).toHaveLength(stops.length);
  });

  it.each(stops.map((stop, index) => [index + 1, stop] as const))(
    'block %i prints what it promises',
    (number, stop) => {
      const lines = (printed[number - 1] ?? '').trimEnd().split('\n');
      const promised = stop.promised.trimEnd().split('\n');
      const asPromised = lines.map((line, at) =>
        isAsPromised(line, promised[at] ?? '') ? promised[at] : line,
      );
      expect(asPromised).toEqual(promised);
    },
  );

  it('is the same tour in README.zh-CN.md', () => {
    expect(stopsOf('README.zh-CN.md')).toEqual(stops);
  });
});
