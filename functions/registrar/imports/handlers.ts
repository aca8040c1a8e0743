import type { APIGatewayProxyEventV2, Context, EventBridgeEvent } from 'aws-lambda';
import { importOperations } from '../../../shared/contracts/operations/imports.ts';
import { problemReply } from '../../_platform/answers.ts';
import type { Handlers } from '../../_platform/handlers.ts';
import { log } from '../../_platform/logger.ts';
import { Problem } from '../../_platform/problem.ts';
import { serve } from '../../_platform/serve.ts';
import type { ImportsDeps } from './deps.ts';
import { finishImport } from './finish.ts';
import { makeImport } from './make.ts';

/** Every operation that the imports serve. */
export function importsHandlers(deps: ImportsDeps): Handlers<'imports'> {
  return { 'office.imports.make': makeImport(deps) };
}

type Scheduled = EventBridgeEvent<'Scheduled Event', unknown>;

/**
 * Serves the imports' route, and by schedule finishes what a crash left. A request does so first, too: the
 * platform answers a repeated key from the stored reply, and its titles must be there by then.
 */
export function importsHandler(deps: ImportsDeps) {
  const http = serve('imports', importOperations, deps, importsHandlers(deps));
  return async (event: APIGatewayProxyEventV2 | Scheduled, context: Context) => {
    if (!('routeKey' in event)) return finishImport(deps);
    try {
      await finishImport(deps);
    } catch (error) {
      // What is committed stands, and the schedule tries again; until then nobody is told that its titles are there.
      log.error('REQUEST_FAILED', { route: event.routeKey, error: String(error) });
      return problemReply(new Problem('busy'), event, deps.demonstration);
    }
    return http(event, context);
  };
}
