import { appealOperations } from '../../shared/contracts/operations/appeals.ts';
import { filingOperations } from '../../shared/contracts/operations/filings.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import type { FilingsDeps } from './deps.ts';
import { filingsHandlers } from './handlers.ts';

const config = readConfig(['TABLE_REGISTER', 'TABLE_FILINGS', 'TABLE_PARTIES', 'DEMONSTRATION']);

const deps: FilingsDeps = {
  store: openStore(config),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
};

/** Serves drafts, consents, examination of drafts, withdrawal, lists and notices. It writes no register item. */
export const handler = serve(
  'filings',
  [...filingOperations, ...appealOperations] as const,
  deps,
  filingsHandlers(deps),
);
