import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { Item } from '../dynamodb.ts';
import type { Store } from './store.ts';
import {
  openingRoundsMax,
  openingsLookedAt,
  type TitleVersion,
  titleLineKey,
  titleVersionOf,
} from './titles.ts';

/** Earlier versions of a title from one number down to another, all of them; or those that opened a record. */
async function readLinesDown(
  store: Store,
  right: RightId,
  range: { readonly from: number; readonly downTo: number },
  filter?: string,
): Promise<TitleVersion[]> {
  const lines: TitleVersion[] = [];
  if (range.from < range.downTo) return lines;
  const [first, last] = [titleLineKey(right, range.downTo), titleLineKey(right, range.from)];
  let after: Item | undefined;
  do {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.register,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :downTo AND :from',
        ExpressionAttributeValues: { ':pk': first.pk, ':downTo': first.sk, ':from': last.sk },
        ...(filter && { FilterExpression: filter }),
        ...(after && { ExclusiveStartKey: after }),
        ScanIndexForward: false,
        ConsistentRead: true,
      }),
    );
    lines.push(...(answer.Items ?? []).map(titleVersionOf));
    after = answer.LastEvaluatedKey;
  } while (after);
  return lines;
}

/** A part of a title's history; `last` is the number of the version after which the next part begins. */
export type Versions = { readonly items: readonly TitleVersion[]; readonly last: number | undefined };

/**
 * The history up to a version at hand, newest first, below the number `before`. What it answers never changes,
 * also while the title goes on: pages end at numbers, and not where a query happened to.
 */
export async function readHistoryUpTo(
  store: Store,
  newest: TitleVersion,
  limit: number,
  before: number | undefined,
): Promise<Versions> {
  const { own, from } = beginning(newest, before);
  const downTo = Math.max(1, from - (limit - own.length) + 1);
  const items = [...own, ...(await readLinesDown(store, newest.title.right, { from, downTo }))];
  return { items, last: downTo > 1 ? downTo : undefined };
}

/** The same of the versions that opened a record; those between are read over, as in `readOpenings`. */
export async function readOpeningsUpTo(
  store: Store,
  newest: TitleVersion,
  limit: number,
  before: number | undefined,
): Promise<Versions> {
  const begun = beginning(newest, before);
  const found = begun.own.filter(({ opened }) => opened !== undefined);
  let { from } = begun;
  for (let round = 0; round < openingRoundsMax && from >= 1 && found.length <= limit; round += 1) {
    const downTo = Math.max(1, from - openingsLookedAt + 1);
    const range = { from, downTo };
    found.push(...(await readLinesDown(store, newest.title.right, range, 'attribute_exists(opened)')));
    from = downTo - 1;
  }
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1)?.title.version : from >= 1 ? from + 1 : undefined;
  return { items, last };
}

/** The version at hand where the part begins with it, and the number of the first line to read. */
function beginning(newest: TitleVersion, before: number | undefined) {
  const { version } = newest.title;
  const atTop = before === undefined || before > version;
  return { own: atTop ? [newest] : [], from: atTop ? version - 1 : before - 1 };
}
