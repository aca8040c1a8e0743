import { partyOperations } from '../../shared/contracts/operations/parties.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { partiesHandlers } from './handlers.ts';

const config = readConfig(['TABLE_FILINGS', 'TABLE_PARTIES', 'DEMONSTRATION']);
const store = openStore(config);
const deps = { store, ports: systemPorts, demonstration: config.DEMONSTRATION };

/** Serves the parties' own view of themselves, and enrolment and mandates by the office. */
export const handler = serve('parties', partyOperations, deps, partiesHandlers(deps));
