/**
 * Mutation testing: changes the register's rules one by one and asks whether a test notices (docs/mutation.md).
 *
 *   npm run mutation -- --mutate shared/register/hold.ts
 *   MUTATION_TESTS=test/shared/register/hold.test.ts npm run mutation -- --mutate shared/register/hold.ts   (much quicker)
 *
 * Not by --testFiles: with it, runs of mutants in what is loaded once find no tests, and all of those seem to survive.
 */
export default {
  mutate: ['shared/register/**/*.ts', 'shared/procedures/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  coverageAnalysis: 'perTest',
  // What runs once when a file is loaded (a schema, a word list) is changed too: such a mutant costs a fresh run of all
  // tests, but half of the rules here are data of just that kind.
  ignoreStatic: false,
  concurrency: 1,
  // Inside the project, or the copies would not find their packages.
  tempDirName: '.local/mutation',
  ignorePatterns: ['cdk.out', 'coverage', 'infra'],
  // A name that does not exist: the compiler (TypeScript 7) has no programming interface with which a tsconfig could be
  // rewritten for the copy, and nothing here is compiled anyway.
  tsconfigFile: 'tsconfig.none.json',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.local/mutation-report/mutation.json' },
  // What was found before is kept, so that file after file adds up to one report.
  incremental: true,
  incrementalFile: '.local/mutation-report/incremental.json',
  timeoutMS: 20_000,
  // Fewer mutants noticed than this is a failure; what may survive stands in docs/mutation.md with its reason.
  thresholds: { high: 98, low: 95, break: 95 },
};
