import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { noticeOperations } from '../../shared/contracts/operations/notices.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import type { Mailing, NoticesDeps } from './deps.ts';
import { mailEvent, takeFeedback } from './feedback.ts';
import { noticesHandlers } from './handlers.ts';
import { sesSender } from './mail/sender.ts';
import { sweep } from './sweep.ts';
import { takeRecords } from './woken.ts';

const config = readConfig(['TABLE_FILINGS', 'TABLE_PARTIES', 'DEMONSTRATION', 'MAIL_FROM']);

/** Where no sender is named no mail is sent, and nothing that only mails need is asked for. */
function mailingFrom(from: string): Mailing | undefined {
  if (from === '') return undefined;
  const { PUBLIC_ORIGIN, MAIL_CONFIGURATION_SET } = readConfig(['PUBLIC_ORIGIN', 'MAIL_CONFIGURATION_SET']);
  const send = sesSender({ from, configurationSet: MAIL_CONFIGURATION_SET });
  return { send, from, origin: PUBLIC_ORIGIN };
}

const deps: NoticesDeps = {
  store: openStore(config),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
  mailing: mailingFrom(config.MAIL_FROM),
};

const http = serve('notices', noticeOperations, deps, noticesHandlers(deps));

/** One mail may wait this long for its answer, with what is written before and after it. */
const reserveMillis = 9_000;

type Told = EventBridgeEvent<string, unknown>;

/**
 * Serves inbox and preferences; woken by the stream it tells and mails, by schedule it finds what was left, and told
 * by the mail service it stops addresses that fail.
 */
export const handler = (event: APIGatewayProxyEventV2 | DynamoDBStreamEvent | Told, context: Context) => {
  const mayBegin = () => context.getRemainingTimeInMillis() > reserveMillis;
  if ('routeKey' in event) return http(event, context);
  if ('Records' in event) return takeRecords(deps, event, mayBegin);
  return event.source === 'aws.ses' ? takeFeedback(deps, mailEvent.parse(event)) : sweep(deps, mayBegin);
};
