import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type OperationId, operations } from '../shared/contracts/operations/index.ts';

export type Asked = {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** The signed-in account; absent on public routes. */
  readonly account?: string;
};

/** The row of an operation. Throws for one that the table does not have. */
export function operationOf(id: OperationId) {
  const row = operations.find((one) => one.id === id);
  if (!row) throw new Error(`no operation ${id}`);
  return row;
}

/** The event (payload format 2.0) that API Gateway would hand over for the operation. */
export function gatewayEvent(id: OperationId, asked: Asked): APIGatewayProxyEventV2 {
  const { method, path } = operationOf(id);
  const routeKey = `${method} ${path}`;
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' };
  const authorizer = { jwt: { claims: { sub: asked.account ?? '' }, scopes: [] } };
  const requestContext = {
    ...{ accountId: 'anonymous', apiId: 'bench', domainName: 'localhost', domainPrefix: 'bench', http },
    ...{ requestId: randomUUID(), routeKey, stage: '$default', time: '', timeEpoch: Date.now() },
    ...(asked.account !== undefined && { authorizer }),
  };
  return {
    ...{ version: '2.0', routeKey, rawPath: path, rawQueryString: '', requestContext },
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    ...(asked.params && { pathParameters: asked.params }),
    ...(asked.query && { queryStringParameters: asked.query }),
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    isBase64Encoded: false,
  };
}
