import type { Checkpoint } from '../journal/checkpoint.ts';
import { type FollowedMap, followMap } from '../journal/map/map-from-leaves.ts';
import { type MapLeaf, mapLeaf } from '../journal/map/map-leaf.ts';
import { canonicalJson } from '../kernel/digest.ts';
import type { EntryId, PartyId } from '../kernel/id.ts';
import { barAct } from '../procedures/party/bar.ts';
import { type Entry, entry as entrySchema, type Opening } from '../register/entry.ts';
import { importAct } from '../register/import/body.ts';
import { leafOf } from '../register/leaf.ts';
import { correctionAct } from '../register/office-correction.ts';
import { type Party, party } from '../register/party.ts';
import { adopt } from './adopt.ts';
import { type Difference, firstOf } from './difference.ts';
import { madeByFiling, openedOf } from './filed.ts';
import { type Fault, faultOf, type Outcome, putMade } from './made.ts';
import { partiesNamedIn } from './named.ts';
import { madeByBar, madeByCorrection, madeByImport } from './office-acts.ts';
import type { Opened } from './openings.ts';
import { readLog } from './read-log.ts';
import { type By, emptyRegister, put, putTitle, type Rebuilt, titleMade } from './rebuilt.ts';
import type { Sources } from './sources.ts';

/** What was counted on the way. */
export type Counts = {
  entries: number;
  mapLeaves: number;
  /** Commitments that nothing opens any more, and entries whose effect could not be made again for that. */
  forgotten: number;
  notRebuilt: number;
  /** Parties that no entry made. */
  given: number;
};

/** Entries that could not be made again: what only they made is not compared. */
export type Log = {
  readonly register: Rebuilt;
  readonly counts: Counts;
  readonly notRebuilt: ReadonlySet<EntryId>;
  readonly difference: Difference | undefined;
  /** Whether the whole log was read; after a fault of the log itself nothing behind it can be believed. */
  readonly whole: boolean;
};

type Waiting = {
  readonly entry: Entry;
  readonly by: By;
  readonly openings: readonly Opening[];
  fault: Fault;
};

/** So many entries may wait for one that came later; two that were committed in the same moment do. */
const waitingMax = 64;

type Work = {
  readonly sources: Sources;
  readonly register: Rebuilt;
  readonly counts: Counts;
  readonly notRebuilt: Set<EntryId>;
  readonly given: Map<PartyId, Party>;
  readonly map: FollowedMap;
  mapInstant: string;
  waiting: Waiting[];
  difference: Difference | undefined;
};

/** Reads the whole log and makes the register again from it, entry by entry; `until` ends it before that index. */
export async function rebuild(
  sources: Sources,
  checkpoint: Checkpoint,
  watched?: { readonly key: string; readonly until: number },
): Promise<Log> {
  const counts: Counts = { entries: 0, mapLeaves: 0, forgotten: 0, notRebuilt: 0, given: 0 };
  const work: Work = {
    ...{ sources, counts, register: emptyRegister(watched?.key), notRebuilt: new Set(), given: new Map() },
    ...{ map: followMap(), mapInstant: '', waiting: [], difference: undefined },
  };
  for await (const one of sources.given()) work.given.set(one.id, one);
  counts.given = work.given.size;
  let whole = true;
  for await (const read of readLog(sources.objects, checkpoint)) {
    if ('fault' in read) {
      work.difference = firstOf(work.difference, read.fault);
      whole = false;
      break;
    }
    if (watched && read.begin >= watched.until) break;
    await takeLeaves(work, read.begin, read.leaves);
  }
  if (whole && !watched && work.map.end()) {
    work.difference = firstOf(work.difference, { code: 'mapEnd', index: checkpoint.size - 1 });
  }
  for (const { entry, by, fault } of work.waiting) differ(work, entry, by, fault);
  const { register, notRebuilt, difference } = work;
  return { register, counts, notRebuilt, difference, whole };
}

const atOnce = 32;

async function takeLeaves(work: Work, begin: number, leaves: readonly Uint8Array[]): Promise<void> {
  for (let from = 0; from < leaves.length; from += atOnce) {
    const read = leaves
      .slice(from, from + atOnce)
      .map((bytes, at) => ({ index: begin + from + at, bytes, leaf: leafIn(bytes) }));
    const entries = read.flatMap(({ leaf }) => (leaf && 'entry' in leaf ? [leaf.entry] : []));
    const openings = await work.sources.openings(entries.map((one) => one.id));
    for (const { index, bytes, leaf } of read) {
      takeMap(work, bytes, index);
      if (!leaf) work.difference = firstOf(work.difference, { code: 'leaf', index });
      else if ('map' in leaf) takeInstant(work, leaf.map, index);
      else
        await takeEntry(work, leaf.entry, { index, entry: leaf.entry.id }, openings.get(leaf.entry.id) ?? []);
    }
  }
}

type Leaf = { readonly entry: Entry } | { readonly map: MapLeaf };

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextEncoder();

/** The entry or the map's root in a leaf; undefined where it is neither, or written otherwise than it is hashed. */
function leafIn(bytes: Uint8Array): Leaf | undefined {
  let read: unknown;
  try {
    read = JSON.parse(strict.decode(bytes));
  } catch {
    return undefined;
  }
  const parsed = entrySchema.safeParse(read);
  if (parsed.success) return sameBytes(leafOf(parsed.data), bytes) ? { entry: parsed.data } : undefined;
  const map = mapLeaf.safeParse(read).data;
  return map && sameBytes(utf8.encode(canonicalJson(map)), bytes) ? { map } : undefined;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** The map of what is encumbered must follow from the entries before it, and its instants rise. */
function takeMap(work: Work, leaf: Uint8Array, index: number): void {
  const fault = work.map.take(leaf);
  if (fault && fault.fault !== 'unreadable')
    work.difference = firstOf(work.difference, { code: 'mapRoot', index });
}

function takeInstant(work: Work, { instant }: MapLeaf, index: number): void {
  work.counts.mapLeaves += 1;
  if (instant <= work.mapInstant)
    work.difference = firstOf(work.difference, { code: 'mapRoot', index, field: '/instant' });
  work.mapInstant = instant;
}

async function takeEntry(work: Work, entry: Entry, by: By, openings: readonly Opening[]): Promise<void> {
  const { register, counts } = work;
  counts.entries += 1;
  if (register.marks.has(`entry ${entry.id}`)) return differ(work, entry, by, { code: 'entryTwice' });
  put(register, by, { kind: 'entry', id: entry.id }, entry);
  const opened = openedOf(entry, openings);
  if ('fault' in opened) {
    differ(work, entry, by, opened.fault);
    return takeUp(work, entry, by);
  }
  counts.forgotten += opened.forgotten.length;
  await takeUpTitles(work, entry);
  const outcome = await outcomeOf(work, entry, opened);
  await settle(work, { entry, by, openings }, opened, outcome);
}

async function settle(
  work: Work,
  { entry, by, openings }: Pick<Waiting, 'entry' | 'by' | 'openings'>,
  opened: Opened,
  outcome: Outcome,
): Promise<void> {
  if ('forgotten' in outcome) return takeUp(work, entry, by);
  if ('made' in outcome) {
    putMade(work.register, by, outcome.made);
    if (outcome.made.parties?.length || outcome.made.mandates?.length) await retry(work);
    return;
  }
  const waits = 'waits' in outcome ? outcome.waits : behindAnother(work, entry, outcome.fault);
  if (waits) {
    const onGiven = partiesNamedIn([entry.public, [...opened.values.values()]]).some((id) =>
      isChanged(work, id),
    );
    if (!onGiven && work.waiting.length < waitingMax) {
      work.waiting.push({ entry, by, openings, fault: waits });
      return;
    }
    if (!onGiven) differ(work, entry, by, waits);
    return takeUp(work, entry, by);
  }
  if ('fault' in outcome) differ(work, entry, by, outcome.fault);
  await takeUp(work, entry, by);
}

/** An entry whose title is not where it should be waits, where another one that waits has yet to bring it there. */
function behindAnother({ waiting }: Work, entry: Entry, fault: Fault): Fault | undefined {
  const rights = waiting.flatMap((one) => one.entry.advanced ?? []).map((one) => one.right);
  const behind = fault.code === 'version' && entry.advanced?.some(({ right }) => rights.includes(right));
  return behind ? fault : undefined;
}

/** Titles that an import made whose body is forgotten, as they stood before the first entry that advances them. */
async function takeUpTitles({ register, notRebuilt, sources }: Work, entry: Entry): Promise<void> {
  if (notRebuilt.size === 0) return;
  for (const { right, version } of entry.advanced ?? []) {
    if (register.titles.has(right)) continue;
    const live = await sources.read({ kind: 'title', right, version: version - 1 });
    const before = titleMade.safeParse(live).data;
    const made = before && register.marks.get(`entry ${before.title.entry}`);
    if (before?.title.version !== 1 || !made || !notRebuilt.has(made.entry)) continue;
    putTitle(register, made, before);
  }
}

/** Whether a party is one that was taken as it stands, and an entry that could not be made again made it so. */
function isChanged({ given }: Work, id: PartyId): boolean {
  return given.get(id)?.entry !== undefined;
}

/** Entries that wait are tried again, in their order, whenever a party or mandate was made. */
async function retry(work: Work): Promise<void> {
  const waiting = work.waiting;
  work.waiting = [];
  for (const one of waiting) {
    const opened = openedOf(one.entry, one.openings);
    if ('fault' in opened) continue;
    await settle(work, one, opened, await outcomeOf(work, one.entry, opened));
  }
}

async function outcomeOf({ register, sources, given }: Work, entry: Entry, opened: Opened): Promise<Outcome> {
  const outcome = await (async (): Promise<Outcome> => {
    switch (entry.act) {
      case importAct:
        return madeByImport(register, entry, entry.body && (await sources.body(entry.body.digest)));
      case correctionAct:
        return madeByCorrection(register, entry, opened);
      case barAct:
        return madeByBar(register, entry, opened, given);
      default:
        return madeByFiling(register, entry, opened, given);
    }
  })();
  const fault = 'made' in outcome ? faultOf(entry, outcome.made, opened.values) : undefined;
  return fault ? { fault } : outcome;
}

/** What cannot be made again is taken up as it stands, with the parties that only the register knows now. */
async function takeUp(work: Work, entry: Entry, by: By): Promise<void> {
  work.counts.notRebuilt += 1;
  work.notRebuilt.add(entry.id);
  for (const id of partiesNamedIn(entry.public)) {
    if (work.register.parties.has(id)) continue;
    const live = party.safeParse(await work.sources.read({ kind: 'party', id }));
    if (live.success) work.given.set(id, live.data);
  }
  const fault = await adopt(work.register, entry, by, work.sources.read);
  if (fault) differ(work, entry, by, fault);
}

function differ(work: Work, entry: Entry, { index }: By, fault: Fault): void {
  work.difference = firstOf(work.difference, { ...fault, index, entry: entry.id });
}
