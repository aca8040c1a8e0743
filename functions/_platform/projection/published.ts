import { openLog } from '../journal/log.ts';
import type { Shelf } from '../journal/shelf.ts';
import { readPublished } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import type { PublishedJournal } from './projection.ts';

/**
 * The journal as its own bucket holds it, up to the size that the head says is published. The bucket is the register's
 * own: proofs are for those who need not trust it.
 */
export function publishedJournal(store: Store, shelf: Shelf): PublishedJournal {
  const { leaves } = openLog(shelf);
  return { size: async () => (await readPublished(store))?.size ?? 0, leaves };
}
