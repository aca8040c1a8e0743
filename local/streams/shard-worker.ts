import { backoffMs, createBell, pause } from './bell.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Batch } from './delivery.ts';
import { gather } from './gather.ts';
import type { StreamMapping } from './mapping.ts';
import type { Pace } from './pace.ts';
import type { StreamRecord } from './record.ts';
import { readShard, type ShardReader } from './shard-reader.ts';
import type { StreamSource } from './source.ts';

export type ShardWork = {
  readonly mapping: StreamMapping;
  readonly source: StreamSource;
  readonly shardId: string;
  readonly checkpoint: Checkpoint;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Resolves when each record of the batch is settled, or the signal fired. */
  settle(batch: Batch, shardId: string): Promise<void>;
  /** Hears of what keeps the shard from being read. */
  trouble(line: string): void;
};

export type ShardWorker = {
  /** Looks at the shard soon. */
  ring(): void;
  /** Resolves when the shard is closed and settled to its end, or the signal fired. Never rejects. */
  readonly ended: Promise<void>;
};

/** GetRecords gives a thousand records at most. */
const pageMax = 1_000;

/** Reads one shard in order and settles it batch by batch. Whatever fails is tried again from the checkpoint. */
export function startShard(work: ShardWork): ShardWorker {
  const { signal, pace } = work;
  const bell = createBell();
  signal.addEventListener('abort', bell.ring, { once: true });

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await readOn(work, bell.wait, () => {
          failures = 0;
        });
        return;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        work.trouble(`${work.mapping.name} cannot read ${work.shardId} (${reason}); trying again`);
        await pause(backoffMs(failures, pace.backoff), signal);
      }
    }
  }

  return { ring: bell.ring, ended: run().finally(() => signal.removeEventListener('abort', bell.ring)) };
}

/** Reads from the checkpoint until the shard ends or the signal fires; rejects when it cannot. */
async function readOn(
  work: ShardWork,
  wait: (ms: number) => Promise<void>,
  succeeded: () => void,
): Promise<void> {
  const { mapping, checkpoint, shardId, pace, signal } = work;
  const from = checkpoint.of(shardId);
  if (from === 'ended') return;
  const reader = readShard(work.source, shardId, from);
  const gathering = gather(mapping.batchSizeMax, mapping.windowMs);
  let lastRead: StreamRecord | undefined;
  while (!signal.aborted) {
    const { records, ended } = await readPage(reader, mapping.batchSizeMax - gathering.waiting);
    lastRead = records.at(-1) ?? lastRead;
    const accepted = records.filter(({ event }) => mapping.accepts(event));
    if (accepted.length > 0) gathering.add(accepted, Date.now());
    while (!signal.aborted && (gathering.dueInMs(Date.now()) === 0 || (ended && gathering.waiting > 0)))
      await work.settle(gathering.take(Date.now()), shardId);
    if (signal.aborted) return;
    if (ended) return checkpoint.set(shardId, 'ended');
    // Records that the filter dropped are done with once nothing before them waits.
    if (lastRead && gathering.waiting === 0) {
      await advance(checkpoint, shardId, lastRead);
      lastRead = undefined;
    }
    succeeded();
    if (records.length > 0) await pause(records.length < pageMax ? pace.spacingMs : 0, signal);
    else {
      await wait(Math.min(pace.idleMs, gathering.dueInMs(Date.now()) ?? pace.idleMs));
      await pause(pace.spacingMs, signal);
    }
  }
}

function readPage(reader: ShardReader, room: number) {
  return reader.read(Math.min(pageMax, Math.max(1, room)));
}

async function advance(checkpoint: Checkpoint, shardId: string, record: StreamRecord): Promise<void> {
  const { sequenceNumber, eventId } = record;
  const at = checkpoint.of(shardId);
  if (at === 'ended' || at?.eventId === eventId) return;
  await checkpoint.set(shardId, { sequenceNumber, eventId });
}
