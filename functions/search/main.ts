import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent } from 'aws-lambda';
import { searchOperations } from '../../shared/contracts/operations/search.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { onChanges } from './bell.ts';
import { searchHandlers } from './handlers.ts';
import { operate, operatorEvent } from './rebuild.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'TABLE_SEARCH',
  'DEMONSTRATION',
]);
const store = openStore(config);
const deps = { store, ports: systemPorts, demonstration: config.DEMONSTRATION };

const http = serve('search', searchOperations, deps, searchHandlers(store));
const changes = onChanges(deps);

/** Answers searches; and keeps the index, woken by the register's stream, or made anew at an operator's word. */
export const handler = (event: APIGatewayProxyEventV2 | DynamoDBStreamEvent, context: Context) => {
  if ('routeKey' in event) return http(event, context);
  if ('Records' in event) return changes(event);
  return operate(deps, operatorEvent.parse(event));
};
