import type { Batch } from './delivery.ts';
import type { StreamMapping } from './mapping.ts';
import type { GivenUp } from './settle.ts';

/** What Lambda sends to the OnFailure destination of a mapping: where the records are, not the records themselves. */
export function failureRecord(
  mapping: StreamMapping,
  shardId: string,
  batch: Batch,
  condition: GivenUp,
  attempts: number,
  now: Date,
) {
  const [first, last] = [batch[0], batch.at(-1)];
  const time = (ms: number | undefined) => new Date(ms ?? 0).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    requestContext: {
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: time(first?.createdMs),
      approximateArrivalOfLastRecord: time(last?.createdMs),
      batchSize: batch.length,
      streamArn: mapping.streamArn,
    },
  };
}
