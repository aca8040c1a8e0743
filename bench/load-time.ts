import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { type Bundle, baseBundle, deployedBundles } from './bundles.ts';
import { type Comparison, compare } from './statistics.ts';

/** What a function weighs and takes to load, beside a handler that only creates the SDK clients it uses. */
export type FunctionLoad = {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly base: { readonly name: string; readonly bytes: number; readonly gzipBytes: number };
  /** Milliseconds by the clock, and of processor time, which other work on the machine disturbs less. */
  readonly wall: Comparison;
  readonly processor: Comparison;
};

const dynamodb = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const d = new DynamoDBClient({});`;
const s3 = `import { S3Client } from '@aws-sdk/client-s3'; export const s = new S3Client({ forcePathStyle: true });`;
const handler = 'export const handler = async () => undefined;';
const bases = { 'DynamoDB client': dynamodb + handler, 'DynamoDB and S3 clients': dynamodb + s3 + handler };

/**
 * Synthesises the functions and loads each in fresh processes, in turn with the base handlers, `rounds` times. What is
 * timed is the import alone, which is what Lambda runs before the first request.
 */
export async function timeLoading(rounds: number): Promise<FunctionLoad[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const functions = await deployedBundles();
    const base = await Promise.all(
      Object.entries(bases).map(([name, source]) => baseBundle(folder, name, source)),
    );
    const all = [...base, ...functions];
    const loads = new Map<string, Load[]>(all.map(({ name }) => [name, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const bundle of round % 2 === 0 ? all : all.toReversed()) {
        const load = await loadOnce(bundle);
        // The first round brings the files into memory.
        if (round >= 0) loads.get(bundle.name)?.push(load);
      }
    }
    return functions.map((bundle) => loadOf(bundle, baseOf(bundle, base), loads));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The base that creates the clients the function has in its bundle. */
function baseOf(bundle: Bundle, base: readonly Bundle[]): Bundle {
  const wanted = bundle.clients.includes('client-s3') ? 'DynamoDB and S3 clients' : 'DynamoDB client';
  const found = base.find((one) => one.name === wanted);
  if (!found) throw new Error(`no base ${wanted}`);
  return found;
}

type Load = { readonly wallMs: number; readonly processorMs: number };

function loadOf(bundle: Bundle, base: Bundle, loads: ReadonlyMap<string, readonly Load[]>): FunctionLoad {
  const [own, beside] = [loads.get(bundle.name) ?? [], loads.get(base.name) ?? []];
  const comparison = (of: (load: Load) => number) => compare(own.map(of), beside.map(of));
  const { name, bytes, gzipBytes } = bundle;
  return {
    ...{ name, bytes, gzipBytes },
    base: { name: base.name, bytes: base.bytes, gzipBytes: base.gzipBytes },
    wall: comparison((load) => load.wallMs),
    processor: comparison((load) => load.processorMs),
  };
}

/** Run in the fresh process. Lambda's own runtime has started by the time it imports a handler. */
const probe = `
const before = process.cpuUsage();
const begun = performance.now();
await import(process.argv[1]);
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wallMs, processorMs: (user + system) / 1000 }));
process.exit();
`;

/** What Lambda adds to a function's own variables; no service is called. */
const runtime = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };

const run = promisify(execFile);
const loaded = z.object({ wallMs: z.number(), processorMs: z.number() });

async function loadOnce({ file, environment }: Bundle): Promise<Load> {
  const argv = ['--input-type=module', '--eval', probe, file];
  const { stdout } = await run(process.execPath, argv, { env: { ...runtime, ...environment } });
  return loaded.parse(JSON.parse(stdout));
}
