import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName, OperationRow } from '../../shared/contracts/operation.ts';
import { problemAnswer, requestLog } from './answers.ts';
import type { StackDeps } from './deps.ts';
import { type Dispatched, dispatch } from './dispatch.ts';
import type { Handlers } from './handlers.ts';

/** The part of the table that a function is given; one that lacks an operation of it does not compile. */
export type PartFor<F extends FunctionName, Rows extends readonly OperationRow[]> =
  Exclude<keyof Handlers<F>, Rows[number]['id']> extends never ? Rows : never;

/**
 * The one middy stack before every handler: logs, turns problems and bugs into answers, and dispatches by the
 * route key that API Gateway matched, since the gateway's routes come from the same table. It is given the rows of
 * its own area, since a function that knew the whole table would build the schemas of all at every cold start.
 */
export function stack<F extends FunctionName, Rows extends readonly OperationRow[]>(
  name: F,
  part: Rows & PartFor<F, Rows>,
  deps: StackDeps,
  handlers: Handlers<F>,
): middy.MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const rows = part.filter((row) => row.function === name);
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
