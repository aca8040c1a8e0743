import type { Reply } from './answers.ts';

/** The CORS configuration of an HTTP API, as the template has it. */
export type Cors = {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: number | undefined;
};

/**
 * The headers that the gateway adds to every answer for a page of an allowed origin. With a configuration, headers
 * of this kind that a function sends are dropped, as in the cloud.
 */
export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const any = cors.allowOrigins.includes('*');
  if (!any && !cors.allowOrigins.includes(origin)) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
  };
}

/** The answer to a preflight request: 204, with the permissions only for an allowed origin. */
export function preflight(cors: Cors, origin: string | undefined): Reply {
  const allowed = corsHeaders(cors, origin);
  const permissions = {
    ...(cors.allowMethods.length > 0 && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
    ...(cors.allowHeaders.length > 0 && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
  const headers = Object.keys(allowed).length > 0 ? { ...allowed, ...permissions } : {};
  return { status: 204, headers, body: Buffer.alloc(0) };
}
