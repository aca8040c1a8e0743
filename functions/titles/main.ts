import { titleOperations } from '../../shared/contracts/operations/titles.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { titlesHandlers } from './handlers.ts';

const config = readConfig(['TABLE_REGISTER', 'TABLE_PARTIES', 'TABLE_JOURNAL', 'DEMONSTRATION']);
const store = openStore(config);
const deps = { store, ports: systemPorts, demonstration: config.DEMONSTRATION };

/** Serves every reading of the register. Its role can write nothing. */
export const handler = serve('titles', titleOperations, deps, titlesHandlers(store));
