import type { APIGatewayProxyEventV2, Context, EventBridgeEvent } from 'aws-lambda';
import { appealOperations } from '../../shared/contracts/operations/appeals.ts';
import { correctionOperations } from '../../shared/contracts/operations/corrections.ts';
import { registrarOperations } from '../../shared/contracts/operations/registrar.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import type { RegistrarDeps } from './deps.ts';
import { registrarHandlers } from './handlers.ts';
import { lapse } from './lapse.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_FILINGS',
  'TABLE_PARTIES',
  'DEMONSTRATION',
  'AUTOMATIC_REGISTRATION',
  'SAMPLED_PER_TEN_THOUSAND',
]);

const deps: RegistrarDeps = {
  store: openStore(config),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
  automaticRegistration: config.AUTOMATIC_REGISTRATION,
  sampledPerTenThousand: config.SAMPLED_PER_TEN_THOUSAND,
};

const rows = [...registrarOperations, ...appealOperations, ...correctionOperations] as const;
const http = serve('registrar', rows, deps, registrarHandlers(deps));

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>;

/** Serves the registrar's routes, and by schedule returns the filings whose limit has passed. */
export const handler = (event: APIGatewayProxyEventV2 | Scheduled, context: Context) =>
  'routeKey' in event ? http(event, context) : lapse(deps);
