import type { Handlers } from '../_platform/handlers.ts';
import type { Store } from '../_platform/store/store.ts';
import { getEntry, getHistory, getOwnPledge, getPledge, getTitle, getTitleForOffice } from './reading.ts';

/** Every reading of the register. */
export function titlesHandlers(store: Store): Handlers<'titles'> {
  return {
    'titles.get': getTitle(store),
    'titles.history': getHistory(store),
    'pledges.get': getPledge(store),
    'pledges.own': getOwnPledge(store),
    'entries.get': getEntry(store),
    'office.titles.get': getTitleForOffice(store),
  };
}
