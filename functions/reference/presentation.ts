import { createHash } from 'node:crypto';
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
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

/** Headers that only the page and the document need, and the document's own text without the answer's mark. */
export function presentation(documentText: () => string): Middleware {
  return {
    after: ({ event, response }) => {
      if (!response) return;
      if (event.routeKey === 'GET /docs') {
        response.headers = {
          ...response.headers,
          // The page differs by Accept-Language, and a cache must not give one reader another's.
          vary: 'accept-language',
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        };
      }
      if (event.routeKey === 'GET /v1/openapi.json' && response.statusCode === 200) {
        // OpenAPI allows no member beside its own, and the document carries the mark in its description.
        response.body = documentText();
      }
    },
  };
}
