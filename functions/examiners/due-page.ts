import type { CursorKey } from '../../shared/kernel/cursor.ts';
import type { DuePlace } from '../_platform/store/due.ts';

const ulid = '[0-9a-hjkmnp-tv-z]{26}';

/** What a cursor into a queue of the office looks like, where keys begin and end so before their ids. */
export function dueShape(pk: string, sk: string): Record<'due' | 'pk' | 'sk', RegExp> {
  const ided = (text: string) => (/_?[a-z]{3}$/.test(text) ? `${text}_${ulid}` : text);
  return {
    due: new RegExp(`^\\d{4}-\\d{2}-\\d{2}#[a-z]{3}_${ulid}$`),
    pk: new RegExp(`^${ided(pk)}$`),
    sk: new RegExp(`^${ided(sk)}$`),
  };
}

export function duePlace(after: CursorKey | undefined): DuePlace | undefined {
  return after && { pk: after['pk'] ?? '', sk: after['sk'] ?? '', due: after['due'] ?? '' };
}
