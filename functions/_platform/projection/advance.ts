import { instantOf } from '../../../shared/kernel/instant.ts';
import { log } from '../logger.ts';
import { type Aside, type Cursor, moveCursor, readCursor, type Track } from '../store/projections.ts';
import { gather } from './gather.ts';
import type { MayBegin, Projection, ProjectionDeps } from './projection.ts';
import { type Worked, workOff } from './work.ts';

/** How far a projection has come of how much, and what stopped it, if anything did. */
export type Progress = { readonly next: number; readonly size: number; readonly stopped?: string };

/**
 * Brings a projection up to the journal's published end, or a rebuild up to its own. The cursor moves only once the
 * effects of everything before its new place are there, and only from where this run has read it: of two runs at once
 * one moves it, and the other reads it again and goes on from there. So a crash, or time that is over, leaves a cursor
 * behind which everything is done, and what was done beyond it is done once more.
 */
export async function advance(
  deps: ProjectionDeps,
  projection: Projection,
  track: Track,
  mayBegin: MayBegin,
): Promise<Progress> {
  for (;;) {
    const cursor = await readCursor(deps.store, projection.name, track);
    const next = cursor?.next ?? 0;
    const size = track === 'CURSOR' ? await deps.journal.size() : (cursor?.until ?? 0);
    if (next > size) return stopped(projection, { next, size, stopped: 'AheadOfTheJournal' });
    if (next === size || !mayBegin()) return { next, size };
    const fault = await takePage(deps, projection, { track, cursor, next, size }, mayBegin);
    if (fault) return stopped(projection, { ...fault, size });
  }
}

function stopped(projection: Projection, progress: Progress): Progress {
  log.error('PROJECTION_STOPPED', { projection: projection.name, ...progress });
  return progress;
}

type Place = {
  readonly track: Track;
  readonly cursor: Cursor | undefined;
  readonly next: number;
  readonly size: number;
};

/** Works off what is found from the cursor on, and moves it. Answers what stopped it, where nothing could be done. */
async function takePage(
  deps: ProjectionDeps,
  projection: Projection,
  { track, cursor, next, size }: Place,
  mayBegin: MayBegin,
): Promise<{ readonly next: number; readonly stopped: string } | undefined> {
  const again = track === 'REBUILD';
  const page = await gather(deps.journal, projection, next, size, mayBegin);
  const worked = await workOff(deps, projection, page.found, { again }, mayBegin);
  const { to, asides, fault } = judge(deps, page, worked, again);
  const moved = to === next || (await moveCursor(deps, projection.name, track, cursor, to, asides));
  if (moved) tellOf(projection, asides);
  return fault === undefined ? undefined : { next: to, stopped: fault };
}

/**
 * Where the cursor may stand now. An entry that failed is set aside only if another of its page could be done: where
 * none could, it is not the entry that is at fault but what all of them need, and the cursor waits before the first.
 */
function judge(
  { ports }: ProjectionDeps,
  page: Awaited<ReturnType<typeof gather>>,
  { done, failed }: Worked,
  again: boolean,
): { readonly to: number; readonly asides: readonly Aside[]; readonly fault?: string } {
  if (done.size === 0) {
    const first = page.found[0];
    if (first) return { to: first.index, asides: [], fault: failed.get(first.index) ?? 'OutOfTime' };
  }
  const untried = page.found.find(({ index }) => !done.has(index) && !failed.has(index));
  const to = untried?.index ?? page.next;
  const since = instantOf(ports.now());
  const asides = [...failed]
    .filter(([index]) => index < to)
    .map(([index, fault]) => ({ index, fault, attempts: 1, since, again }));
  return { to, asides };
}

function tellOf({ name }: Projection, asides: readonly Aside[]): void {
  for (const { index, fault } of asides) log.warn('PROJECTION_SET_ASIDE', { projection: name, index, fault });
}
