import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Refusal } from './refusal.ts';

export type SynthOptions = {
  /** The root of the project, where cdk.json lies. */
  readonly root: string;
  /** Ends the synthesis; the promise then rejects. */
  readonly signal?: AbortSignal;
};

/** What no template or bundle is made from. All else counts, so that a new kind of input is never forgotten. */
const notInputs = new Set([
  '.git',
  '.local',
  'bench',
  'cdk.out',
  'coverage',
  'docs',
  'local',
  'node_modules',
  'test',
]);

const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The assembly of the environment `local`, as `cdk synth -c environment=local` would make it. Assemblies lie in
 * `cdk.out/local-<digest of all inputs>`: what did not change is not made again, and a running cloud keeps its own.
 * Throws a Refusal with the app's own last words when it fails.
 */
export async function synthesise({ root, signal }: SynthOptions): Promise<string> {
  const folder = join(root, 'cdk.out');
  const outdir = join(folder, `local-${digestOf(root)}`);
  if (existsSync(join(outdir, 'manifest.json'))) {
    utimesSync(outdir, new Date(), new Date());
    return outdir;
  }
  const making = `${outdir}.${process.pid}.tmp`;
  mkdirSync(folder, { recursive: true });
  try {
    await runApp(root, making, signal);
    if (!existsSync(join(making, 'manifest.json')))
      throw new Refusal('The CDK app ended without an assembly.');
    // Another process may have been quicker with the same inputs, and its result is as good.
    if (!existsSync(outdir)) renameSync(making, outdir);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  removeOld(folder);
  return outdir;
}

function digestOf(root: string): string {
  const hash = createHash('sha256').update(process.version);
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (folder === '' && (notInputs.has(entry.name) || entry.name.endsWith('.log'))) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
    }
  };
  walk('');
  return hash.digest('hex').slice(0, 16);
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith('local-') && Date.now() - statSync(path).mtimeMs > keptMs)
      rmSync(path, { recursive: true, force: true });
  }
}

const settingsSchema = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/** What the command line tool passes to an app; running the app itself saves the tool's own two seconds. */
function contextOf(root: string): Record<string, unknown> {
  return {
    ...settingsSchema.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context,
    environment: 'local',
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': false,
    'aws:cdk:bundling-stacks': ['**'],
  };
}

function runApp(root: string, outdir: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['infra/app.ts'], {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify(contextOf(root)),
        // esbuild is looked for on the path; the app must find the project's own.
        PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) return done();
      const last = Buffer.concat(said).toString().trim().split('\n').slice(-12).join('\n');
      fail(new Refusal(`The CDK app cannot be synthesised:\n${last}`));
    });
  });
}
