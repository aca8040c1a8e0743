import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import {
  getEntry,
  getHistory,
  getOwnPledge,
  getPledge,
  getTitle,
  getTitleForOffice,
  listPledges,
} from './reading.ts';

const config = readConfig(['TABLE_REGISTER', 'TABLE_PARTIES', 'DEMONSTRATION']);
const store = openStore(config);

/** Serves every reading of the register. Its role can write nothing. */
export const handler = serve(
  'titles',
  { store, ports: systemPorts, demonstration: config.DEMONSTRATION },
  {
    'titles.get': getTitle(store),
    'titles.history': getHistory(store),
    'pledges.list': listPledges(store),
    'pledges.get': getPledge(store),
    'pledges.own': getOwnPledge(store),
    'entries.get': getEntry(store),
    'office.titles.get': getTitleForOffice(store),
  },
);
