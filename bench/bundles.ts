import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import * as z from 'zod';
import { bundling } from '../infra/constructs/bundling.ts';
import { synthesise } from '../local/synth.ts';
import { readAssembly } from '../local/template/assembly.ts';
import { Resolver } from '../local/template/resolve.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One handler in one file, as it would be deployed. */
export type Bundle = {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** The clients of the AWS SDK in it, `client-s3` say. */
  readonly clients: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

const deployed = z.looseObject({
  Handler: z.string(),
  Code: z.looseObject({ S3Key: z.string() }),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.coerce.string()) }),
});

/** The functions of the synthesised template: the very files that would be deployed, with their variables. */
export async function deployedBundles(): Promise<Bundle[]> {
  const assembly = readAssembly(await synthesise({ root }));
  const nowhere = 'http://localhost';
  const resolver = new Resolver(assembly, { origin: nowhere, issuerOf: () => nowhere });
  return resolver.ofType('AWS::Lambda::Function').flatMap(({ construct, properties }) => {
    const made = deployed.safeParse(properties);
    const folder = made.success ? assembly.assetFolder(made.data.Code.S3Key) : undefined;
    // Functions with code in the template itself belong to custom resources.
    if (!made.success || folder === undefined) return [];
    const [module = ''] = made.data.Handler.split('.');
    return [described(construct, join(folder, `${module}.mjs`), made.data.Environment.Variables)];
  });
}

/** A handler that is written here, bundled by the infrastructure's own settings. */
export async function baseBundle(folder: string, name: string, source: string): Promise<Bundle> {
  const file = join(folder, name, 'index.mjs');
  const stdin = { contents: source, resolveDir: root, loader: 'ts' } as const;
  await build({ ...settings(), stdin, outfile: file });
  return described(name, file, { NODE_OPTIONS: '--enable-source-maps' });
}

/** What the construct makes of the settings on esbuild's command line. */
function settings(): BuildOptions {
  const { format, target, mainFields, minify, sourceMap, sourcesContent, banner } = bundling;
  return {
    ...{ bundle: true, platform: 'node', absWorkingDir: root, logLevel: 'warning', charset: 'utf8' },
    ...(format === 'esm' && { format }),
    ...(target !== undefined && { target }),
    ...(mainFields && { mainFields: [...mainFields] }),
    ...(minify !== undefined && { minify }),
    ...(sourceMap !== undefined && { sourcemap: sourceMap }),
    ...(sourcesContent !== undefined && { sourcesContent }),
    ...(banner !== undefined && { banner: { js: banner } }),
  };
}

const sourceMap = z.object({ sources: z.array(z.string()) });

function described(name: string, file: string, environment: Bundle['environment']): Bundle {
  const code = readFileSync(file);
  const { sources } = sourceMap.parse(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const clients = sources.flatMap((path) => /@aws-sdk\/(client-[a-z0-9-]+)\//.exec(path)?.[1] ?? []);
  const bytes = { bytes: code.length, gzipBytes: gzipSync(code).length };
  return { name, file, ...bytes, clients: [...new Set(clients)], environment };
}
