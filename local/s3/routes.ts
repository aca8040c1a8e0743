import { CHECKSUM_ALGORITHMS } from './checksum.ts';
import type { Context, Reply } from './context.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject } from './delete-object.ts';
import { notImplemented } from './errors.ts';
import { getObject, headObject } from './get-object.ts';
import { headBucket, listObjects } from './list-objects.ts';
import { refuseBody } from './payload.ts';
import { putObject } from './put-object.ts';
import type { S3Request } from './request.ts';

/** One operation this server does, with every parameter and x-amz header it understands. */
type Operation = {
  readonly name: string;
  readonly method: string;
  readonly subject: 'bucket' | 'object';
  /** A header or parameter whose presence picks this row before a more general one. */
  readonly marker?: string;
  readonly parameters: readonly string[];
  readonly amz: readonly string[];
  readonly run: (context: Context, key: string) => Promise<Reply> | Reply;
};

const EVERY_REQUEST = [
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-user-agent',
] as const;
const META = 'x-amz-meta-*';
/** Headers that the answer is to carry in place of the object's own. */
const OVERRIDES = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];
const READ = { parameters: ['versionId'], amz: ['x-amz-checksum-mode'] } as const;

const OPERATIONS: readonly Operation[] = [
  { name: 'HeadBucket', method: 'HEAD', subject: 'bucket', parameters: [], amz: [], run: headBucket },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    subject: 'bucket',
    parameters: [
      'list-type',
      'prefix',
      'delimiter',
      'max-keys',
      'continuation-token',
      'start-after',
      'encoding-type',
      'fetch-owner',
    ],
    amz: [],
    run: listObjects,
  },
  {
    name: 'CopyObject',
    method: 'PUT',
    subject: 'object',
    marker: 'x-amz-copy-source',
    parameters: [],
    amz: ['x-amz-copy-source', 'x-amz-metadata-directive', META],
    run: (context, key) => {
      refuseBody(context.request, context.verified);
      return copyObject(context, key);
    },
  },
  {
    name: 'PutObject',
    method: 'PUT',
    subject: 'object',
    parameters: [],
    amz: [
      ...CHECKSUM_ALGORITHMS.map((algorithm) => `x-amz-checksum-${algorithm}`),
      'x-amz-decoded-content-length',
      'x-amz-sdk-checksum-algorithm',
      'x-amz-trailer',
      META,
    ],
    run: putObject,
  },
  { name: 'HeadObject', method: 'HEAD', subject: 'object', ...READ, run: headObject },
  {
    name: 'GetObject',
    method: 'GET',
    subject: 'object',
    parameters: [...READ.parameters, ...OVERRIDES],
    amz: READ.amz,
    run: getObject,
  },
  {
    name: 'DeleteObject',
    method: 'DELETE',
    subject: 'object',
    parameters: ['versionId'],
    amz: [],
    run: deleteObject,
  },
];

function understands(known: readonly string[], name: string): boolean {
  return known.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

/**
 * Finds the operation a request asks for. Throws NotImplemented for anything beyond the table, down to single
 * parameters and x-amz headers, for to ignore one (an encryption, a lock, a tag) would be to pretend it was done.
 */
export function route(request: S3Request): Operation {
  const subject = request.key === undefined ? 'bucket' : 'object';
  const operation = OPERATIONS.find(
    (each) =>
      each.method === request.method &&
      each.subject === subject &&
      (each.marker === undefined || request.amz.has(each.marker)),
  );
  if (!operation) throw notImplemented(`${request.method} of a ${subject}`);
  for (const name of request.parameters.keys()) {
    // The SDK labels each request with its operation's name in x-id.
    if (name !== 'x-id' && !understands(operation.parameters, name)) {
      throw notImplemented(`the parameter ${name} of ${operation.name}`);
    }
  }
  for (const name of request.amz.keys()) {
    if (!understands([...EVERY_REQUEST, ...operation.amz], name)) {
      throw notImplemented(`the header ${name} of ${operation.name}`);
    }
  }
  return operation;
}

export async function runOperation(operation: Operation, context: Context): Promise<Reply> {
  if (operation.method !== 'PUT') refuseBody(context.request, context.verified);
  return operation.run(context, context.request.key ?? '');
}
