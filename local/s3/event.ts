import type { ObjectDescription } from './object-file.ts';
import { escapeKey } from './request.ts';

/** One record of an S3 event notification, version 2.1. */
export type S3ObjectEvent = {
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly eventTime: string;
  readonly eventName: string;
  readonly userIdentity: { readonly principalId: string };
  readonly requestParameters: { readonly sourceIPAddress: string };
  readonly responseElements: { readonly 'x-amz-request-id': string; readonly 'x-amz-id-2': string };
  readonly s3: {
    readonly s3SchemaVersion: string;
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly ownerIdentity: { readonly principalId: string };
      readonly arn: string;
    };
    readonly object: {
      /** Escaped, with `+` for a space, as S3 sends it. */
      readonly key: string;
      readonly size: number;
      /** Without quotes. */
      readonly eTag: string;
      readonly versionId?: string;
      readonly sequencer: string;
    };
  };
};

export type EventSource = {
  readonly region: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly accessKeyId: string;
  readonly sourceAddress: string;
  readonly requestId: string;
  /** The part after `ObjectCreated:`. */
  readonly how: 'Put' | 'Copy';
};

export function objectCreated(description: ObjectDescription, source: EventSource): S3ObjectEvent {
  const { versionId } = description;
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: source.region,
    eventTime: new Date(description.lastModifiedMs).toISOString(),
    eventName: `ObjectCreated:${source.how}`,
    userIdentity: { principalId: `AWS:${source.accessKeyId}` },
    requestParameters: { sourceIPAddress: source.sourceAddress },
    responseElements: { 'x-amz-request-id': source.requestId, 'x-amz-id-2': source.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket: {
        name: source.bucketName,
        ownerIdentity: { principalId: 'local' },
        arn: source.bucketArn,
      },
      object: {
        key: escapeKey(description.key).replaceAll('%20', '+'),
        size: description.size,
        eTag: description.etag,
        ...(versionId === 'null' ? {} : { versionId }),
        sequencer: description.sequence.toUpperCase(),
      },
    },
  };
}
