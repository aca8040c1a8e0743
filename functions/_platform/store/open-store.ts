import type { Variables } from '../config.ts';
import { documentClient } from '../dynamodb.ts';
import type { Store } from './store.ts';

type Named = 'TABLE_REGISTER' | 'TABLE_FILINGS' | 'TABLE_PARTIES' | 'TABLE_SEARCH' | 'TABLE_JOURNAL';
type Names = Partial<Pick<Variables, Named>>;

/**
 * The store of one function, over the tables its configuration names. A table that it was not given has no name,
 * so that a use of it fails at once and its role is never the only thing in the way.
 */
export function openStore(names: Names): Store {
  return {
    client: documentClient(),
    tables: {
      register: names.TABLE_REGISTER ?? 'not-granted',
      filings: names.TABLE_FILINGS ?? 'not-granted',
      parties: names.TABLE_PARTIES ?? 'not-granted',
      search: names.TABLE_SEARCH ?? 'not-granted',
      journal: names.TABLE_JOURNAL ?? 'not-granted',
    },
  };
}
