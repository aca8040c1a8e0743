import { metIn } from '../../../functions/journal/audit/meet.ts';
import { audit } from '../../../shared/audit/audit.ts';
import { keyOf } from '../../../shared/audit/place.ts';
import type { Sources } from '../../../shared/audit/sources.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import type { Remains } from '../remains.ts';
import { type Broken, finder } from './broken.ts';
import type { Journal } from './read-journal.ts';
import type { Standing } from './standing.ts';

/** The register is what the log says: the register's own audit, over what was read already. */
export async function auditPasses(
  remains: Remains,
  standing: Standing,
  journal: Journal | undefined,
): Promise<Broken[]> {
  const { found, say } = finder('audit');
  if (!journal) return found;
  const { difference } = await audit(sourcesOf(remains, standing, journal));
  if (difference) {
    const { code, ...where } = difference;
    say(`${code} ${JSON.stringify(where)}`);
  }
  return found;
}

function sourcesOf({ verifier, shelf, bodies }: Remains, standing: Standing, journal: Journal): Sources {
  const { items, openings, indices, pending, entries, parties } = standing;
  const met = [...items.register, ...items.parties].flatMap((item) => metIn(item) ?? []);
  const places = new Map(met.flatMap((one) => ('place' in one ? [[keyOf(one.place), one.value]] : [])));
  return {
    ...{ origin: verifier.name, verifiers: [verifier], now: () => Date.parse(latest(standing)) },
    objects: async (path) => (await shelf.get(path))?.bytes,
    checkpoint: async () => journal.note,
    openings: async (ids) => new Map(ids.map((id) => [id, openings.get(id) ?? []])),
    body: async (digest) => bodies?.get(digest).catch(() => undefined),
    read: async (place) => places.get(keyOf(place)),
    all: async function* () {
      yield* met;
      for (const [of, index] of indices) yield { of, index };
    },
    indices: async (ids) => new Map(ids.flatMap((id) => [[id, indices.get(id)] as const]).flatMap(known)),
    waiting: async function* () {
      for (const entry of pending) yield { entry, since: entries.get(entry)?.instant ?? '' };
    },
    given: async function* () {
      for (const { value } of parties.values()) if (value.entry === undefined) yield value;
    },
  };
}

function known<Key>([id, index]: readonly [Key, number | undefined]): [Key, number][] {
  return index === undefined ? [] : [[id, index]];
}

/** The run's own clock is not the machine's: its last checkpoint is as late as anything. */
function latest({ checkpoints }: Standing): string {
  const [last = instantOf(0)] = checkpoints
    .map(({ instant }) => instant)
    .toSorted()
    .reverse();
  return last;
}
