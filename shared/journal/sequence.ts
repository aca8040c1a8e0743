import type { EntryId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RightId } from '../kernel/right.ts';

/** An entry that waits for its index, with the titles' versions that it made. */
export type Waiting = {
  readonly entry: EntryId;
  readonly instant: Instant;
  readonly advanced: readonly { readonly right: RightId; readonly version: number }[];
};

/** What tells whether the entry that made a title's version has its index already. */
export type Sequenced = (right: RightId, version: number) => boolean;

/**
 * The order in which the waiting entries get their indices: by instant, and on one title always by version, since
 * that is the rank the register decided by. An entry is held back while one that stood before it on a title is
 * neither sequenced nor among those before it here: the shards of pending entries are not read in one moment, so a
 * successor may be seen where its predecessor was not yet.
 */
export function inOrder(waiting: readonly Waiting[], sequenced: Sequenced): readonly Waiting[] {
  const left = waiting.toSorted((a, b) => compare(a.instant, b.instant) || compare(a.entry, b.entry));
  const placed: Waiting[] = [];
  const versions = new Set<string>();
  const ready = ({ advanced }: Waiting) =>
    advanced.every(
      ({ right, version }) =>
        version === 1 || versions.has(key(right, version - 1)) || sequenced(right, version - 1),
    );
  // Instants never run back on a title, so one pass does; a second one serves entries of the very same instant.
  for (let found = true; found; ) {
    found = false;
    for (const one of [...left]) {
      if (!ready(one)) continue;
      placed.push(one);
      left.splice(left.indexOf(one), 1);
      for (const { right, version } of one.advanced) versions.add(key(right, version));
      found = true;
    }
  }
  return placed;
}

const key = (right: RightId, version: number) => `${right} ${version}`;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
