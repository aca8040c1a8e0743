/** The import law of the house (docs/architecture.md): a wrong arrow fails the check. */
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

// Types without a package of code: the events of Lambda.
const typesOnly = '^aws-lambda$';

export default {
  forbidden: [
    rule('no-cycles', 'Nothing imports itself by a detour.', {}, { circular: true }),
    rule(
      'shared-is-pure',
      'shared/ imports itself, zod and small pure libraries: it runs in Lambda, browser and tests.',
      { path: '^shared/' },
      {
        pathNot: ['^shared/', '^node_modules/(zod|canonicalize|@noble/hashes)/'],
      },
    ),
    rule(
      'kernel-stands-alone',
      'shared/kernel imports nothing of the house.',
      { path: '^shared/kernel/' },
      { path: '^(shared/(?!kernel/)|functions/|infra/|local/|test/|bench/)' },
    ),
    rule(
      'functions-know-shared-and-platform',
      'A function imports shared/, the platform and its own area.',
      { path: '^functions/' },
      { path: '^(infra|local|test|bench|portal)/' },
    ),
    rule(
      'areas-meet-at-their-index',
      'An area imports another only through its index.ts.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/(?!_platform/)', pathNot: ['^functions/$1/', '^functions/[^/]+/index\\.ts$'] },
    ),
    rule(
      'platform-knows-no-area',
      'The platform serves every area and imports none.',
      { path: '^functions/_platform/' },
      { path: '^functions/(?!_platform/)' },
    ),
    rule(
      'infra-never-runs-functions',
      'infra/ imports shared/ only: a Lambda entry is a path.',
      { path: '^infra/' },
      { path: '^(functions|local|test|bench|portal)/' },
    ),
    rule(
      'local-reads-the-template',
      'local/ imports shared/ and reads the synthesised template.',
      { path: '^local/' },
      { path: '^(functions|infra|test|bench|portal)/' },
    ),
    rule(
      'nothing-imports-local',
      'Nothing imports local/, test/ or bench/ but tests and benches.',
      { path: '^(shared|functions|infra|portal)/' },
      { path: '^(local|test|bench)/' },
    ),
    rule(
      'heavy-packages-stay-in-their-room',
      'Presigner, archives and file types load with the documents alone: they would slow every other cold start.',
      { path: '^(shared|functions)/', pathNot: '^functions/documents/' },
      { path: '^node_modules/(@aws-sdk/s3-request-presigner|file-type|yauzl)/' },
    ),
    rule(
      'no-undeclared-packages',
      'What is imported stands in package.json.',
      { path: '^(shared|functions|infra|local|test|bench)/' },
      { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'], pathNot: typesOnly },
    ),
    rule(
      'shipped-code-uses-shipped-packages',
      'What runs in Lambda may not lean on a development dependency.',
      { path: '^(shared|functions)/' },
      { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    ),
    rule('not-unresolvable', 'Every import resolves.', {}, { couldNotResolve: true, pathNot: typesOnly }),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
