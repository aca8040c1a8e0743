import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Caller } from '../access/authorise.ts';
import { callerOf, type SignedCallOptions } from '../access/signed-call.ts';

/** What a service says no with: the error's name, as the SDK reads it, and a sentence. */
export type Failure = { readonly code: string; readonly message: string };
export type Outcome = { readonly answer: unknown } | { readonly failure: Failure };

/** Asks whether the caller may do an action to a resource; the failure to answer with where it may not. */
export type MayDo = (action: string, arn: string) => Failure | undefined;

export type JsonServiceOptions = {
  /** The name in signatures, as `kms`, and the one before the operation in `x-amz-target`. */
  readonly service: string;
  readonly target: string;
  readonly region: string;
  /** The roles of the template, by access key. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly secretOf: SignedCallOptions['secretOf'];
  readonly call: (name: string, input: unknown, mayDo: MayDo) => Outcome | Promise<Outcome>;
};

export type RunningJsonService = { readonly url: string; close(): Promise<void> };

const HOST = '127.0.0.1';
const BODY_BYTES_MAX = 64 * 1024;

/**
 * A service in the protocol that several share (JSON 1.1 over POST). It believes a signature and nothing else, and asks
 * the caller's synthesised role.
 */
export async function startJsonService(options: JsonServiceOptions): Promise<RunningJsonService> {
  const server = createServer((request, response) => {
    serve(request, options)
      .then((outcome) => answer(response, outcome))
      // What fails here is a connection that went away, or a bug, which must not look like an answer.
      .catch(() => response.destroy());
  });
  // SDKs keep connections for long; a server that hangs up first makes them meet resets.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, HOST, done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://${HOST}:${port}`, close };
}

async function serve(request: IncomingMessage, options: JsonServiceOptions): Promise<Outcome> {
  const { service, target, region, secretOf, callers } = options;
  const body = await bodyOf(request);
  if (!body) return refuse('RequestEntityTooLargeException', 'The body is too large.');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const [called, name, ...more] = (headers['x-amz-target'] ?? '').split('.');
  const known = called === target && name !== undefined && /^\w{1,64}$/.test(name) && more.length === 0;
  if (request.method !== 'POST' || request.url !== '/' || !known) {
    return refuse('UnknownOperationException', `This is no call of ${service}.`);
  }
  const caller = await callerOf({ headers, body }, { service, region, secretOf, now: Date.now });
  if ('refused' in caller) return refuse(caller.refused, 'The signature of the request is not valid.');
  const input = parsed(body);
  if (input === undefined) return refuse('SerializationException', 'The body is not JSON.');
  return options.call(name, input, mayDo(callers.get(caller.accessKeyId)));
}

function mayDo(caller: Caller | undefined): MayDo {
  return (action, resource) => {
    if (caller?.policy.allows(action, resource)) return undefined;
    const message = `User: ${caller?.principal ?? 'nobody'} is not authorized to perform: ${action} on resource: ${resource}`;
    return { code: 'AccessDeniedException', message };
  };
}

const refuse = (code: string, message: string): Outcome => ({ failure: { code, message } });

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, outcome: Outcome): void {
  const failed = 'failure' in outcome ? outcome.failure : undefined;
  const body =
    'failure' in outcome
      ? { __type: outcome.failure.code, message: outcome.failure.message }
      : outcome.answer;
  response.writeHead(failed ? 400 : 200, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
    ...(failed && { 'x-amzn-errortype': failed.code }),
    // What is left of a refused body would be taken for the next request.
    ...(failed?.code === 'RequestEntityTooLargeException' && { connection: 'close' }),
  });
  response.end(JSON.stringify(body));
}
