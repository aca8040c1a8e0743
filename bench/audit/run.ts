import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { audit } from '../../shared/audit/audit.ts';
import { makeRegister } from './made-register.ts';
import { sourcesOf } from './made-sources.ts';

// Heap that is held, not heap that nobody has swept yet: the collector is run before each look.
setFlagsFromString('--expose-gc');
const sweep: () => void = runInNewContext('gc');
const heldMb = () => {
  sweep();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** One audit of a register of so many pledges, in this process alone, told as JSON. */
async function run(pledges: number): Promise<void> {
  const sources = await sourcesOf(makeRegister(pledges));
  const before = heldMb();
  let rebuiltMb = 0;
  const begun = performance.now();
  let sweptMs = 0;
  const report = await audit({
    ...sources,
    // Asked once the whole log was read, when all that an audit holds is there.
    all: async function* () {
      const at = performance.now();
      rebuiltMb = heldMb() - before;
      sweptMs = performance.now() - at;
      yield* sources.all();
    },
  });
  const ms = performance.now() - begun - sweptMs;
  if (report.difference) throw new Error(`it differs: ${JSON.stringify(report.difference)}`);
  process.stdout.write(`${JSON.stringify({ entries: report.counts.entries, ms, rebuiltMb })}\n`);
}

await run(Number(process.argv[2]));
