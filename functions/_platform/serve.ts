import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName } from '../../shared/contracts/operation.ts';
import { operations } from '../../shared/contracts/operations/index.ts';
import { problemAnswer, requestLog } from './answers.ts';
import type { Deps } from './deps.ts';
import { type Dispatched, dispatch } from './dispatch.ts';
import type { Handlers } from './handlers.ts';

/**
 * The one middy stack before every handler: logs, turns problems and bugs into answers, and dispatches by the
 * route key that API Gateway matched, since the gateway's routes come from the same table.
 */
export function serve<F extends FunctionName>(
  name: F,
  deps: Deps,
  handlers: Handlers<F>,
): middy.MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const rows = operations.filter((row) => row.function === name);
  const byRoute = new Map<string, Dispatched>(
    rows.map((row) => [`${row.method} ${row.path}`, { row, handle: handlerOf(handlers, row.id) }]),
  );
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(requestLog(deps.ports))
    .use(problemAnswer(deps.demonstration))
    .handler((event) => dispatch(byRoute, deps, event));
}

/** The table's row and its handler share the id, which the type of `handlers` has checked. */
function handlerOf(handlers: object, id: string): Dispatched['handle'] {
  const handle: unknown = Reflect.get(handlers, id);
  if (typeof handle !== 'function') throw new Error(`no handler for ${id}`);
  return (call) => handle(call);
}
