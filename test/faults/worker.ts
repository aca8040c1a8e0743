import { rmSync } from 'node:fs';
import { startEngine } from '../../local/dynamodb/engine.ts';
import { type Asked, type Told, withoutOf } from './asked.ts';
import { breakages, breakOnLoad, isBreakage } from './breakages.ts';

/** A process with an engine of its own, which runs the seeds it is asked for, one after the other. */

// The functions log a line an answer; what they say is only of use where one seed is looked at.
const write = process.stdout.write.bind(process.stdout);
const wanted = process.env['FAULTS_LOG'] === 'yes';
process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) =>
  wanted || typeof chunk !== 'string' || !chunk.startsWith('{"level":')
    ? write(chunk, ...rest)
    : true) as typeof process.stdout.write;

const tell = (told: Told) => process.send?.(told);

const broken = process.env['FAULTS_BROKEN'] ?? '';
if (isBreakage(broken)) breakOnLoad(breakages[broken]);
// Loaded only now, since what is to be broken must not be there yet.
const { beginAll, run } = await import('./run.ts');

const engine = await startEngine();
const begun = await beginAll(engine.url);

let last: Promise<void> = Promise.resolve();
process.on('message', (asked: Asked) => {
  last = last.then(async () => {
    if (asked.kind === 'end') return leave();
    try {
      const { fired, deaths, ...ran } = await run(engine.url, begun, asked.seed, withoutOf(asked.without));
      tell({ kind: 'ran', ran: { ...ran, fired: [...fired], deaths: [...deaths] } });
    } catch (error) {
      tell({ kind: 'failed', seed: asked.seed, why: String(error instanceof Error ? error.stack : error) });
    }
  });
});
process.on('disconnect', () => void leave());
tell({ kind: 'ready' });

async function leave(): Promise<void> {
  rmSync(begun.snapshot.folder, { recursive: true, force: true });
  await engine.close();
  process.exit(0);
}
