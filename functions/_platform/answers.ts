import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { problems } from '../../shared/contracts/problems.ts';
import type { Ports } from './clock.ts';
import { json } from './json-answer.ts';
import { log } from './logger.ts';
import { Problem, problemDocumentOf } from './problem.ts';
import { languageOf } from './request.ts';

type Middleware = middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** One line an answer: route, status, milliseconds; never a form, a name or a token. */
export function requestLog(ports: Pick<Ports, 'now'>): Middleware {
  const begun = new WeakMap<object, number>();
  const finish = (request: middy.Request<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>) => {
    log.info('REQUEST_ANSWERED', {
      requestId: request.event.requestContext.requestId,
      route: request.event.routeKey,
      status: request.response?.statusCode,
      millis: ports.now() - (begun.get(request.event) ?? ports.now()),
    });
  };
  return {
    before: (request) => {
      begun.set(request.event, ports.now());
    },
    after: finish,
    onError: finish,
  };
}

/** A schema's own message quotes what it was given; its codes and paths say enough of an item that does not fit. */
function traceOf(error: unknown): string {
  const stack = String(error instanceof Error ? (error.stack ?? error) : error);
  if (!(error instanceof z.ZodError)) return stack;
  const faults = error.issues.map(({ code, path }) => `${code} at /${path.join('/')}`);
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return [`ZodError: ${faults.join(', ')}`, ...frames].join('\n');
}

/** Problems become their documents; anything else is a bug: logged with its trace, answered 500 with the id. */
export function problemAnswer(demonstration: boolean): Middleware {
  return {
    onError: (request) => {
      const { error, event } = request;
      const requestId = event.requestContext.requestId;
      if (!(error instanceof Problem)) {
        log.error('REQUEST_FAILED', {
          requestId,
          route: event.routeKey,
          error: traceOf(error),
        });
      }
      const problem = error instanceof Problem ? error : new Problem('internal');
      request.response = problemReply(problem, event, demonstration);
    },
  };
}

/** The answer that tells of a problem. */
export function problemReply(
  problem: Problem,
  event: APIGatewayProxyEventV2,
  demonstration: boolean,
): APIGatewayProxyStructuredResultV2 {
  const document = problemDocumentOf(problem, languageOf(event), event.requestContext.requestId);
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(problem.code === 'busy' && { 'retry-after': '1' }),
    ...problem.headers,
  };
  return json(problems[problem.code].status, document, headers, demonstration);
}
