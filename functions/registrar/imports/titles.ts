import type { RightId } from '../../../shared/kernel/right.ts';
import { importAct } from '../../../shared/register/import/body.ts';
import type { Title } from '../../../shared/register/title.ts';
import { type Item, readAll } from '../../_platform/dynamodb.ts';
import { Problem } from '../../_platform/problem.ts';
import type { Store } from '../../_platform/store/store.ts';
import { firstVersionItem, readHistory, titleKey, titleVersionOf } from '../../_platform/store/titles.ts';
import { absent, commit, put } from '../../_platform/transaction.ts';
import type { ImportsDeps } from './deps.ts';

/** As many keys as one read takes. */
const readAtOnce = 100;

/** Titles by right, consistent, a hundred to a call; those not on the register are left out. */
export async function readTitles(store: Store, rights: readonly RightId[]): Promise<Map<RightId, Title>> {
  const wanted = rights.map((right) => ({ table: store.tables.register, key: titleKey(right) }));
  const items = (
    await Promise.all(chunksOf(wanted, readAtOnce).map((chunk) => readAll(store.client, chunk)))
  ).flat();
  const found = items.flatMap((item) => (item ? [titleVersionOf(item).title] : []));
  return new Map(found.map((title) => [title.right, title]));
}

/**
 * Titles go in by transactions of fifty, four at a time: each title on its own took two to six times as long.
 * Fifty of the longest stay below the 4 MB of one transaction.
 */
const titlesAtOnce = 50;
const transactionsAtOnce = 4;

/** Puts an import's titles, each once; those that an earlier attempt put, or that have advanced since, stay. */
export async function putTitles(
  deps: Pick<ImportsDeps, 'store' | 'ports'>,
  titles: readonly Title[],
): Promise<void> {
  // A generator, since the loop that fails closes it, and then the others stop too.
  const queue = (function* () {
    yield* chunksOf(titles, titlesAtOnce);
  })();
  const work = async () => {
    for (const chunk of queue) await putChunk(deps, chunk);
  };
  await Promise.all(Array.from({ length: transactionsAtOnce }, work));
}

async function putChunk(
  { store, ports }: Pick<ImportsDeps, 'store' | 'ports'>,
  chunk: readonly Title[],
): Promise<void> {
  let open = chunk;
  while (open.length > 0) {
    const actions = open.map((title) =>
      put(title.right, store.tables.register, firstVersionItem({ title, act: importAct }), absent),
    );
    const committed = await commit(store.client, ports, actions);
    if (committed.kind === 'done') return;
    if (committed.kind === 'busy') throw new Problem('busy');
    const there = new Map(committed.failures.map(({ name, old }) => [name, old]));
    for (const title of open) await demandOwn(store, title, there.get(title.right));
    open = open.filter((title) => !there.has(title.right));
  }
}

/** Only imports create titles, one batch at a time: anything else there is a bug that must not be passed over. */
async function demandOwn(store: Store, title: Title, item: Item | undefined): Promise<void> {
  if (!item) return;
  const there = titleVersionOf(item).title;
  const first = there.version === 1 ? there : await readFirst(store, title.right);
  if (first?.entry !== title.entry) throw new Error(`${title.right} was not created by ${title.entry}`);
}

async function readFirst(store: Store, right: RightId): Promise<Title | undefined> {
  let before: string | undefined;
  for (;;) {
    const page = await readHistory(store, right, 100, before);
    if (!page.last) return page.items.at(-1)?.title;
    before = page.last;
  }
}

function chunksOf<One>(all: readonly One[], size: number): One[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
