import { execFile } from 'node:child_process';
import { LocalCloudError } from './engine-error.ts';

const javaMajorMin = 17;

const advice = `install Java ${javaMajorMin} or newer (any OpenJDK build) and put "java" on the PATH`;

/** The major version in the output of `java -version` ("1.8.0_392" is 8, "17.0.15" is 17), if there is one. */
function javaMajor(output: string): number | undefined {
  const found = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (!found) return undefined;
  const [, first, second] = found;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

/**
 * Asks the named Java for its version and returns the major number.
 * Throws `java-missing` when it does not run and `java-too-old` below {@link javaMajorMin}.
 */
export async function checkJava(java: string): Promise<number> {
  const { output, failed } = await versionOutput(java);
  const major = javaMajor(output);
  // macOS ships a "java" that only says that there is no Java; it fails and prints no version.
  if (failed || major === undefined)
    throw new LocalCloudError('java-missing', `Java was not found: ${advice}.`);
  if (major < javaMajorMin)
    throw new LocalCloudError('java-too-old', `Java ${major} is too old for the local database: ${advice}.`);
  return major;
}

function versionOutput(java: string): Promise<{ output: string; failed: boolean }> {
  return new Promise((resolve) => {
    execFile(java, ['-version'], { timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ output: `${stderr}\n${stdout}`, failed: error !== null }),
    );
  });
}
