import type { EntryId } from '../kernel/id.ts';
import { type Difference, firstOf } from './difference.ts';
import { keyOf, type Live, type Met, nameOf, type Place, parsePlace } from './place.ts';
import type { Log } from './rebuild.ts';
import { markOf, type Rebuilt } from './rebuilt.ts';
import type { Sources } from './sources.ts';

/** So long may an entry wait for the log before an audit calls it lost: the sequencer's schedule wakes it each minute. */
export const pendingMillisMax = 10 * 60_000;

const SEEN = 1;
const INDEXED = 2;

/** What was met of the register that is newer than the log that was read: it must be on its way there. */
type Newer = Map<EntryId, Difference>;

export type Compared = {
  readonly difference: Difference | undefined;
  /** The place of the difference, where a field of it can be named. */
  readonly at: Live | undefined;
  /** Things that only entries made which could not be made again. */
  readonly notCompared: number;
};

type Work = {
  readonly sources: Sources;
  readonly log: Log;
  readonly size: number;
  readonly newer: Newer;
  difference: Difference | undefined;
  at: Live | undefined;
  notCompared: number;
};

/**
 * Holds the register against the log, both ways: everything met must be what an entry made, and everything that the
 * log made must be met. The register goes on while it is read: what is newer than the log must wait for it or lie
 * behind it, and what was not met is looked up again.
 */
export async function compare(sources: Sources, log: Log, size: number): Promise<Compared> {
  const work: Work = {
    ...{ sources, log, size, newer: new Map() },
    ...{ difference: undefined, at: undefined, notCompared: 0 },
  };
  for await (const met of sources.all()) meet(work, met);
  await lookAgain(work);
  await checkWaiting(work);
  await checkNewer(work);
  const { difference, at, notCompared } = work;
  return { difference, at, notCompared };
}

function meet(work: Work, met: Met): void {
  if ('place' in met) meetPlace(work, met);
  else if ('openings' in met) belongs(work, met.openings, { code: 'unmade', entry: met.openings });
  else if ('of' in met) meetIndex(work, met.of, met.index);
  else if ('stray' in met) differ(work, { code: 'unmade', subject: met.stray });
}

function meetPlace(work: Work, met: Live): void {
  const { place, value } = met;
  const mark = work.log.register.marks.get(keyOf(place));
  const subject = nameOf(place);
  if (mark) mark.seen |= SEEN;
  if (mark?.digest === markOf(value)) return;
  const { id: by, version } = madeBy(met);
  // A newer version than the log's; the one that the log made must then be a line of history, or is looked up again.
  const isNewer = by !== undefined && !work.log.register.marks.has(`entry ${by}`);
  const unmade: Difference = {
    code: 'unmade',
    subject,
    ...(mark && { index: mark.index }),
    ...(by && { entry: by }),
  };
  const given = place.kind === 'party' && by === undefined && work.log.counts.given > 0;
  const ofThese =
    by !== undefined && work.log.notRebuilt.has(by) && (place.kind !== 'title' || version === 1);
  if (isNewer) work.newer.set(by, unmade);
  else if (mark) differ(work, { code: 'changed', index: mark.index, entry: mark.entry, subject }, met);
  else if (ofThese) work.notCompared += 1;
  else if (!given) differ(work, unmade);
}

/** By which entry a thing says that it was made, or changed last. */
function madeBy({ place, value }: Live): { id: EntryId | undefined; version: unknown } {
  if (place.kind === 'entry') return { id: place.id, version: undefined };
  const told = place.kind === 'title' || place.kind === 'record' ? member(value, place.kind) : value;
  const id = member(told, 'revokedBy') ?? member(member(value, 'madeBy') ?? told, 'entry');
  // An id that is none is known to no log, and is found out as such.
  return { id: typeof id === 'string' ? (id as EntryId) : undefined, version: member(told, 'version') };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function belongs(work: Work, id: EntryId, otherwise: Difference): void {
  if (!work.log.register.marks.has(`entry ${id}`)) work.newer.set(id, otherwise);
}

function meetIndex(work: Work, id: EntryId, index: number): void {
  const mark = work.log.register.marks.get(`entry ${id}`);
  if (mark) {
    mark.seen |= INDEXED;
    if (mark.index !== index) differ(work, { code: 'index', index: mark.index, entry: id });
  } else if (index < work.size) differ(work, { code: 'index', index, entry: id });
}

const lookAtOnce = 100;

/** What the log made and the reading did not meet; an item that moves while a table is read can be passed over. */
async function lookAgain(work: Work): Promise<void> {
  const { register } = work.log;
  for (const [key, mark] of register.marks) {
    if (mark.seen & SEEN || comesLater(work, mark.index)) continue;
    const place = placeOf(key, register);
    const value = place && (await work.sources.read(place));
    const { index, entry } = mark;
    if (place && value !== undefined) meetPlace(work, { place, value });
    else differ(work, { code: 'missing', index, entry, ...(place && { subject: nameOf(place) }) });
  }
  const unindexed = [...register.marks].flatMap(([key, { entry, seen }]) =>
    key === `entry ${entry}` && !(seen & INDEXED) ? [entry] : [],
  );
  for (const ids of chunksOf(unindexed, lookAtOnce)) {
    const found = await work.sources.indices(ids);
    for (const id of ids) {
      const index = register.marks.get(`entry ${id}`)?.index;
      if (index !== undefined && found.get(id) !== index) differ(work, { code: 'index', index, entry: id });
    }
  }
}

/** Whether nothing at this index can be the first difference any more. */
function comesLater({ difference }: Work, index: number): boolean {
  return difference?.index !== undefined && difference.index <= index;
}

function placeOf(key: string, register: Rebuilt): Place | undefined {
  const [kind, name = '', version] = key.split(' ');
  if (kind !== 'mandate') return parsePlace(kind, name, version);
  const mandate = [...register.mandates.values()].find((one) => one.id === name);
  return mandate && { kind, id: mandate.id, agent: mandate.agent, principal: mandate.principal };
}

function* chunksOf<One>(all: Iterable<One>, size: number): Generator<One[]> {
  let chunk: One[] = [];
  for (const one of all) {
    chunk.push(one);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function checkWaiting(work: Work): Promise<void> {
  const { log, sources } = work;
  const longAgo = new Date(sources.now() - pendingMillisMax).toISOString();
  for await (const { entry, since } of sources.waiting()) {
    const mark = log.register.marks.get(`entry ${entry}`);
    if (mark) differ(work, { code: 'pendingLeft', index: mark.index, entry });
    else if (since < longAgo) differ(work, { code: 'pending', entry });
    work.newer.delete(entry);
  }
}

/** What is newer than the log and waits no longer was given an index behind it meanwhile. */
async function checkNewer(work: Work): Promise<void> {
  for (const some of chunksOf(work.newer.keys(), lookAtOnce)) {
    const found = await work.sources.indices(some);
    for (const id of some) {
      const otherwise = work.newer.get(id);
      if (otherwise && (found.get(id) ?? -1) < work.size) differ(work, otherwise);
    }
  }
}

function differ(work: Work, found: Difference, at?: Live): void {
  const first = firstOf(work.difference, found);
  if (first === work.difference) return;
  work.difference = first;
  work.at = at;
}
