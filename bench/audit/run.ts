import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { audit } from '../../shared/audit/audit.ts';
import type { Met } from '../../shared/audit/place.ts';
import type { Sources } from '../../shared/audit/sources.ts';
import type { Opening } from '../../shared/register/entry.ts';
import { makeRegister } from './made-register.ts';
import { sourcesOf } from './made-sources.ts';

// Heap that is held, not heap that nobody has swept yet: the collector is run before each look.
setFlagsFromString('--expose-gc');
const sweep: () => void = runInNewContext('gc');
const heldMb = () => {
  sweep();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const partOf = 1000;

/**
 * What a made register gives an audit, as bytes outside of the heap, as a table would: or the collector would walk the
 * whole made register again and again, and its time would be taken for the audit's.
 */
async function packed(pledges: number): Promise<Sources> {
  const made = makeRegister(pledges);
  const { log, origin, verifiers, all } = await sourcesOf(made);
  const openings = new Map([...made.openings].map(([id, some]) => [id, Buffer.from(JSON.stringify(some))]));
  const parts: Buffer[] = [];
  let part: Met[] = [];
  const shut = () => {
    parts.push(Buffer.from(JSON.stringify(part)));
    part = [];
  };
  for await (const met of all()) if (part.push(met) === partOf) shut();
  shut();
  const { bodies } = made;
  return {
    objects: async (path) => log.objects.get(path),
    checkpoint: async () => log.checkpoint,
    ...{ origin, verifiers },
    openings: async (ids) =>
      new Map(ids.map((id) => [id, JSON.parse(String(openings.get(id) ?? '[]')) as Opening[]])),
    body: async (digest) => bodies.get(digest),
    // Whatever is met is what it should be, so that nothing is ever looked up again.
    read: async () => undefined,
    indices: async () => new Map(),
    all: async function* () {
      for (const one of parts) yield* JSON.parse(String(one)) as Met[];
    },
    async *waiting() {},
    async *given() {},
    now: Date.now,
  };
}

/** One audit of a register of so many pledges, in this process alone, told as JSON. */
async function run(pledges: number): Promise<void> {
  const sources = await packed(pledges);
  let wholeMb = 0;
  let sweptMs = 0;
  sweep();
  const begun = performance.now();
  const report = await audit({
    ...sources,
    // Asked once the whole log was read, when all that an audit holds is there.
    all: async function* () {
      const at = performance.now();
      wholeMb = heldMb();
      sweptMs = performance.now() - at;
      yield* sources.all();
    },
  });
  const ms = performance.now() - begun - sweptMs;
  if (report.difference) throw new Error(`it differs: ${JSON.stringify(report.difference)}`);
  const rebuiltMb = wholeMb - heldMb();
  process.stdout.write(`${JSON.stringify({ entries: report.counts.entries, ms, rebuiltMb })}\n`);
}

await run(Number(process.argv[2]));
