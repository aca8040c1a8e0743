import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { RoleKey } from '../lambda/functions.ts';
import { place } from '../template/names.ts';
import type { Position } from './checkpoint.ts';
import { type StreamRecord, toStreamRecord } from './record.ts';

export type Page = {
  readonly records: readonly StreamRecord[];
  /** Continues behind these records; undefined when the shard is closed and read to its end. */
  readonly next: string | undefined;
};

/** The engine's stream of one table, read as one role through the proxy. Calls reject as the SDK's do. */
export type StreamSource = {
  readonly client: DynamoDBStreamsClient;
  /** The engine's own ARN. */
  readonly streamArn: string;
  shards(): Promise<readonly Shard[]>;
  /** An iterator at the oldest record that the shard still has. */
  oldest(shardId: string): Promise<string>;
  /** An iterator at a record. */
  at(shardId: string, position: Position): Promise<string>;
  page(iterator: string, limit: number): Promise<Page>;
};

export function streamsClient(endpoint: string, key: RoleKey): DynamoDBStreamsClient {
  // Who reads has a backoff of its own, so that a failing engine is not asked thrice as often.
  return new DynamoDBStreamsClient({
    endpoint,
    region: place.region,
    credentials: { ...key },
    maxAttempts: 1,
  });
}

/** Finds the newest stream of a table. Throws when it has none, or when the role may not ask. */
export async function findStream(
  client: DynamoDBStreamsClient,
  tableName: string,
  cloudArn: string,
): Promise<StreamSource> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  // A table whose stream was changed has its older ones for another day.
  const newest = Streams.toSorted((a, b) => (a.StreamLabel ?? '').localeCompare(b.StreamLabel ?? '')).at(-1);
  const streamArn = newest?.StreamArn;
  if (streamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
  const iterator = async (shardId: string, kind: object) => {
    const input = {
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'TRIM_HORIZON' as const,
      ...kind,
    };
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator ?? '';
  };
  return {
    client,
    streamArn,
    shards: () => describeShards(client, streamArn),
    oldest: (shardId) => iterator(shardId, {}),
    at: (shardId, { sequenceNumber }) =>
      iterator(shardId, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber }),
    page: async (ShardIterator, Limit) => {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit }));
      return {
        records: (answer.Records ?? []).map((record) => toStreamRecord(record, cloudArn)),
        next: answer.NextShardIterator,
      };
    },
  };
}

async function describeShards(client: DynamoDBStreamsClient, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({
        StreamArn: streamArn,
        ...(after !== undefined && { ExclusiveStartShardId: after }),
      }),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}
