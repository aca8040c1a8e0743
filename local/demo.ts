import { join } from 'node:path';
import { shanghaiDate } from '../shared/kernel/plain-date.ts';
import { freePatents } from './demo/free-patents.ts';
import { demonstrate } from './demo/run.ts';
import { shown } from './demo/scene.ts';
import { Unmet } from './demo/steps.ts';
import { LocalCloudError } from './dynamodb/engine-error.ts';
import { SignInRefused } from './identity/sign-in.ts';
import { Refusal } from './refusal.ts';
import { partyOf } from './seed/parties.ts';
import { people } from './seed/people.ts';
import { Refused } from './seed/refused.ts';
import { portFrom } from './start.ts';

const usage = `Usage: npm run demo               against the local cloud at PORT (8080), or one of its own
       npm run demo -- --own     always in a cloud of its own, which is gone afterwards
       npm run demo -- --free    prints the owner's patents that can still be pledged, and does nothing`;

const root = join(import.meta.dirname, '..');

/** Prints the numbers of the owner's free patents in the running local cloud, one a line, the longest term first. */
async function printFree(port: number): Promise<void> {
  const who = people({ origin: `http://127.0.0.1:${port}`, folder: join(root, '.local') });
  const owner = (await partyOf(who, 'owner'))?.party;
  if (!owner)
    throw new Refusal('The local cloud has no sample data yet: wait until "npm start" has loaded it.');
  const free = await freePatents(who.as('owner'), owner.name, shanghaiDate(Date.now()));
  for (const one of free.reverse()) process.stdout.write(`${shown(one.patentNumber)}\n`);
}

async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const [option, ...more] = args;
  if (more.length > 0 || !['--own', '--free', undefined].includes(option)) throw new Refusal(usage);
  const port = portFrom(process.env['PORT']);
  if (option === '--free') return await printFree(port);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const certificates = join(root, '.local', 'certificates');
  await demonstrate({ root, port, own: option === '--own', signal, print, certificates });
}

/** One line for what can be expected to go wrong; a bug keeps its stack. */
function told(error: unknown): string {
  const known = [Unmet, Refused, Refusal, LocalCloudError, SignInRefused].some(
    (kind) => error instanceof kind,
  );
  if (!(error instanceof Error)) return String(error);
  return known ? error.message : (error.stack ?? error.message);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => stopping.abort(new Refusal('已停止 Stopped')));
}
try {
  await main(process.argv.slice(2), stopping.signal);
} catch (error) {
  // What is cut short fails in many ways; the reason is the same one.
  process.stderr.write(`${told(stopping.signal.aborted ? stopping.signal.reason : error)}\n`);
  process.exitCode = 1;
}
// A call that was under way when the demonstration was stopped may still wait to be sent again.
if (stopping.signal.aborted) process.exit(130);
