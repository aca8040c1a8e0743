import { foreignCursor } from '../_platform/cursor.ts';
import type { Page } from '../_platform/store/page.ts';
import type { Found } from './find-names.ts';

/** A list that is read after others, as if they were one. */
export type List = {
  /** Names it in cursors. */
  readonly stage: string;
  /** Whether a place can be one of this list's: anyone can make a cursor, and the database refuses a place beyond it. */
  readonly holds: (sk: string) => boolean;
  readonly read: (limit: number, after: string | undefined) => Promise<Page<Found>>;
};

export type Place = { readonly stage: string; readonly sk: string };

/** One page of lists that follow each other, from a place on; each is asked for no more than the page still lacks. */
export async function inTurn<L extends List>(
  lists: readonly L[],
  limit: number,
  start: Place | undefined,
): Promise<Page<{ readonly list: L; readonly found: Found }, Place>> {
  const from = start ? lists.findIndex((one) => one.stage === start.stage && one.holds(start.sk)) : 0;
  if (from < 0) throw foreignCursor();
  const items: { list: L; found: Found }[] = [];
  for (const [at, list] of lists.slice(from).entries()) {
    const page = await list.read(limit + 1 - items.length, at === 0 ? start?.sk : undefined);
    items.push(...page.items.map((found) => ({ list, found })));
    const shown = items[limit - 1];
    if (items.length > limit && shown) {
      const last = { stage: shown.list.stage, sk: shown.found.sk };
      return { items: items.slice(0, limit), last };
    }
    if (page.last !== undefined) return { items, last: { stage: list.stage, sk: page.last } };
  }
  return { items, last: undefined };
}
