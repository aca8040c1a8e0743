import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { enrol, recordMandate, revokeMandate } from './enrolment.ts';
import { findParties, myParties } from './own.ts';

const config = readConfig(['TABLE_FILINGS', 'TABLE_PARTIES', 'DEMONSTRATION']);
const store = openStore(config);
const deps = { store, ports: systemPorts, demonstration: config.DEMONSTRATION };

/** Serves the parties' own view of themselves, and enrolment and mandates by the office. */
export const handler = serve('parties', deps, {
  'parties.mine': myParties(store),
  'parties.find': findParties(store),
  'office.parties.enrol': enrol(deps),
  'office.mandates.record': recordMandate(deps),
  'office.mandates.revoke': revokeMandate(deps),
});
