import type { Context, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { readConfig } from '../_platform/config.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { publishedJournal } from '../_platform/projection/published.ts';
import {
  followJournal,
  isClock,
  orderedBy,
  projectionOrder,
  tendProjection,
} from '../_platform/projection/run.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { compose } from './compose.ts';
import { pledgeCertificates } from './projection.ts';

const config = readConfig([
  'TABLE_REGISTER',
  'TABLE_JOURNAL',
  'BUCKET_CERTIFICATES',
  'BUCKET_JOURNAL',
  'JOURNAL_ORIGIN',
  'SEAL_KEY',
  'PUBLIC_ORIGIN',
  'DEMONSTRATION',
]);
const store = openStore(config);
const shelf = openShelf(config.BUCKET_JOURNAL);
const issuing = compose(config, store, shelf);
const deps = { store, ports: issuing.ports, journal: publishedJournal(store, shelf) };
const projection = pledgeCertificates(issuing);

/** A page of certificates is drawn within this, with what is written before and after it. */
const reserveMillis = 9_000;

type Event = DynamoDBStreamEvent | EventBridgeEvent<string, unknown>;

/** Issues the certificate of each pledge once its entry is published: woken by the journal, by the clock, or by operators. */
export const handler = (event: Event, context: Context) => {
  const mayBegin = () => context.getRemainingTimeInMillis() > reserveMillis;
  if ('Records' in event) return followJournal(deps, projection, mayBegin);
  if (isClock(event)) return tendProjection(deps, projection, mayBegin);
  return orderedBy(projectionOrder.parse(event), deps, projection, mayBegin);
};
