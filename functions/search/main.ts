import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { searchOperations } from '../../shared/contracts/operations/search.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { publishedJournal } from '../_platform/projection/published.ts';
import { followJournal, isClock, tendProjection } from '../_platform/projection/run.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { searchHandlers } from './handlers.ts';
import { operate, operatorEvent } from './operate.ts';
import { searchProjection } from './projection.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'TABLE_SEARCH',
  'BUCKET_JOURNAL',
  'DEMONSTRATION',
]);
const store = openStore(config);
const journal = publishedJournal(store, openShelf(config.BUCKET_JOURNAL));
const deps = { store, journal, ports: systemPorts, demonstration: config.DEMONSTRATION };

const http = serve('search', searchOperations, deps, searchHandlers(store));
const projection = searchProjection(deps);

/** A page of entries is done within this, with what is written before and after it. */
const reserveMillis = 9_000;

type Event = APIGatewayProxyEventV2 | DynamoDBStreamEvent | EventBridgeEvent<string, unknown>;

/** Answers searches; and keeps the index, woken by the journal and by the clock, or made anew at an operator's word. */
export const handler = (event: Event, context: Context) => {
  const mayBegin = () => context.getRemainingTimeInMillis() > reserveMillis;
  if ('routeKey' in event) return http(event, context);
  if ('Records' in event) return followJournal(deps, projection, mayBegin);
  if (isClock(event)) return tendProjection(deps, projection, mayBegin);
  return operate(deps, projection, operatorEvent.parse(event), mayBegin);
};
