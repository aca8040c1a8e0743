import { inOrder } from '../../../shared/journal/sequence.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { readAll } from '../../_platform/dynamodb.ts';
import { readIndices } from '../../_platform/store/journal.ts';
import { entryKey, entryOf } from '../../_platform/store/records.ts';
import type { Store } from '../../_platform/store/store.ts';
import { readEarlierVersions } from '../../_platform/store/titles.ts';
import { putAndRemove } from '../../_platform/store/write-batch.ts';
import type { SequencerDeps } from './deps.ts';
import type { Pending } from './pending.ts';

/** A batch and its map leaf fill one bundle at most, and change so many titles that the map's pages stay few. */
const entriesMax = 255;
const titlesMax = 500;
/** Of those that wait, so many are looked at: some may have their index already, or be held back. */
const lookedAtMax = 300;

export type Batch = readonly { readonly pending: Pending; readonly entry: Entry }[];

/**
 * The entries that get the next indices, in order, as far as one batch goes. One that has its index and waits all the
 * same, as after a restore, only loses its pending item.
 */
export async function nextBatch(
  { store, ports }: Pick<SequencerDeps, 'store' | 'ports'>,
  all: readonly Pending[],
): Promise<Batch> {
  // Whatever one rests on is older, so the oldest are closed in themselves; more would be read in vain.
  const found = all.toSorted((a, b) => (a.instant < b.instant ? -1 : 1)).slice(0, lookedAtMax);
  const indices = await readIndices(
    store,
    found.map(({ entry }) => entry),
  );
  const waiting = found.filter(({ entry }) => !indices.has(entry));
  const remove = found.filter(({ entry }) => indices.has(entry)).map(({ key }) => key);
  await putAndRemove(store, ports, store.tables.register, { remove });
  const placed = inOrder(waiting, await sequencedBefore(store, waiting));
  const keys = new Map(waiting.map((one) => [one.entry, one]));
  const chosen = bounded(placed.flatMap(({ entry }) => keys.get(entry) ?? []));
  const items = await readAll(
    store.client,
    chosen.map(({ entry }) => ({ table: store.tables.register, key: entryKey(entry) })),
  );
  return chosen.map((pending, at) => {
    const item = items[at];
    // The entry and its pending item are committed together, so this would be a loss of data: nothing may go on.
    if (!item) throw new Error(`${pending.entry} waits for its index and is not there`);
    return { pending, entry: entryOf(item) };
  });
}

function bounded(all: readonly Pending[]): readonly Pending[] {
  let titles = 0;
  const end = all.slice(0, entriesMax).findIndex(({ advanced }, at) => {
    titles += advanced.length;
    return titles > titlesMax && at > 0;
  });
  return all.slice(0, end < 0 ? entriesMax : end);
}

/** Which versions before those that wait were made by entries that stand in the log. */
async function sequencedBefore(store: Store, waiting: readonly Pending[]) {
  const made = new Set(waiting.flatMap(({ advanced }) => advanced.map(nameOf)));
  const before = waiting
    .flatMap(({ advanced }) => advanced)
    .filter(({ version }) => version > 1)
    .map(({ right, version }) => ({ right, version: version - 1 }))
    .filter((one) => !made.has(nameOf(one)));
  const versions = await readEarlierVersions(store, before);
  const indices = await readIndices(store, [...new Set(versions.flatMap((one) => one?.title.entry ?? []))]);
  const sequenced = new Set(
    before
      .filter((_, at) => {
        const entry = versions[at]?.title.entry;
        return entry !== undefined && indices.has(entry);
      })
      .map(nameOf),
  );
  return (right: RightId, version: number) => sequenced.has(nameOf({ right, version }));
}

const nameOf = ({ right, version }: { readonly right: RightId; readonly version: number }) =>
  `${right} ${version}`;
