import type { S3ObjectEvent } from '../s3/server.ts';
import type { BusEvent } from './bus.ts';

const reasons: Readonly<Record<string, string>> = {
  'ObjectCreated:Put': 'PutObject',
  'ObjectCreated:Copy': 'CopyObject',
};

/** A new object as S3 tells EventBridge of it, where the key stands as it is and not escaped. */
export function objectCreatedEvent(told: S3ObjectEvent): BusEvent {
  const { bucket, object } = told.s3;
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    resources: [bucket.arn],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: keyOf(object.key),
        size: object.size,
        etag: object.eTag,
        ...(object.versionId && { 'version-id': object.versionId }),
        sequencer: object.sequencer,
      },
      'request-id': told.responseElements['x-amz-request-id'],
      requester: told.userIdentity.principalId,
      'source-ip-address': told.requestParameters.sourceIPAddress,
      reason: reasons[told.eventName] ?? told.eventName,
    },
  };
}

/** The key as it is, from the form it has in notifications. */
export function keyOf(escaped: string): string {
  return decodeURIComponent(escaped.replaceAll('+', ' '));
}
