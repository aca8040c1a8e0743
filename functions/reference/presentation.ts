import { createHash } from 'node:crypto';
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Library } from './library.ts';
import { style } from './page/style.ts';

type Middleware = middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

const styleDigest = createHash('sha256').update(style).digest('base64');

/**
 * The page runs no script and fetches nothing. Its one style is named by its digest, so that whatever an error
 * in this page might let in could neither run, nor restyle it, nor send anything anywhere.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleDigest}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The routes that are pages for people, each with the policy under which a browser shows it. */
function policyOf(routeKey: string, library: Library): string | undefined {
  if (routeKey === 'GET /docs') return contentSecurityPolicy;
  if (routeKey === 'GET /verify' || routeKey === 'GET /verify/{entryId}') return library.verificationPolicy();
  return undefined;
}

/** Headers that only the pages and the document need, and the document's own text without the answer's mark. */
export function presentation(library: Library): Middleware {
  return {
    after: ({ event, response }) => {
      if (!response) return;
      const policy = policyOf(event.routeKey, library);
      if (policy !== undefined) {
        response.headers = {
          ...response.headers,
          // The page differs by Accept-Language, and a cache must not give one reader another's.
          vary: 'accept-language',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        };
      }
      if (event.routeKey === 'GET /v1/openapi.json' && response.statusCode === 200) {
        // OpenAPI allows no member beside its own, and the document carries the mark in its description.
        response.body = library.document().text;
      }
    },
  };
}
