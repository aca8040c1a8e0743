import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName, OperationRow } from '../../shared/contracts/operation.ts';
import type { Deps } from './deps.ts';
import type { Handlers } from './handlers.ts';
import { openingsOf } from './opening.ts';
import { type PartFor, stack } from './stack.ts';

/** The stack before the handlers of a function that reads tables: whoever calls is looked up in them first. */
export function serve<F extends FunctionName, Rows extends readonly OperationRow[]>(
  name: F,
  part: Rows & PartFor<F, Rows>,
  deps: Deps,
  handlers: Handlers<F>,
): middy.MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const { ports, demonstration, store } = deps;
  return stack<F, Rows>(name, part, { ports, demonstration, openings: openingsOf(store) }, handlers);
}
