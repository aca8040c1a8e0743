import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Ask, Caller } from '../../functions/world.ts';
import type { Answer } from '../history.ts';

type GatewayAnswer = {
  statusCode?: number | undefined;
  headers?: Readonly<Record<string, unknown>> | undefined;
  body?: string | undefined;
};

/** A function's answer as its caller sees it. */
export function answerOf({ statusCode = 0, headers = {}, body = '' }: GatewayAnswer): Answer {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { status: statusCode, headers: texts, text: body };
}

let requests = 0;

/** A request as the gateway hands it to a function. */
export function eventOf(routeKey: string, caller: Caller | undefined, ask: Ask): APIGatewayProxyEventV2 {
  requests += 1;
  const text = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body);
  const claims = caller && {
    ...{ sub: caller.sub, client_id: caller.client ?? 'portal' },
    ...(caller.groups && { 'cognito:groups': caller.groups }),
  };
  return {
    ...{ version: '2.0', routeKey, rawPath: '/', rawQueryString: '', isBase64Encoded: false },
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...ask.headers },
    ...(ask.params && { pathParameters: ask.params }),
    ...(ask.query && { queryStringParameters: ask.query }),
    requestContext: {
      requestId: `request-${requests}`,
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    ...(text !== undefined && { body: text }),
  };
}
