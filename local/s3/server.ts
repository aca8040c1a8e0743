import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { replyTo, send } from './answer.ts';
import type { S3Options } from './context.ts';
import { S3Error } from './errors.ts';
import { faultsUntil } from './faults.ts';
import { MAX_REQUEST_BYTES } from './payload.ts';
import { Store } from './store.ts';

export type { BucketSpec, S3Options } from './context.ts';
export type { S3ObjectEvent } from './event.ts';

export type RunningS3 = { readonly url: string; readonly port: number; close(): Promise<void> };

const HOST = '127.0.0.1';
const CLOSE_GRACE_MS = 2000;
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

function checkBuckets(names: readonly string[]): void {
  for (const name of names) {
    if (!BUCKET_NAME.test(name)) throw new Error(`${name} is no valid bucket name`);
  }
  if (new Set(names).size !== names.length) throw new Error('Two buckets have the same name');
}

/** The body's bytes. Given up early, it leaves the connection open, for the answer has yet to go over it. */
async function* bytesOf(message: IncomingMessage): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* message.iterator({ destroyOnReturn: false });
  } catch {
    throw new S3Error('IncompleteBody', 'The connection was closed before the whole body had arrived.');
  }
}

/** Reads what is left of a refused upload, so that the client gets to read the refusal; but not without end. */
function drain(message: IncomingMessage): void {
  let drained = 0;
  message.on('data', (data: Buffer) => {
    drained += data.length;
    if (drained > MAX_REQUEST_BYTES) message.destroy();
  });
  message.on('error', () => undefined);
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
  store: Store,
  options: S3Options,
): Promise<void> {
  let begun = !expectsContinue;
  const body = bytesOf(message);
  const incoming = {
    message,
    requestId: randomBytes(8).toString('hex').toUpperCase(),
    sourceAddress: message.socket.remoteAddress ?? HOST,
    readBody: () => {
      if (!begun) response.writeContinue();
      begun = true;
      return body;
    },
  };
  const reply = await replyTo(incoming, store, options);
  // While the iterator lives it holds the stream still, and what is left could not be drained.
  await body.return();
  if (reply === 'cut') return void response.destroy();
  // A client never told to continue may or may not send its body: only a new connection is clear again.
  if (!begun) response.setHeader('connection', 'close');
  else if (!message.complete) drain(message);
  await send(reply, response, message.method === 'HEAD');
}

/**
 * Starts the local S3 on the loopback interface, path style. The folder belongs to this server while it runs.
 * Rejects when the folder is in use, holds something else, or a bucket's name is not one S3 would take.
 */
export async function startS3(options: S3Options): Promise<RunningS3> {
  checkBuckets(options.buckets.map(({ name }) => name));
  const store = await Store.open(options.folder, options.buckets, options.now ?? Date.now);
  const underWay = new Set<Promise<void>>();
  const closing = Promise.withResolvers<void>();
  const faults = options.faults && faultsUntil(options.faults, closing.promise);
  const settings: S3Options = faults ? { ...options, faults } : options;
  const take = (message: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => {
    const served = serve(message, response, expectsContinue, store, settings)
      // What fails here is a connection that went away; there is no one left to tell.
      .catch(() => response.destroy())
      .then(() => undefined)
      .finally(() => underWay.delete(served));
    underWay.add(served);
  };
  const server = createServer((message, response) => take(message, response, false));
  server.on('checkContinue', (message, response) => take(message, response, true));
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(options.port ?? 0, HOST, done);
    });
  } catch (error) {
    store.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = async () => {
    closing.resolve();
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    await closed;
    clearTimeout(cut);
    await Promise.all(underWay);
    store.close();
  };
  return { url: `http://${HOST}:${port}`, port, close };
}
