import { namesPersons, type PledgeView, pledgeViewOf } from '../../shared/contracts/views/record-view.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import { readPublicOpenings } from './store/records.ts';
import type { Store } from './store/store.ts';

/** Records as anyone may see them; openings are read only where a record names a natural person. */
export async function pledgeViewsOf(store: Store, records: readonly RegisterRecord[]): Promise<PledgeView[]> {
  const personal = records.filter(namesPersons).map((record) => record.entry);
  const openings = await readPublicOpenings(store, personal);
  return records.map((record) => pledgeViewOf(record, openings.get(record.entry) ?? []));
}
