import { join } from 'node:path';
import type { Shard } from '@aws-sdk/client-dynamodb-streams';
import type { LambdaFunction } from '../lambda/function.ts';
import { backoffMs, pause } from './bell.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { type Batch, type DeliveryPlan, deliver } from './delivery.ts';
import { failureRecord } from './failure-record.ts';
import type { StreamMapping } from './mapping.ts';
import type { Pace } from './pace.ts';
import { settle } from './settle.ts';
import { type ShardWorker, startShard } from './shard-worker.ts';
import { findStream, type StreamSource, streamsClient } from './source.ts';

export type TriggerOptions = {
  readonly mapping: StreamMapping;
  readonly target: LambdaFunction;
  /** Address of the proxy. */
  readonly endpoint: string;
  /** Where checkpoints are kept. */
  readonly folder: string;
  readonly plan: DeliveryPlan;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Hears of each failed attempt and of what keeps the stream from being read. */
  readonly note: (line: string) => void;
  /** Hears of records that were given up. */
  readonly gaveUp: (line: string) => void;
};

/** One mapping at work. */
export type Trigger = {
  /** Looks at the stream soon. */
  ring(): void;
  /** Resolves once the signal fired and all deliveries have ended. Never rejects. */
  readonly ended: Promise<void>;
  /** Cuts off what still runs: nothing is written any more. */
  close(): Promise<void>;
};

export function startTrigger(options: TriggerOptions): Trigger {
  const { mapping, signal, pace, note } = options;
  const client = streamsClient(options.endpoint, mapping.key);
  const workers = new Map<string, ShardWorker>();
  let checkpoint: Checkpoint | undefined;
  let source: StreamSource | undefined;

  async function round(): Promise<void> {
    source ??= await findStream(client, mapping.tableName, mapping.streamArn);
    checkpoint ??= openCheckpoint(join(options.folder, `${mapping.name}.json`), source.streamArn);
    const shards = await source.shards();
    for (const shardId of readable(shards, checkpoint)) {
      if (workers.has(shardId) || signal.aborted) continue;
      const worker = startShard(shardWork(options, source, checkpoint, shardId));
      workers.set(shardId, worker);
      void worker.ended.finally(() => workers.delete(shardId));
    }
    // A shard that ends may have children, and closed parents must be read to their end before them.
    if (workers.size > 0) await Promise.race([...workers.values()].map(({ ended }) => ended));
    else await pause(pace.idleMs, signal);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        note(`${mapping.name} cannot find its stream (${reasonOf(error)}); trying again`);
        await pause(backoffMs(failures, pace.backoff), signal);
      }
    }
    await Promise.all([...workers.values()].map(({ ended }) => ended));
  }

  const ended = run();
  return {
    ring: () => {
      for (const worker of workers.values()) worker.ring();
    },
    ended,
    close: async () => {
      await checkpoint?.close();
      client.destroy();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The shards that may be read now: not yet settled, and their parent, if it is still there, settled to its end. */
function readable(shards: readonly Shard[], checkpoint: Checkpoint): string[] {
  const ids = new Set(shards.flatMap(({ ShardId }) => (ShardId === undefined ? [] : [ShardId])));
  checkpoint.keepOnly(ids);
  return shards.flatMap(({ ShardId, ParentShardId }) => {
    if (ShardId === undefined || checkpoint.of(ShardId) === 'ended') return [];
    const waits =
      ParentShardId !== undefined && ids.has(ParentShardId) && checkpoint.of(ParentShardId) !== 'ended';
    return waits ? [] : [ShardId];
  });
}

function shardWork(options: TriggerOptions, source: StreamSource, checkpoint: Checkpoint, shardId: string) {
  const { mapping, target, signal, pace, note } = options;
  const send = (batch: Batch) => target.invoke({ Records: batch.map(({ event }) => event) });
  return {
    mapping,
    source,
    checkpoint,
    shardId,
    pace,
    signal,
    trouble: note,
    settle: (batch: Batch) =>
      settle(
        batch,
        { ...mapping, backoff: pace.backoff },
        {
          signal,
          now: Date.now,
          pause: (ms) => pause(ms, signal),
          send: (part) => deliver(part, send, options.plan),
          settled: ({ sequenceNumber, eventId }) => checkpoint.set(shardId, { sequenceNumber, eventId }),
          failed: (part, type, message) =>
            note(`${mapping.name}: ${range(part)} of ${shardId} failed: ${type} ${message}`),
          gaveUp: (part, reason, attempts) => {
            const record = failureRecord(mapping, shardId, part, reason, attempts, new Date());
            const where = mapping.onFailure ?? 'no destination';
            options.gaveUp(`${mapping.name} gave up ${range(part)} for ${where}: ${JSON.stringify(record)}`);
          },
        },
      ),
  };
}

function range(batch: Batch): string {
  const count = batch.length === 1 ? '1 record' : `${batch.length} records`;
  return `${count} from ${batch[0]?.sequenceNumber ?? 'none'}`;
}
