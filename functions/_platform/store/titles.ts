import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RightId } from '../../../shared/kernel/right.ts';
import { type Title, title } from '../../../shared/register/title.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { cut, type Page, sortKeyOf } from './page.ts';
import type { Store } from './store.ts';

/**
 * A title's newest version lies under a fixed key; when an entry advances it, the version before becomes a line
 * of its history. `current` sorts after every line, so that one query, backwards, reads newest first.
 */
const currentSk = 'VERSION#current';
const lineSk = (version: number) => `VERSION#${String(version).padStart(10, '0')}`;
const titlePk = (right: RightId) => `TITLE#${right}`;

export const titleKey = (right: RightId): Key => ({ pk: titlePk(right), sk: currentSk });
export const titleLineKey = (right: RightId, version: number): Key => ({
  pk: titlePk(right),
  sk: lineSk(version),
});

/** What an entry did to a title, stored beside the version it made. */
export type TitleVersion = { readonly title: Title; readonly act: string; readonly opened?: string };

export function titleVersionOf(item: Item): TitleVersion {
  const opened = item['opened'];
  return {
    title: title.parse(item['title']),
    act: String(item['act']),
    ...(typeof opened === 'string' && { opened }),
  };
}

function itemOf(made: TitleVersion, sk: string): Item {
  const { title: value, act, opened } = made;
  return { pk: titlePk(value.right), sk, version: value.version, title: value, act, opened };
}

/** 按权利读取: one title, consistent. */
export async function readTitle(store: Store, right: RightId): Promise<TitleVersion | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.register, Key: titleKey(right), ConsistentRead: true }),
  );
  return answer.Item && titleVersionOf(answer.Item);
}

/** Versions of titles that have newer ones, consistent, in the order asked. */
export async function readEarlierVersions(
  store: Store,
  wanted: readonly { readonly right: RightId; readonly version: number }[],
): Promise<(TitleVersion | undefined)[]> {
  const keys = wanted.map(({ right, version }) => titleLineKey(right, version));
  const items = await readAll(
    store.client,
    keys.map((key) => ({ table: store.tables.register, key })),
  );
  return items.map((item) => item && titleVersionOf(item));
}

/** Titles by right, in the order asked; one consistent read of them all. */
export async function readTitles(
  store: Store,
  rights: readonly RightId[],
): Promise<(TitleVersion | undefined)[]> {
  const wanted = rights.map((right) => ({ table: store.tables.register, key: titleKey(right) }));
  return (await readAll(store.client, wanted)).map((item) => item && titleVersionOf(item));
}

/** A title's versions, newest first; `before` is the sort key the page before ended with. */
export async function readHistory(
  store: Store,
  right: RightId,
  limit: number,
  before: string | undefined,
): Promise<Page<TitleVersion>> {
  const { items, last } = await queryVersions(store, right, limit, before);
  return { items: items.map(titleVersionOf), last };
}

export const openingsLookedAt = 100;
export const openingRoundsMax = 10;

/**
 * The versions that opened a record, newest first. Those between are read over, so that a page is empty only at the
 * end of the list; a title with very many of them may give a shorter page with a cursor.
 */
export async function readOpenings(
  store: Store,
  right: RightId,
  limit: number,
  before: string | undefined,
): Promise<Page<TitleVersion>> {
  const found: Item[] = [];
  let from = before;
  for (let round = 0; round < openingRoundsMax; round += 1) {
    const page = await queryVersions(store, right, openingsLookedAt, from, 'attribute_exists(opened)');
    found.push(...page.items);
    from = page.last;
    if (found.length > limit || from === undefined) break;
  }
  const items = found.slice(0, limit);
  const last = found.length > limit ? String(items.at(-1)?.['sk']) : from;
  return { items: items.map(titleVersionOf), last };
}

async function queryVersions(
  store: Store,
  right: RightId,
  limit: number,
  before: string | undefined,
  filter?: string,
): Promise<Page<Item>> {
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.register,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :versions)',
      ExpressionAttributeValues: { ':pk': titlePk(right), ':versions': 'VERSION#' },
      ...(filter && { FilterExpression: filter }),
      ...(before && { ExclusiveStartKey: { pk: titlePk(right), sk: before } }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  return cut(answer, limit, sortKeyOf);
}

/** The writes that advance a title: the new version, on condition of the old, and the old as a line of history. */
export function advanceTitle(store: Store, from: TitleVersion, to: TitleVersion): Action[] {
  const table = store.tables.register;
  const { right, version } = from.title;
  return [
    put(`title ${right}`, table, itemOf(to, currentSk), atVersion(version)),
    put(`line ${right}`, table, itemOf(from, lineSk(version)), absent),
  ];
}

/** The item of a title's first version. */
export function firstVersionItem(made: TitleVersion): Item {
  return itemOf(made, currentSk);
}
