import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Context, Reply, S3Options } from './context.ts';
import { corsHeaders, preflight } from './cors.ts';
import { accessDenied, errorXml, notImplemented, S3Error } from './errors.ts';
import { MAX_REQUEST_BYTES } from './payload.ts';
import { readRequest, type S3Request } from './request.ts';
import { route, runOperation } from './routes.ts';
import { verifySignature } from './signature.ts';
import type { Store } from './store.ts';
import { withFaults } from './with-faults.ts';

export type Incoming = {
  readonly message: Parameters<typeof readRequest>[0];
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly readBody: () => AsyncIterable<Buffer>;
};

/**
 * aws:SecureTransport on one machine: there is no TLS here, but bytes that stay on the loopback interface cannot be
 * overheard. A request a proxy carried in from elsewhere is refused, as the bucket's policy would.
 */
function checkTransport(request: S3Request, denyInsecureTransport: boolean | undefined): void {
  if (!denyInsecureTransport) return;
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'via'];
  if (forwarded.some((name) => request.headers.has(name))) throw accessDenied();
}

function findBucket(options: S3Options, name: string | undefined) {
  return options.buckets.find((bucket) => bucket.name === name);
}

async function answer(
  request: S3Request,
  incoming: Incoming,
  store: Store,
  options: S3Options,
): Promise<Reply | 'cut'> {
  const bucket = findBucket(options, request.bucket);
  if (request.method === 'OPTIONS') {
    return { status: 200, headers: preflight(bucket?.cors ?? [], request) };
  }
  const now = options.now ?? Date.now;
  const verified = await verifySignature(request, { ...options, now });
  if (request.bucket === undefined) throw notImplemented('operations beyond one bucket');
  const operation = route(request);
  if (!bucket) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
  checkTransport(request, bucket.denyInsecureTransport);
  const { requestId, sourceAddress } = incoming;
  const { faults } = options;
  const readBody = faults ? await arrived(incoming.readBody()) : incoming.readBody;
  const context: Context = {
    options,
    store,
    bucket,
    request,
    verified,
    requestId,
    sourceAddress,
    readBody,
  };
  const run = () => runOperation(operation, context);
  if (!faults) return run();
  const call = {
    ...{ operation: operation.name, bucket: bucket.name, key: request.key },
    mark: request.headers.get('x-fault-mark'),
    conditional:
      request.method === 'PUT' && ['if-match', 'if-none-match'].some((name) => request.headers.has(name)),
  };
  return withFaults(faults, call, run);
}

/** The whole body, kept in memory so that what is done with it no longer hangs on its sender. */
async function arrived(body: AsyncIterable<Buffer>): Promise<() => AsyncIterable<Buffer>> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MAX_REQUEST_BYTES) throw new S3Error('EntityTooLarge', 'Your proposed upload is too large.');
    pieces.push(piece);
  }
  return async function* () {
    yield* pieces;
  };
}

/**
 * Answers one request; every failure becomes S3's XML error, a bug InternalError with the id to look for. `cut` is an
 * added fault: the connection is to break.
 */
export async function replyTo(incoming: Incoming, store: Store, options: S3Options): Promise<Reply | 'cut'> {
  let request: S3Request | undefined;
  let cors: Record<string, string> = {};
  // By the server's own clock, from which an SDK learns how far its own is off.
  const date = new Date((options.now ?? Date.now)()).toUTCString();
  const base = { 'x-amz-request-id': incoming.requestId, 'x-amz-id-2': incoming.requestId, date };
  try {
    request = readRequest(incoming.message);
    if (request.method !== 'OPTIONS') {
      cors = corsHeaders(findBucket(options, request.bucket)?.cors ?? [], request);
    }
    const reply = await answer(request, incoming, store, options);
    return reply === 'cut' ? reply : { ...reply, headers: { ...cors, ...reply.headers, ...base } };
  } catch (thrown) {
    const error = thrown instanceof S3Error ? thrown : internalError(thrown, incoming.requestId);
    const body = errorXml(error, request?.path ?? '/', incoming.requestId);
    const headers = { 'content-type': 'application/xml', ...cors, ...error.extras.headers, ...base };
    return { status: error.status, headers, body };
  }
}

function internalError(thrown: unknown, requestId: string): S3Error {
  console.error(`s3: request ${requestId} failed`, thrown);
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}

/** Writes the reply and closes the file it came from, also when the reader goes away half-way. */
export async function send(reply: Reply, response: ServerResponse, withoutBody: boolean): Promise<void> {
  const { status, headers, body } = reply;
  if (body === undefined || typeof body === 'string') {
    const bytes = Buffer.from(body ?? '');
    // HEAD of an object states the object's length, which is already among the headers.
    const length = headers['content-length'] ?? String(bytes.length);
    const bare = status === 204 || status === 304;
    response.writeHead(status, bare ? headers : { ...headers, 'content-length': length });
    response.end(withoutBody || bare ? undefined : bytes);
    return;
  }
  try {
    response.writeHead(status, headers);
    if (body.length === 0) {
      response.end();
      return;
    }
    const { first, length } = body;
    const bytes = body.handle.createReadStream({ start: first, end: first + length - 1, autoClose: false });
    await pipeline(bytes, response);
  } finally {
    await body.handle.close();
  }
}
