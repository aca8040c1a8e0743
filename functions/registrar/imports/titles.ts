import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { Title } from '../../../shared/register/title.ts';
import { readAll } from '../../_platform/dynamodb.ts';
import type { Store } from '../../_platform/store/store.ts';
import { firstVersionItem, readHistory, titleKey, titleVersionOf } from '../../_platform/store/titles.ts';

export const importAct = 'patent.import';

const batchMax = 100;

/** Titles by right, consistent, a hundred to a call; those not on the register are left out. */
export async function readTitles(store: Store, rights: readonly RightId[]): Promise<Map<RightId, Title>> {
  const wanted = rights.map((right) => ({ table: store.tables.register, key: titleKey(right) }));
  const chunks = Array.from({ length: Math.ceil(wanted.length / batchMax) }, (_, index) =>
    wanted.slice(index * batchMax, (index + 1) * batchMax),
  );
  const items = (await Promise.all(chunks.map((chunk) => readAll(store.client, chunk)))).flat();
  const found = items.flatMap((item) => (item ? [titleVersionOf(item).title] : []));
  return new Map(found.map((title) => [title.right, title]));
}

/** How many titles are on their way at once: enough to hide the round trips, too few to be throttled. */
const atOnce = 16;

/** Puts an import's titles, each once; those that an earlier attempt put, or that have advanced since, stay. */
export async function putTitles(store: Store, titles: readonly Title[]): Promise<void> {
  // A generator, since the loop that fails closes it, and then the others stop too.
  const queue = (function* () {
    yield* titles;
  })();
  const work = async () => {
    for (const title of queue) await putTitle(store, title);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function putTitle(store: Store, title: Title): Promise<void> {
  const put = new PutCommand({
    TableName: store.tables.register,
    Item: firstVersionItem({ title, act: importAct }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await store.client.send(put);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException && error.Item)) throw error;
    const there = titleVersionOf(unmarshall(error.Item)).title;
    const first = there.version === 1 ? there : await readFirst(store, title.right);
    // Only imports create titles, one batch at a time: anything else here is a bug that must not be passed over.
    if (first?.entry !== title.entry) throw new Error(`${title.right} was not created by ${title.entry}`);
  }
}

async function readFirst(store: Store, right: RightId): Promise<Title | undefined> {
  let before: string | undefined;
  for (;;) {
    const page = await readHistory(store, right, 100, before);
    if (!page.last) return page.items.at(-1)?.title;
    before = page.last;
  }
}
