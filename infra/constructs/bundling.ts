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

/** The same, with font files in a folder beside the code: they are data, which no bundler should read as code. */
export function bundlingWithFonts(fonts: readonly string[]): BundlingOptions {
  return {
    ...bundling,
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (from, to) => [
        `mkdir -p "${to}/fonts"`,
        ...fonts.map((font) => `cp "${from}/${font}" "${to}/fonts/"`),
      ],
    },
  };
}
