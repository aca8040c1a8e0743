import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { noticeOperations } from '../../shared/contracts/operations/notices.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { publishedJournal } from '../_platform/projection/published.ts';
import {
  followJournal,
  isClock,
  isJournalBell,
  orderedBy,
  projectionOrder,
  tendProjection,
} from '../_platform/projection/run.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import type { Mailing, MayBegin, NoticesDeps } from './deps.ts';
import { mailEvent, takeFeedback } from './feedback.ts';
import { noticesHandlers } from './handlers.ts';
import { sesSender } from './mail/sender.ts';
import { registrationNotices } from './projection.ts';
import { sweep } from './sweep.ts';
import { takeRecords } from './woken.ts';

const config = readConfig([
  'TABLE_FILINGS',
  'TABLE_PARTIES',
  'TABLE_JOURNAL',
  'BUCKET_JOURNAL',
  'DEMONSTRATION',
  'MAIL_FROM',
]);
const store = openStore(config);

/** Where no sender is named no mail is sent, and nothing that only mails need is asked for. */
function mailingFrom(from: string): Mailing | undefined {
  if (from === '') return undefined;
  const { PUBLIC_ORIGIN, MAIL_CONFIGURATION_SET } = readConfig(['PUBLIC_ORIGIN', 'MAIL_CONFIGURATION_SET']);
  const send = sesSender({ from, configurationSet: MAIL_CONFIGURATION_SET });
  return { send, from, origin: PUBLIC_ORIGIN };
}

const deps: NoticesDeps = {
  store,
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
  mailing: mailingFrom(config.MAIL_FROM),
};

const projecting = { ...deps, journal: publishedJournal(store, openShelf(config.BUCKET_JOURNAL)) };
const projection = registrationNotices(deps);
const http = serve('notices', noticeOperations, deps, noticesHandlers(deps));

/** One mail may wait this long for its answer, with what is written before and after it. */
const reserveMillis = 9_000;

type Told = EventBridgeEvent<string, unknown>;

/**
 * Serves inbox and preferences; woken by the journal it tells of registrations, woken by the filings it tells agents and
 * mails, by schedule it finds what was left, and told by the mail service it stops addresses that fail.
 */
export const handler = (event: APIGatewayProxyEventV2 | DynamoDBStreamEvent | Told, context: Context) => {
  const mayBegin = () => context.getRemainingTimeInMillis() > reserveMillis;
  if ('routeKey' in event) return http(event, context);
  if ('Records' in event) return woken(event, mayBegin);
  if (isClock(event)) return byClock(context, mayBegin);
  if ('source' in event) return takeFeedback(deps, mailEvent.parse(event));
  return orderedBy(projectionOrder.parse(event), projecting, projection, mayBegin);
};

function woken(event: DynamoDBStreamEvent, mayBegin: MayBegin) {
  if (isJournalBell(event)) return followJournal(projecting, projection, mayBegin);
  return takeRecords(deps, event, mayBegin);
}

/** What the projection leaves undone, even by a fault, must not keep the mails waiting: half of the time is theirs. */
async function byClock(context: Context, mayBegin: MayBegin) {
  const half = () => context.getRemainingTimeInMillis() > 2 * reserveMillis;
  try {
    await tendProjection(projecting, projection, half);
  } finally {
    await sweep(deps, mayBegin);
  }
}
