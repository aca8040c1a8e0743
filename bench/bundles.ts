import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { bundling } from '../infra/constructs/bundling.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One handler as it would be deployed. */
export type Bundle = {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** The clients of the AWS SDK in it, `client-s3` say. */
  readonly clients: readonly string[];
  /** Bytes by where they come from: a package, or a folder of the house. */
  readonly parts: Readonly<Record<string, number>>;
};

/** The infrastructure's own settings, which its construct hands to esbuild's command line. */
function settings(): BuildOptions {
  const { format, target, mainFields, minify, sourceMap, sourcesContent, banner } = bundling;
  return {
    ...{ bundle: true, platform: 'node', metafile: true, absWorkingDir: root, logLevel: 'warning' },
    ...(format === 'esm' && { format }),
    ...(target !== undefined && { target }),
    ...(mainFields && { mainFields: [...mainFields] }),
    ...(minify !== undefined && { minify }),
    ...(sourceMap !== undefined && { sourcemap: sourceMap }),
    ...(sourcesContent !== undefined && { sourcesContent }),
    ...(banner !== undefined && { banner: { js: banner } }),
  };
}

/** Bundles every function of the tree, as the infrastructure would, into a folder of its own each. */
export async function bundleFunctions(folder: string): Promise<Bundle[]> {
  const entries = globSync('functions/*/{main,*-main}.ts', { cwd: root }).sort();
  return Promise.all(entries.map((entry) => bundleOne(folder, functionAt(entry), { entryPoints: [entry] })));
}

/** Bundles a handler that is written here, by the same settings. */
export function bundleSource(folder: string, name: string, source: string): Promise<Bundle> {
  return bundleOne(folder, name, { stdin: { contents: source, resolveDir: root, loader: 'ts' } });
}

/** `functions/titles/main.ts` is `titles`; `functions/registrar/imports-main.ts` is `imports`. */
function functionAt(entry: string): string {
  const name = basename(entry, '.ts').replace(/-?main$/, '');
  return name === '' ? basename(dirname(entry)) : name;
}

async function bundleOne(folder: string, name: string, of: BuildOptions): Promise<Bundle> {
  const file = join(folder, name, 'index.mjs');
  const { metafile } = await build({ ...settings(), ...of, outfile: file });
  const code = readFileSync(file);
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.entries(output.inputs));
  const parts: Record<string, number> = {};
  const clients = new Set<string>();
  for (const [path, { bytesInOutput }] of inputs) {
    const part = partOf(path);
    parts[part] = (parts[part] ?? 0) + bytesInOutput;
    const client = /@aws-sdk\/(client-[a-z0-9-]+)\//.exec(path)?.[1];
    if (client && bytesInOutput > 0) clients.add(client);
  }
  return { name, file, bytes: code.length, gzipBytes: gzipSync(code).length, clients: [...clients], parts };
}

function partOf(path: string): string {
  const inside = path.split('node_modules/').at(-1) ?? path;
  const [first = '', second = ''] = inside.split('/');
  if (inside === path) return `${first}/`;
  if (/^@(aws|aws-sdk|smithy)$/.test(first)) return 'AWS SDK';
  return first.startsWith('@') ? `${first}/${second}` : first;
}
