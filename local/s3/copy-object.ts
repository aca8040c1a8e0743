import { type Context, demand, type Reply, versionHeader } from './context.ts';
import { notImplemented, S3Error } from './errors.ts';
import { openObject } from './get-object.ts';
import { readMetadata } from './metadata.ts';
import { writePrecondition } from './precondition.ts';
import { announce } from './put-object.ts';
import { document, element } from './xml.ts';

type CopySource = { readonly bucket: string; readonly key: string; readonly versionId: string | undefined };

/** `[/]bucket/key[?versionId=...]`, percent-encoded. */
function readSource(header: string): CopySource {
  const [, rawBucket, rawKey, versionId] =
    /^\/?([^/?]+)\/([^?]+?)(?:\?versionId=(null|[0-9a-f]{32}))?$/.exec(header) ?? [];
  try {
    if (rawBucket !== undefined && rawKey !== undefined) {
      return { bucket: decodeURIComponent(rawBucket), key: decodeURIComponent(rawKey), versionId };
    }
  } catch {
    // Falls through: a source that is not percent-encoded UTF-8 is as wrong as one without a key.
  }
  throw new S3Error(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
  );
}

/** CopyObject within this server: a new object of the same bytes, with the source's metadata or its own. */
export async function copyObject(context: Context, key: string): Promise<Reply> {
  const { request, store, bucket, options } = context;
  const source = readSource(request.amz.get('x-amz-copy-source') ?? '');
  const directive = request.amz.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  }
  const precondition = writePrecondition(request.headers);
  if (request.headers.has('if-match')) throw notImplemented('If-Match on a copy');
  demand(context, 's3:PutObject', bucket.name, key);
  if (!options.buckets.some(({ name }) => name === source.bucket)) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
  }
  const read = source.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  demand(context, read, source.bucket, source.key);
  if (source.bucket === bucket.name && source.key === key && directive === 'COPY' && !source.versionId) {
    throw new S3Error('InvalidRequest', 'This copy request is illegal: it would change nothing.');
  }
  const { description: original, handle } = await openObject(
    context,
    source.bucket,
    source.key,
    source.versionId,
  );
  const staged = await store.stage();
  try {
    if (original.size > 0) {
      const bytes = handle.createReadStream({ start: 0, end: original.size - 1, autoClose: false });
      for await (const piece of bytes) await staged.append(piece);
    }
    const metadata = directive === 'REPLACE' ? readMetadata(request) : original;
    const { size, etag, checksum } = original;
    const { headers, userMetadata } = metadata;
    const draft = { key, size, etag, checksum, headers, userMetadata };
    const copy = await store.put(bucket.name, draft, staged, precondition);
    announce(context, copy, 'Copy');
    const body = document('CopyObjectResult', [
      element('LastModified', new Date(copy.lastModifiedMs).toISOString()),
      element('ETag', `"${copy.etag}"`),
    ]);
    return {
      status: 200,
      headers: { 'content-type': 'application/xml', ...versionHeader(context, copy) },
      body,
    };
  } finally {
    await handle.close();
    await staged.discard();
  }
}
