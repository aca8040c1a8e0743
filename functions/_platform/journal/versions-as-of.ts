import { narrowed, probesIn, type Span } from '../../../shared/journal/as-of.ts';
import type { EntryId } from '../../../shared/kernel/id.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { readIndices } from '../store/journal.ts';
import { type RecordVersion, readRecordLines, readRecordVersions } from '../store/record-versions.ts';
import type { Store } from '../store/store.ts';
import { readEarlierVersions, readTitle, readTitles, type TitleVersion } from '../store/titles.ts';

/** 截至某时的权利档案: the title's newest version that stands before the size; undefined where none does. */
export async function titleAsOf(
  store: Store,
  right: RightId,
  size: number,
): Promise<TitleVersion | undefined> {
  const newest = await readTitle(store, right);
  return newest && (await versionsAsOf(store, titleVersions, [newest], size))[0];
}

/** The same of several rights, looked for together; those that no version of a title stood for then are left out. */
export async function titlesAsOf(
  store: Store,
  rights: readonly RightId[],
  size: number,
): Promise<TitleVersion[]> {
  const newest = (await readTitles(store, rights)).flatMap((one) => one ?? []);
  return (await versionsAsOf(store, titleVersions, newest, size)).flatMap((one) => one ?? []);
}

/** 截至某时的登记: records by number, in the order asked, each as it stood before the size. */
export async function recordsAsOf(
  store: Store,
  numbers: readonly string[],
  size: number,
): Promise<RegisterRecord[]> {
  const newest = (await readRecordVersions(store, numbers)).flatMap((one) => one ?? []);
  const found = await versionsAsOf(store, recordVersions, newest, size);
  return found.flatMap((one) => one?.record ?? []);
}

/** How a thing keeps its versions: by consecutive numbers, each made by an entry. */
type Versions<V> = {
  readonly versionOf: (of: V) => number;
  readonly entryOf: (of: V) => EntryId;
  /** Earlier versions of several things, in the order asked. */
  readonly read: (
    store: Store,
    wanted: readonly { readonly newest: V; readonly version: number }[],
  ) => Promise<(V | undefined)[]>;
};

const titleVersions: Versions<TitleVersion> = {
  versionOf: ({ title }) => title.version,
  entryOf: ({ title }) => title.entry,
  read: (store, wanted) =>
    readEarlierVersions(
      store,
      wanted.map(({ newest, version }) => ({ right: newest.title.right, version })),
    ),
};

const recordVersions: Versions<RecordVersion> = {
  versionOf: ({ record }) => record.version,
  entryOf: ({ madeBy }) => madeBy.entry,
  read: (store, wanted) =>
    readRecordLines(
      store,
      wanted.map(({ newest, version }) => ({ number: newest.record.number, version })),
    ),
};

type Search<V> = { readonly newest: V; readonly span: Span; readonly found: V | undefined };

/**
 * Of several things the version that stood before the size, all looked for together: a look is one read of versions
 * and one of their indices, and there are as many looks as the longest history needs (`shared/journal/as-of.ts`).
 */
async function versionsAsOf<V>(
  store: Store,
  versions: Versions<V>,
  newest: readonly V[],
  size: number,
): Promise<(V | undefined)[]> {
  if (newest.length === 0) return [];
  // The newest version is mostly the one, and is at hand.
  let searches = await judged(
    store,
    versions,
    newest.map((one) => ({
      search: { newest: one, span: { low: 0, high: versions.versionOf(one) + 1 }, found: undefined },
      seen: [one],
    })),
    size,
  );
  for (;;) {
    const wanted = searches.map(({ newest: of, span }) =>
      probesIn(span).map((version) => ({ newest: of, version })),
    );
    if (wanted.every((probes) => probes.length === 0)) return searches.map(({ found }) => found);
    const read = (await versions.read(store, wanted.flat())).values();
    const looks = searches.map((search, at) => ({
      search,
      seen: (wanted[at] ?? []).map(({ version }) => demanded(read.next().value, version)),
    }));
    searches = await judged(store, versions, looks, size);
  }
}

async function judged<V>(
  store: Store,
  { versionOf, entryOf }: Versions<V>,
  looks: readonly { readonly search: Search<V>; readonly seen: readonly V[] }[],
  size: number,
): Promise<Search<V>[]> {
  const indices = await readIndices(
    store,
    looks.flatMap(({ seen }) => seen.map(entryOf)),
  );
  // An entry that has no index yet will get one above every size that is published.
  const isBefore = (one: V) => (indices.get(entryOf(one)) ?? Number.POSITIVE_INFINITY) < size;
  return looks.map(({ search, seen }) => {
    const span = narrowed(search.span, seen.map(versionOf), seen.map(isBefore));
    const found = seen.find((one) => versionOf(one) === span.low) ?? search.found;
    return { ...search, span, found };
  });
}

function demanded<V>(read: V | undefined, version: number): V {
  // Lines are written with the version after them, so one that is missing was lost.
  if (read === undefined) throw new Error(`version ${version} has no line`);
  return read;
}
