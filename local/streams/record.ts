import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import { place } from '../template/names.ts';

/** A record of a stream, with what a function is told of it. */
export type StreamRecord = {
  readonly eventId: string;
  readonly sequenceNumber: string;
  /** When the change was made, in milliseconds since 1970. */
  readonly createdMs: number;
  /** A record of Lambda's DynamoDB stream event. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The size of `event` as JSON. */
  readonly bytes: number;
};

/**
 * A record as Lambda hands it to a function: binary values in base64, times in seconds, and the stream's ARN and
 * region as the template knows them, where the engine names its own.
 */
export function toStreamRecord(record: _Record, streamArn: string): StreamRecord {
  const change = record.dynamodb ?? {};
  const created = change.ApproximateCreationDateTime ?? new Date(0);
  // The cloud's event ids are 32 hexadecimal digits, the engine's are UUIDs.
  const eventId = (record.eventID ?? '').replaceAll('-', '');
  const event = {
    eventID: eventId,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: place.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(created.getTime() / 1000),
      ...(change.Keys && { Keys: toItem(change.Keys) }),
      ...(change.NewImage && { NewImage: toItem(change.NewImage) }),
      ...(change.OldImage && { OldImage: toItem(change.OldImage) }),
      SequenceNumber: change.SequenceNumber,
      SizeBytes: change.SizeBytes,
      StreamViewType: change.StreamViewType,
    },
    ...(record.userIdentity && {
      userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId },
    }),
    eventSourceARN: streamArn,
  };
  return {
    eventId,
    sequenceNumber: change.SequenceNumber ?? '',
    createdMs: created.getTime(),
    event,
    bytes: Buffer.byteLength(JSON.stringify(event)),
  };
}

function toItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toValue(value)]));
}

function toValue(value: AttributeValue): unknown {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toValue) };
  if (value.M) return { M: toItem(value.M) };
  return value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * How old a record is, in milliseconds. The engine cuts times down to the minute; counting from the minute's end
 * never makes a record older than it is.
 */
export function ageMs(record: StreamRecord, now: number): number {
  return now - (record.createdMs + 60_000);
}
