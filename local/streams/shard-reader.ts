import {
  ExpiredIteratorException,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Position } from './checkpoint.ts';
import type { StreamRecord } from './record.ts';
import type { StreamSource } from './source.ts';

/** Reads one shard onwards. */
export type ShardReader = {
  /** The records behind those already read; `ended` once the shard is closed and there are no more. */
  read(limit: number): Promise<{ readonly records: readonly StreamRecord[]; readonly ended: boolean }>;
};

/** Iterators expire after 15 minutes; one that is made anew in time is never met expired. */
const iteratorMsMax = 10 * 60_000;

type Opened = { readonly iterator: string | undefined; readonly anchored: boolean; readonly atMs: number };

/**
 * A reader that starts behind `position`, or at the oldest record. A position holds only while its very record is
 * there: the engine numbers from one again when a restart finds all records expired, and then a number alone would
 * point behind all that is new. Whenever the record is gone, all that the shard still has is new.
 */
export function readShard(
  source: StreamSource,
  shardId: string,
  start: Position | undefined,
  now: () => number = Date.now,
): ShardReader {
  let position = start;
  let opened: Opened | undefined;

  async function open(): Promise<Opened> {
    const anchor = position && (await behind(source, shardId, position));
    if (anchor) return { iterator: anchor.next, anchored: true, atMs: now() };
    position = undefined;
    return { iterator: await source.oldest(shardId), anchored: false, atMs: now() };
  }

  async function read(limit: number): Promise<{ records: readonly StreamRecord[]; ended: boolean }> {
    // An iterator at the beginning of an empty shard is a number as well, so it is asked for anew each time.
    if (!opened?.anchored || now() - opened.atMs > iteratorMsMax) opened = await open();
    const { iterator, atMs } = opened;
    if (iterator === undefined) return { records: [], ended: true };
    const { records, next } = await source.page(iterator, limit);
    const last = records.at(-1);
    if (last) position = { sequenceNumber: last.sequenceNumber, eventId: last.eventId };
    opened = { iterator: next, anchored: position !== undefined, atMs };
    return { records, ended: next === undefined };
  }

  return {
    read: async (limit) => {
      try {
        return await read(limit);
      } catch (error) {
        // The shard's last record expired, and the shard with it.
        if (error instanceof ResourceNotFoundException) return { records: [], ended: true };
        opened = undefined;
        if (error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException)
          return { records: [], ended: false };
        throw error;
      }
    },
  };
}

/** The page that ends with the record at `position`, or undefined when that record is gone. */
async function behind(source: StreamSource, shardId: string, position: Position) {
  try {
    const page = await source.page(await source.at(shardId, position), 1);
    return page.records[0]?.eventId === position.eventId ? page : undefined;
  } catch (error) {
    if (error instanceof TrimmedDataAccessException) return undefined;
    throw error;
  }
}
