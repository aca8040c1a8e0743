import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * How a function becomes one file. The SDK goes in at the pinned version, tree-shaken from its ES modules,
 * instead of whatever the runtime carries that month.
 */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  externalModules: [],
  bundleAwsSDK: true,
  minify: true,
  logLevel: LogLevel.WARNING,
  sourceMap: true,
  // Line numbers are enough in a log; the sources themselves would double what a cold start may read.
  sourcesContent: false,
  // Findings and texts are Chinese; escaped, each character would take twice its bytes.
  // The construct has an option of its own for that, which it does not hand on.
  esbuildArgs: { '--charset': 'utf8' },
  // CommonJS packages inside the bundle call require for Node's own modules, which ES modules do not have.
  banner:
    "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
};

/** What lies beside the code of some functions: files as they are, and a script that browsers run. */
export type Beside = {
  /** Font files, which no bundler should read as code; they lie in the folder `fonts`. */
  readonly fonts?: readonly string[];
  /** A script for a page: from which file it is bundled, and under which name it lies there. */
  readonly script?: { readonly entry: string; readonly name: string };
};

/** The same, with more beside the code; paths are from the root of the project. */
export function bundlingWith({ fonts = [], script }: Beside): BundlingOptions {
  return {
    ...bundling,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (from, to) => [
        ...(fonts.length > 0 ? [`mkdir -p "${to}/fonts"`] : []),
        ...fonts.map((font) => `cp "${from}/${font}" "${to}/fonts/"`),
        ...(script ? [browserBundle(from, script.entry, `${to}/${script.name}`)] : []),
      ],
    },
  };
}

/** For browsers that check Ed25519 themselves, which are those since 2023 to 2025. */
function browserBundle(from: string, entry: string, file: string): string {
  const options = '--bundle --minify --format=esm --target=es2022 --charset=utf8 --log-level=warning';
  return `"${from}/node_modules/.bin/esbuild" "${from}/${entry}" ${options} --outfile="${file}"`;
}
