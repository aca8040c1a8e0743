import { type Context, demand, isAllowed, type Reply, versionHeader } from './context.ts';
import { accessDenied, notImplemented, S3Error } from './errors.ts';
import { metadataHeaders } from './metadata.ts';
import type { ObjectDescription } from './object-file.ts';
import { isNotModified } from './precondition.ts';
import { checksumHeaders } from './put-object.ts';
import { type ByteRange, readRange } from './range.ts';

const MAX_REOPENS = 8;

/** Whoever may not list a bucket may not learn from 404 what is not in it either. */
function missing(
  context: Context,
  code: 'NoSuchKey' | 'NoSuchVersion',
  headers: Record<string, string> = {},
) {
  if (!isAllowed(context, 's3:ListBucket', context.bucket.name)) return accessDenied();
  const what = code === 'NoSuchKey' ? 'key' : 'version';
  return new S3Error(code, `The specified ${what} does not exist.`, { headers });
}

/** The version id of the request, checked for form. Throws InvalidArgument. */
export function requestedVersion(context: Context): string | undefined {
  const versionId = context.request.parameters.get('versionId');
  if (versionId === undefined || /^(null|[0-9a-f]{32})$/.test(versionId)) return versionId;
  throw new S3Error('InvalidArgument', 'Invalid version id specified', {
    details: { ArgumentName: 'versionId', ArgumentValue: versionId },
  });
}

/** The version asked for, or the current one. Throws NoSuchKey, NoSuchVersion, MethodNotAllowed or AccessDenied. */
function findVersion(context: Context, bucket: string, key: string, versionId: string | undefined) {
  const index = context.store.index(bucket);
  if (versionId === undefined) {
    const current = index.current(key);
    if (!current) throw missing(context, 'NoSuchKey');
    if (!current.deleteMarker) return current;
    throw missing(context, 'NoSuchKey', {
      'x-amz-delete-marker': 'true',
      ...versionHeader(context, current),
    });
  }
  const version = index.versions(key).find((each) => each.versionId === versionId);
  if (!version) throw missing(context, 'NoSuchVersion');
  if (version.deleteMarker) {
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      headers: { 'x-amz-delete-marker': 'true', ...versionHeader(context, version) },
    });
  }
  return version;
}

/** Opens what `findVersion` finds; a version replaced between the two is looked up anew. */
export async function openObject(context: Context, bucket: string, key: string, versionId?: string) {
  for (let attempt = 0; attempt < MAX_REOPENS; attempt++) {
    const found = findVersion(context, bucket, key, versionId);
    const opened = await context.store.openVersion(bucket, found);
    if (opened && !opened.description.deleteMarker) return opened;
    await opened?.handle.close();
  }
  throw new Error(`${key} is listed but its file is missing`);
}

function objectHeaders(context: Context, description: ObjectDescription, range: ByteRange | undefined) {
  const wantsChecksum = context.request.amz.get('x-amz-checksum-mode') === 'ENABLED' && !range;
  const length = range ? range.last - range.first + 1 : description.size;
  return {
    ...metadataHeaders(description),
    'accept-ranges': 'bytes',
    'content-length': String(length),
    ...(range ? { 'content-range': `bytes ${range.first}-${range.last}/${description.size}` } : {}),
    etag: `"${description.etag}"`,
    'last-modified': new Date(description.lastModifiedMs).toUTCString(),
    ...(wantsChecksum ? checksumHeaders(description.checksum) : {}),
    ...versionHeader(context, description),
  };
}

function notModified(context: Context, description: ObjectDescription): Reply {
  const { etag, 'last-modified': lastModified } = objectHeaders(context, description, undefined);
  return {
    status: 304,
    headers: { etag, 'last-modified': lastModified, ...versionHeader(context, description) },
  };
}

/** What the signer of the request wants the answer to say of the object, as for a download under a name. */
function overrides({ request }: Context): Record<string, string> {
  return Object.fromEntries(
    [...request.parameters].flatMap(([name, value]) => {
      const header = /^response-(.+)$/.exec(name)?.[1];
      if (header === undefined) return [];
      if (/^[\x20-\x7e]*$/.test(value)) return [[header, value]];
      throw new S3Error('InvalidArgument', `The parameter ${name} must be printable US-ASCII.`);
    }),
  );
}

/** GetObject: the whole object or one range of it, under the usual conditions. */
export async function getObject(context: Context, key: string): Promise<Reply> {
  const { request, bucket } = context;
  if (request.headers.has('if-range')) throw notImplemented('If-Range');
  const versionId = requestedVersion(context);
  demand(context, versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', bucket.name, key);
  const { description, handle } = await openObject(context, bucket.name, key, versionId);
  try {
    if (isNotModified(request.headers, description)) {
      await handle.close();
      return notModified(context, description);
    }
    const range = readRange(request.headers.get('range'), description.size);
    const headers = { ...objectHeaders(context, description, range), ...overrides(context) };
    const body = { handle, first: range?.first ?? 0, length: Number(headers['content-length']) };
    return { status: range ? 206 : 200, headers, body };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** HeadObject: GetObject's headers without opening the file. */
export function headObject(context: Context, key: string): Reply {
  const { request, bucket } = context;
  if (request.headers.has('if-range')) throw notImplemented('If-Range');
  const versionId = requestedVersion(context);
  demand(context, versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', bucket.name, key);
  const description = findVersion(context, bucket.name, key, versionId);
  if (isNotModified(request.headers, description)) return notModified(context, description);
  const range = readRange(request.headers.get('range'), description.size);
  return { status: range ? 206 : 200, headers: objectHeaders(context, description, range) };
}
