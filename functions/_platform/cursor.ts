import { type CursorKey, decodeCursor, encodeCursor } from '../../shared/kernel/cursor.ts';
import { Problem } from './problem.ts';

const defaultLimit = 20;

const foreign = {
  zh: '该游标不属于此列表，请从第一页开始',
  en: 'This cursor does not belong to this list: begin at the first page.',
};

/** The refusal of a cursor that is not one of the list's. */
export function foreignCursor(): Problem {
  return new Problem('invalid-request', {
    errors: [{ in: 'query', pointer: '/cursor', code: 'foreign-cursor', detail: foreign }],
  });
}

/**
 * The page a caller asks for. A cursor of another list, or one whose keys do not look like this list's, is a bad
 * request: cursors are not signed, and the database would answer a made-up key with an error of its own.
 */
export function pageAsked(
  query: { readonly cursor?: string | undefined; readonly limit?: string | undefined },
  list: string,
  keys: Readonly<Record<string, RegExp>>,
): { readonly limit: number; readonly after: CursorKey | undefined } {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, list);
  const fits = after && Object.entries(keys).every(([name, shape]) => shape.test(after[name] ?? ''));
  if (query.cursor !== undefined && !fits) {
    throw foreignCursor();
  }
  return { limit: query.limit === undefined ? defaultLimit : Number(query.limit), after };
}

/** A page as answered, with the cursor of the next one where there is one. */
export function pageAnswered<Line>(
  items: readonly Line[],
  last: CursorKey | undefined,
  list: string,
): { items: Line[]; next?: string } {
  return { items: [...items], ...(last && { next: encodeCursor(last, list) }) };
}
