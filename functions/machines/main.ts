import type { APIGatewayProxyEventV2, Context, EventBridgeEvent } from 'aws-lambda';
import { machineOperations } from '../../shared/contracts/operations/machines.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { openClients } from './clients.ts';
import type { MachinesDeps } from './deps.ts';
import { machinesHandlers } from './handlers.ts';
import { tend } from './tend.ts';

const config = readConfig([
  'TABLE_FILINGS',
  'TABLE_PARTIES',
  'DEMONSTRATION',
  'MACHINES_POOL',
  'MACHINES_CLIENTS',
]);

const deps: MachinesDeps = {
  store: openStore(config),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
  clients: openClients(config.MACHINES_POOL),
  slots: config.MACHINES_CLIENTS,
};

const http = serve('machines', machineOperations, deps, machinesHandlers(deps));

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>;

/** Serves the routes of machines, and by schedule brings their clients to what the table says. */
export const handler = (event: APIGatewayProxyEventV2 | Scheduled, context: Context) =>
  'routeKey' in event ? http(event, context) : tend(deps);
