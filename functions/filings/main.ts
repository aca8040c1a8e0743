import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { consent, withdraw } from './acts.ts';
import type { FilingsDeps } from './deps.ts';
import { editDraft, openDraft } from './draft.ts';
import { examineFiling } from './examination.ts';
import { getFiling, getForOffice, listFilings, listNotices, listQueue } from './lists.ts';

const config = readConfig(['TABLE_REGISTER', 'TABLE_FILINGS', 'TABLE_PARTIES', 'DEMONSTRATION']);

const deps: FilingsDeps = {
  store: openStore(config),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
};

/** Serves drafts, consents, examination of drafts, withdrawal, lists and notices. It writes no register item. */
export const handler = serve('filings', deps, {
  'filings.open': openDraft(deps),
  'filings.edit': editDraft(deps),
  'filings.get': getFiling(deps),
  'filings.list': listFilings(deps),
  'filings.examine': examineFiling(deps),
  'filings.consent': consent(deps),
  'filings.withdraw': withdraw(deps),
  'notices.list': listNotices(deps),
  'office.filings.list': listQueue(deps),
  'office.filings.get': getForOffice(deps),
});
