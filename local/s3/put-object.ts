import type { Checksum } from './checksum.ts';
import { bucketArn, type Context, demand, type Reply, versionHeader } from './context.ts';
import { objectCreated } from './event.ts';
import { readMetadata } from './metadata.ts';
import type { ObjectDescription } from './object-file.ts';
import { planPayload } from './payload.ts';
import { writePrecondition } from './precondition.ts';

export function checksumHeaders(checksum: Checksum | null): Record<string, string> {
  if (!checksum) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** Tells the listener of a durable object. The object is there whatever becomes of the listener. */
export function announce(context: Context, description: ObjectDescription, how: 'Put' | 'Copy'): void {
  const { options, bucket, verified, requestId, sourceAddress } = context;
  const event = objectCreated(description, {
    region: options.region,
    bucketName: bucket.name,
    bucketArn: bucketArn(options.region, bucket.name),
    accessKeyId: verified.accessKeyId,
    sourceAddress,
    requestId,
    how,
  });
  // The listener is called right here; the promise only gathers what it throws, now or later.
  new Promise((done) => done(options.onObjectCreated?.(event))).catch((error: unknown) => {
    console.error(
      `s3: the listener failed for ${bucket.name}/${description.key} (request ${requestId})`,
      error,
    );
  });
}

/** PutObject. The body goes to a staged file; only a body that passed every check is given the key. */
export async function putObject(context: Context, key: string): Promise<Reply> {
  const { request, store, bucket } = context;
  demand(context, 's3:PutObject', bucket.name, key);
  // Whoever may ask about an entity tag could learn it by guessing, so S3 wants the right to read as well.
  if (request.headers.has('if-match')) demand(context, 's3:GetObject', bucket.name, key);
  const precondition = writePrecondition(request.headers);
  const metadata = readMetadata(request);
  const receive = planPayload(request, context.verified);
  const staged = await store.stage();
  try {
    const { size, md5Hex, checksum } = await receive(context.readBody(), (data) => staged.append(data));
    const draft = { key, size, etag: md5Hex, checksum, ...metadata };
    const description = await store.put(bucket.name, draft, staged, precondition);
    announce(context, description, 'Put');
    return {
      status: 200,
      headers: {
        etag: `"${description.etag}"`,
        ...checksumHeaders(description.checksum),
        ...versionHeader(context, description),
      },
    };
  } finally {
    await staged.discard();
  }
}
