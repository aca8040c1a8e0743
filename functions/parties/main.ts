import { partyOperations } from '../../shared/contracts/operations/parties.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { partiesHandlers } from './handlers.ts';

const config = readConfig(['TABLE_PARTIES', 'DEMONSTRATION']);
const store = openStore(config);
const deps = { store, ports: systemPorts, demonstration: config.DEMONSTRATION };

/** Serves the parties' own view of themselves, and the directory of organisations. It writes nothing. */
export const handler = serve('parties', partyOperations, deps, partiesHandlers(store));
