import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LambdaFunction } from '../lambda/function.ts';
import { answer, type Reply } from './answers.ts';
import { authorise, type Claims, type KeySource } from './authorise.ts';
import { type Cors, corsHeaders, preflight } from './cors.ts';
import { eventOf } from './event.ts';
import { matchRoute } from './match.ts';
import type { GatewayModel, Route } from './model.ts';
import { replyOf } from './reply.ts';
import { type GatewayRequest, readBody, readHead } from './request.ts';
import { createThrottle } from './throttle.ts';

export type GatewayOptions = {
  readonly model: GatewayModel;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly keys: KeySource;
  /** Hears of each request once it is answered. */
  readonly onAnswer: (line: AccessLine) => void;
  /** Hears of a failure of the gateway itself, which is a bug. */
  readonly onError: (error: unknown) => void;
};

/** A line of the access log. */
export type AccessLine = {
  readonly requestId: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly ms: number;
  /** Why the authoriser refused, in its own words. */
  readonly challenge?: string;
};

/** Serves one request. Never rejects: whatever arrives is answered, or its connection is cut. */
export type Gateway = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The HTTP API of the template as a request handler. */
export function createGateway(options: GatewayOptions): Gateway {
  const { model } = options;
  const admit = model.throttle ? createThrottle(model.throttle.rate, model.throttle.burst) : () => true;
  return async (message, response) => {
    const requestId = randomBytes(11).toString('base64').slice(0, 15).concat('=');
    const started = performance.now();
    try {
      const reply = await replyTo(message, requestId, options, admit);
      send(message, response, reply, requestId);
      options.onAnswer(accessLine(message, reply, requestId, performance.now() - started));
    } catch (error) {
      // A sender who broke off is not our failure, and there is nobody to answer.
      if (message.destroyed && !message.complete) return void response.destroy();
      options.onError(error);
      if (response.headersSent) response.destroy();
      else send(message, response, answer('failed'), requestId);
    }
  };
}

async function replyTo(
  message: IncomingMessage,
  requestId: string,
  options: GatewayOptions,
  admit: () => boolean,
): Promise<Reply> {
  const { model } = options;
  const head = readHead(message);
  if (typeof head === 'string') return answer(head);
  if (!admit()) return answer('tooManyRequests');
  const origin = head.headers['origin'];
  const isPreflight =
    head.method === 'OPTIONS' && head.headers['access-control-request-method'] !== undefined;
  if (model.cors && isPreflight) return preflight(model.cors, origin);
  // The body is read before anything is refused, so that the connection stays good for the next request.
  const body = await readBody(message);
  const reply = body === 'tooLarge' ? answer('tooLarge') : await route({ ...head, body }, requestId, options);
  return model.cors ? withCors(reply, model.cors, origin) : reply;
}

async function route(request: GatewayRequest, requestId: string, options: GatewayOptions): Promise<Reply> {
  const match = matchRoute(options.model.routes, request.method, request.path);
  if (!match) return answer('notFound');
  const claims = await claimsFor(match.route, request.headers['authorization'], options.keys);
  if ('reply' in claims) return claims.reply;
  const event = eventOf(request, {
    apiId: options.model.apiId,
    routeKey: match.route.key,
    params: match.params,
    requestId,
    now: new Date(),
    authorised: claims.authorised,
  });
  return invoke(match.route, event, options);
}

type Authorised = { readonly claims: Claims; readonly routeScopes: readonly string[] };

async function claimsFor(
  route: Route,
  header: GatewayRequest['headers'][string] | undefined,
  keys: KeySource,
): Promise<{ readonly reply: Reply } | { readonly authorised: Authorised | undefined }> {
  if (!route.authoriser) return { authorised: undefined };
  const verdict = await authorise(header, route.authoriser, route.scopes, keys);
  switch (verdict.kind) {
    case 'unauthorised':
      return { reply: answer('unauthorised', verdict.challenge) };
    case 'forbidden':
      return { reply: answer('forbidden') };
    case 'authorised':
      return { authorised: { claims: verdict.claims, routeScopes: route.scopes } };
  }
}

async function invoke(route: Route, event: Record<string, unknown>, options: GatewayOptions): Promise<Reply> {
  const target = options.functions.get(route.functionArn);
  if (!target || !route.permitted) return answer('failed');
  let timer: NodeJS.Timeout | undefined;
  // The function goes on when the gateway gives up on it, exactly as in the cloud.
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, route.timeoutMs, 'late');
  });
  const outcome = await Promise.race([target.invoke(event), late]);
  clearTimeout(timer);
  return outcome === 'late' ? answer('unavailable') : replyOf(outcome);
}

/** With a CORS configuration the gateway's own headers of this kind replace the function's. */
function withCors(reply: Reply, cors: Cors, origin: string | undefined): Reply {
  const kept = Object.entries(reply.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...reply, headers: { ...Object.fromEntries(kept), ...corsHeaders(cors, origin) } };
}

function accessLine(message: IncomingMessage, reply: Reply, requestId: string, ms: number): AccessLine {
  const challenge = reply.headers['www-authenticate'];
  return {
    requestId,
    method: message.method ?? '',
    // Names and cursors stand in questions; a log of the cloud does not keep them either.
    target: (message.url ?? '').split('?', 1)[0] ?? '',
    status: reply.status,
    ms: Math.round(ms),
    ...(typeof challenge === 'string' && { challenge }),
  };
}

function send(message: IncomingMessage, response: ServerResponse, reply: Reply, requestId: string): void {
  const bodiless = reply.status === 204 || reply.status === 304 || reply.status < 200;
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  if (!bodiless) response.setHeader('content-length', reply.body.length);
  response.setHeader('apigw-requestid', requestId);
  response.statusCode = reply.status;
  if (reply.reason !== undefined) response.statusMessage = reply.reason;
  response.end(bodiless || message.method === 'HEAD' ? undefined : reply.body);
}
