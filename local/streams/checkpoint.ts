import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

/** The last record that was read or settled. The event id tells whether the engine numbers from one again. */
export type Position = { readonly sequenceNumber: string; readonly eventId: string };

const positionSchema = z.strictObject({
  sequenceNumber: z.string().regex(/^\d{1,40}$/),
  eventId: z.string(),
});
const fileSchema = z.strictObject({
  /** The engine's ARN of the stream: positions of another stream mean nothing. */
  streamArn: z.string(),
  shards: z.record(z.string(), z.union([positionSchema, z.literal('ended')])),
});

/** How far a mapping has come in each shard, on disk. */
export type Checkpoint = {
  of(shardId: string): Position | 'ended' | undefined;
  /** Resolves when the position would survive a loss of power. */
  set(shardId: string, position: Position | 'ended'): Promise<void>;
  /** Forgets the shards that the stream no longer has; written with the next position. */
  keepOnly(shardIds: ReadonlySet<string>): void;
  /** From now on nothing is written. Resolves when the last write has ended. */
  close(): Promise<void>;
};

/**
 * Opens the checkpoint of a mapping. A file that is absent, unreadable or of another stream means the beginning of the
 * stream: what is delivered twice can be borne, what is lost cannot.
 */
export function openCheckpoint(path: string, streamArn: string): Checkpoint {
  const shards = new Map(Object.entries(read(path, streamArn)));
  let closed = false;
  // Shards are read side by side and share the file: one write follows the other.
  let writing = Promise.resolve();
  const write = async () => {
    if (closed) return;
    await replace(path, JSON.stringify({ streamArn, shards: Object.fromEntries(shards) }));
  };
  return {
    of: (shardId) => shards.get(shardId),
    set: (shardId, position) => {
      shards.set(shardId, position);
      const written = writing.then(write);
      writing = written.catch(() => {});
      return written;
    },
    keepOnly: (shardIds) => {
      for (const shardId of shards.keys()) if (!shardIds.has(shardId)) shards.delete(shardId);
    },
    close: () => {
      closed = true;
      return writing;
    },
  };
}

function read(path: string, streamArn: string): z.output<typeof fileSchema>['shards'] {
  try {
    const file = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return file.streamArn === streamArn ? file.shards : {};
  } catch {
    return {};
  }
}

/** A reader, and a start after a crash, finds the old text or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.next`;
  const file = await open(next, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}
