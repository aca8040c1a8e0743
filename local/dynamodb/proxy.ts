import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import { catalogueOf, type ProxyTable } from './catalogue.ts';
import { asksConsumption, consumptionIn } from './consumption.ts';
import { type Failure, failureBody, failures } from './failure.ts';
import { type Forwarder, forwardTo } from './forward.ts';
import { type Outcome, trackInFlight } from './in-flight.ts';
import { isObject, type JsonObject } from './json.ts';
import { type Call, readCall } from './operations.ts';
import { portTaken } from './port.ts';
import { countCalls, type ObservedCall, type ProxyStats } from './stats.ts';

export type { ProxyTable } from './catalogue.ts';
export type { ObservedCall, ProxyStats } from './stats.ts';

/** What the holder of an access key may do; `principal` is the ARN that an error message names. */
export type Decision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly principal: string; readonly explicit: boolean }
  | { readonly kind: 'unknown-key' };

/** `action` is `dynamodb:PutItem` and the like; `context` is what a policy's conditions may ask about. */
export type Authorise = (
  accessKeyId: string,
  action: string,
  resourceArn: string,
  context: { readonly leadingKeys?: readonly string[] },
) => Decision;

/** The faults that the proxy adds; there is one plan so far, to add none. */
export type FaultPlan = 'none';

export interface ProxyOptions {
  /** Address of the engine, such as `http://127.0.0.1:41000`. */
  readonly target: string;
  /** Absent means any free one. */
  readonly port?: number;
  readonly tables: readonly ProxyTable[];
  readonly authorise: Authorise;
  /** The key with which the local cloud itself calls; it is allowed everything and asked nothing. */
  readonly internalAccessKeyId?: string;
  readonly faults?: FaultPlan;
  readonly onCall?: (call: ObservedCall) => void;
}

export interface DatabaseProxy {
  readonly url: string;
  readonly port: number;
  stats(): ProxyStats;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/**
 * Stands before the engine and makes it as strict as the cloud: it checks each call against the caller's role and
 * cancels overlapping transactions. It speaks DynamoDB's JSON 1.0 and hands bodies on unchanged. Signatures are not
 * verified: the access key alone says who calls, on a machine where nobody else should. Throws `port-taken`.
 */
export async function startProxy(options: ProxyOptions): Promise<DatabaseProxy> {
  const forwarder = forwardTo(options.target);
  const stats = countCalls();
  const handle = handlerOf(options, forwarder, (call) => {
    stats.count(call);
    options.onCall?.(call);
  });
  const server = createServer((request, response) => void handle(request, response));
  // SDKs keep connections for long; a server that hangs up first makes them meet resets.
  server.keepAliveTimeout = 120_000;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(options.port ?? 0) : error),
    );
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      forwarder.close();
    });
  return { url: `http://127.0.0.1:${port}`, port, stats: stats.snapshot, close };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function handlerOf(
  options: ProxyOptions,
  forwarder: Forwarder,
  observe: (call: ObservedCall) => void,
): Handler {
  const catalogue = catalogueOf(options.tables);
  const inFlight = trackInFlight();

  async function outcomeOf(
    target: string,
    accessKeyId: string,
    body: Buffer,
  ): Promise<Outcome & { call?: Call; request?: JsonObject }> {
    const request = parse(body);
    const read = readCall(target, request, catalogue);
    if ('failure' in read) return read;
    const { call } = read;
    const refused = refusalOf(call, accessKeyId, options);
    if (refused) return { failure: refused, call };
    if (!isObject(request)) return { failure: failures.serialization(), call };
    try {
      const outcome = await inFlight.carry(call, body, request, (bytes) => forwarder.send(target, bytes));
      return { ...outcome, call, request };
    } catch {
      // The engine is gone or broke off. The cloud would say just this, and an SDK tries again.
      return { failure: failures.internal(), call };
    }
  }

  return async (request, response) => {
    const startedMs = performance.now();
    const accessKeyId = accessKeyOf(request.headers.authorization);
    try {
      const body = await readBody(request);
      const outcome =
        body === 'too-large'
          ? { failure: failures.tooLarge() }
          : accessKeyId === undefined
            ? { failure: failures.missingToken() }
            : await outcomeOf(String(request.headers['x-amz-target'] ?? ''), accessKeyId, body);
      const status = answer(response, outcome);
      observe(observed(outcome, accessKeyId ?? '', status, performance.now() - startedMs));
    } catch {
      // The caller hung up while sending; there is nobody left to answer.
      response.destroy();
    }
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/dynamodb/aws4_request, ...` */
function accessKeyOf(authorization: string | undefined): string | undefined {
  return /^AWS4-[A-Z0-9-]+\s+(?:.*,\s*)?Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}

function refusalOf(call: Call, accessKeyId: string, options: ProxyOptions): Failure | undefined {
  if (accessKeyId === options.internalAccessKeyId) return undefined;
  for (const { action, resource, leadingKeys } of call.demands) {
    const decision = options.authorise(accessKeyId, action, resource, leadingKeys ? { leadingKeys } : {});
    if (decision.kind === 'unknown-key') return failures.unknownKey();
    if (decision.kind === 'refused')
      return failures.accessDenied(decision.principal, action, resource, decision.explicit);
  }
  return undefined;
}

function answer(response: ServerResponse, outcome: Outcome): number {
  if ('answer' in outcome) {
    const { status, headers, body } = outcome.answer;
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
    return status;
  }
  const body = Buffer.from(failureBody(outcome.failure));
  response.writeHead(outcome.failure.status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
  return outcome.failure.status;
}

function observed(
  outcome: Outcome & { call?: Call; request?: JsonObject },
  accessKeyId: string,
  status: number,
  elapsedMs: number,
): ObservedCall {
  const seen = {
    accessKeyId,
    action: outcome.call?.operation ?? '',
    tables: outcome.call?.tables ?? [],
    status,
    elapsedMs,
  };
  if ('failure' in outcome)
    return { ...seen, refusal: outcome.failure.type.split('#')[1] ?? outcome.failure.type };
  const asked = outcome.request !== undefined && asksConsumption(outcome.request);
  return asked ? { ...seen, consumed: consumptionIn(outcome.answer.body) } : seen;
}
