import { type Context, demand, type Reply } from './context.ts';
import { notImplemented, S3Error } from './errors.ts';
import { continuationToken, listPage, readContinuationToken } from './listing.ts';
import type { ObjectDescription } from './object-file.ts';
import { escapeKey } from './request.ts';
import { document, element } from './xml.ts';

const MAX_KEYS = 1000;

function readMaxKeys(text: string | undefined): number {
  if (text === undefined || text === '') return MAX_KEYS;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), MAX_KEYS);
  throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range', {
    details: { ArgumentName: 'max-keys', ArgumentValue: text },
  });
}

function contentsXml(object: ObjectDescription, encode: (text: string) => string): string {
  return element('Contents', [
    element('Key', encode(object.key)),
    element('LastModified', new Date(object.lastModifiedMs).toISOString()),
    element('ETag', `"${object.etag}"`),
    ...(object.checksum
      ? [
          element('ChecksumAlgorithm', object.checksum.algorithm.toUpperCase()),
          element('ChecksumType', 'FULL_OBJECT'),
        ]
      : []),
    element('Size', object.size),
    element('StorageClass', 'STANDARD'),
  ]);
}

/** ListObjectsV2: current objects by prefix and delimiter, in pages. Throws InvalidArgument or NotImplemented. */
export function listObjects(context: Context): Reply {
  demand(context, 's3:ListBucket');
  const { parameters } = context.request;
  if (parameters.get('list-type') !== '2') throw notImplemented('listing other than list-type=2');
  if ((parameters.get('fetch-owner') ?? 'false') !== 'false') throw notImplemented('fetch-owner');
  const encoding = parameters.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  const encode = encoding === 'url' ? escapeKey : (text: string) => text;
  const token = parameters.get('continuation-token');
  const startAfter = parameters.get('start-after');
  const prefix = parameters.get('prefix') ?? '';
  const delimiter = parameters.get('delimiter') ?? '';
  const maxKeys = readMaxKeys(parameters.get('max-keys'));
  const after = token === undefined ? (startAfter ?? '') : readContinuationToken(token);
  const page = listPage(context.store.index(context.bucket.name), { prefix, delimiter, after, maxKeys });
  const body = document('ListBucketResult', [
    element('Name', context.bucket.name),
    element('Prefix', encode(prefix)),
    ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
    element('MaxKeys', maxKeys),
    ...(encoding === undefined ? [] : [element('EncodingType', encoding)]),
    ...(startAfter === undefined ? [] : [element('StartAfter', encode(startAfter))]),
    ...(token === undefined ? [] : [element('ContinuationToken', token)]),
    element('KeyCount', page.contents.length + page.commonPrefixes.length),
    element('IsTruncated', page.next !== undefined),
    ...(page.next === undefined ? [] : [element('NextContinuationToken', continuationToken(page.next))]),
    ...page.contents.map((object) => contentsXml(object, encode)),
    ...page.commonPrefixes.map((shared) => element('CommonPrefixes', [element('Prefix', encode(shared))])),
  ]);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** HeadBucket: whether the bucket is there and may be listed. */
export function headBucket(context: Context): Reply {
  demand(context, 's3:ListBucket');
  return { status: 200, headers: { 'x-amz-bucket-region': context.options.region } };
}
