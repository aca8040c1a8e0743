import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { deliveryId } from '../../shared/register/delivery.ts';
import type { Key } from '../_platform/dynamodb.ts';
import { log } from '../_platform/logger.ts';
import { readDelivery } from '../_platform/store/deliveries.ts';
import type { MayBegin, NoticesDeps } from './deps.ts';
import { noticePlace } from './places.ts';
import { planMails } from './plan.ts';
import { sendDelivery } from './send.ts';

/**
 * What the stream of the filings table tells: a notice, or a delivery that shall leave at once. The
 * stream is only a bell: each is read afresh, may be told twice or out of order, and is found again by the sweep.
 */
export async function takeRecords(
  deps: NoticesDeps,
  event: DynamoDBStreamEvent,
  mayBegin: MayBegin,
): Promise<DynamoDBBatchResponse> {
  const failed: string[] = [];
  for (const record of event.Records) {
    // What there is no time for stays in line, where the sweep finds it.
    if (!mayBegin()) break;
    try {
      await takeOne(deps, keyOf(record), mayBegin);
    } catch (error) {
      log.error('NOTICE_LEFT', { error: error instanceof Error ? error.name : 'unknown' });
      failed.push(record.dynamodb?.SequenceNumber ?? '');
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

const keyOf = ({ dynamodb }: DynamoDBRecord): Key => ({
  pk: dynamodb?.Keys?.['pk']?.S ?? '',
  sk: dynamodb?.Keys?.['sk']?.S ?? '',
});

async function takeOne(deps: NoticesDeps, key: Key, mayBegin: MayBegin): Promise<void> {
  if (key.sk.startsWith('NOTICE#')) {
    const { party, id } = noticePlace(key);
    for (const planned of await planMails(deps, party, id)) {
      if (mayBegin()) await sendDelivery(deps, planned);
    }
  } else if (key.sk.startsWith('WAKE#')) {
    const found = await readDelivery(deps.store, deliveryId.parse(key.pk.slice('DELIVERY#'.length)));
    if (found) await sendDelivery(deps, found);
  }
}
