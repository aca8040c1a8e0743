import type { Item } from '../dynamodb.ts';

/** A part of a list, and the place after which the next part begins, where there is one. */
export type Page<T, Place = string> = { readonly items: readonly T[]; readonly last: Place | undefined };

/**
 * What one query gave, cut to the page. The query asks for one line more than the page holds: DynamoDB names a place
 * to go on from also at the very end of a list, and a reader would follow it to an empty page.
 */
export function cut<Place>(
  answer: { readonly Items?: Item[] | undefined; readonly LastEvaluatedKey?: Item | undefined },
  limit: number,
  placeOf: (item: Item) => Place,
): Page<Item, Place> {
  const all = answer.Items ?? [];
  const items = all.slice(0, limit);
  const line = items.at(-1);
  // A query also ends where it has read a megabyte, with fewer lines than were asked for.
  if (all.length <= limit)
    return { items, last: answer.LastEvaluatedKey && placeOf(answer.LastEvaluatedKey) };
  return { items, last: line && placeOf(line) };
}

export const sortKeyOf = (item: Item): string => String(item['sk']);
