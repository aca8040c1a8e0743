import { randomBytes } from 'node:crypto';
import { place } from '../template/names.ts';
import type { Claims } from './authorise.ts';
import { scopesOf } from './authorise.ts';
import { claimsAsStrings } from './claims.ts';
import type { GatewayRequest } from './request.ts';

export type EventFacts = {
  readonly apiId: string;
  readonly routeKey: string;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly now: Date;
  readonly authorised?: { readonly claims: Claims; readonly routeScopes: readonly string[] } | undefined;
};

/** The event of payload format 2.0 that a function gets for a request. */
export function eventOf(request: GatewayRequest, facts: EventFacts): Record<string, unknown> {
  const { apiId, routeKey, params, requestId, now, authorised } = facts;
  const query = queryParameters(request.query);
  const text = isText(request.headers['content-type']);
  const host = request.headers['host'] ?? '';
  return {
    version: '2.0',
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: request.cookies }),
    headers: forwarded(request, now),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: place.account,
      apiId,
      ...(authorised && { authorizer: { jwt: jwtContext(authorised.claims, authorised.routeScopes) } }),
      domainName: host,
      domainPrefix: host.split('.', 1)[0] ?? '',
      http: {
        method: request.method,
        path: request.path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

/** What concerns the caller's connection only, and is not handed on. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** The gateway stands between caller and function and says so; what the caller claims of itself comes first. */
function forwarded(request: GatewayRequest, now: Date): Record<string, string> {
  const kept = Object.entries(request.headers).filter(([name]) => !connectionHeaders.has(name));
  const before = request.headers['x-forwarded-for'];
  const port = /:(\d+)$/.exec(request.headers['host'] ?? '')?.[1] ?? '80';
  const second = Math.floor(now.getTime() / 1000).toString(16);
  return {
    'x-amzn-trace-id': `Root=1-${second}-${randomBytes(12).toString('hex')}`,
    ...Object.fromEntries(kept),
    ...(request.body.length > 0 && { 'content-length': String(request.body.length) }),
    'x-forwarded-for': before ? `${before}, ${request.sourceIp}` : request.sourceIp,
    'x-forwarded-port': port,
    'x-forwarded-proto': 'http',
  };
}

function jwtContext(claims: Claims, routeScopes: readonly string[]) {
  const granted = scopesOf(claims).filter((scope) => routeScopes.includes(scope));
  return { claims: claimsAsStrings(claims), scopes: routeScopes.length > 0 ? granted : null };
}

/** Values of one name are joined by commas. A map on the way, for a name may be `__proto__`. */
function queryParameters(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** Only these bodies arrive as text; a form, and a body without a type, arrive in base64. */
function isText(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return (
    type.startsWith('text/') ||
    ['application/json', 'application/xml', 'application/javascript'].includes(type)
  );
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;
}
