import { payloadBytesMax } from '../lambda/protocol.ts';
import type { Batch } from './delivery.ts';
import type { StreamRecord } from './record.ts';

/** What surrounds the records of an event: `{"Records":[]}`, and a comma each. */
const envelopeBytes = 32;

/** Records that wait to become a batch, in their order. */
export type Gathering = {
  readonly waiting: number;
  add(records: readonly StreamRecord[], nowMs: number): void;
  /** Milliseconds until the batch is due; 0 when it is full or its window is over; undefined when nothing waits. */
  dueInMs(nowMs: number): number | undefined;
  /** Takes the first batch: no more records and bytes than one event may hold, and one record at least. */
  take(nowMs: number): Batch;
};

export function gather(countMax: number, windowMs: number, bytesMax = payloadBytesMax): Gathering {
  let records: StreamRecord[] = [];
  let sinceMs = 0;

  function fits(): number {
    let bytes = envelopeBytes;
    const over = records.findIndex((record) => {
      bytes += record.bytes + 1;
      return bytes > bytesMax;
    });
    return Math.min(countMax, over === -1 ? records.length : Math.max(1, over));
  }

  return {
    get waiting() {
      return records.length;
    },
    add: (more, nowMs) => {
      if (records.length === 0) sinceMs = nowMs;
      records = [...records, ...more];
    },
    dueInMs: (nowMs) => {
      if (records.length === 0) return undefined;
      // What does not fit into the batch any more shows that it is full.
      const full = records.length >= countMax || fits() < records.length;
      return full ? 0 : Math.max(0, sinceMs + windowMs - nowMs);
    },
    take: (nowMs) => {
      const count = Math.min(fits(), records.length);
      const batch = records.slice(0, count);
      records = records.slice(count);
      sinceMs = nowMs;
      return batch;
    },
  };
}
