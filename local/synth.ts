import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Refusal } from './refusal.ts';

export type SynthOptions = {
  /** The root of the project, where cdk.json lies. */
  readonly root: string;
  /** Where the assembly goes; what was there is replaced. */
  readonly outdir: string;
  readonly environment?: string;
  /** Whether functions are bundled; without it the templates alone are made, in half the time. */
  readonly bundle?: boolean;
};

const settingsSchema = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Synthesises the CDK app as `cdk synth -c environment=local` does, by running the app itself: the command line tool
 * would add two seconds for nothing. The app gets its context and folder as that tool passes them. The assembly
 * appears whole or not at all. Throws a Refusal with the app's own last words when it fails.
 */
export async function synthesise(options: SynthOptions): Promise<void> {
  const { root, outdir, environment = 'local', bundle = true } = options;
  const context = {
    ...settingsSchema.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context,
    environment,
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': false,
    'aws:cdk:bundling-stacks': bundle ? ['**'] : [],
  };
  const making = `${outdir}.${process.pid}.tmp`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(dirname(outdir), { recursive: true });
  try {
    await runApp(root, { CDK_OUTDIR: making, CDK_CONTEXT_JSON: JSON.stringify(context) });
    if (!existsSync(join(making, 'manifest.json')))
      throw new Refusal('The CDK app ended without an assembly.');
    rmSync(outdir, { recursive: true, force: true });
    renameSync(making, outdir);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function runApp(root: string, variables: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['infra/app.ts'], {
      cwd: root,
      // esbuild is looked for on the path; the app must find the project's own.
      env: {
        ...process.env,
        ...variables,
        PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) return done();
      const said = Buffer.concat(lines).toString().trim().split('\n').slice(-12).join('\n');
      fail(new Refusal(`The CDK app cannot be synthesised:\n${said}`));
    });
  });
}
