import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { serve } from '../functions/_platform/serve.ts';
import { filingsHandlers } from '../functions/filings/handlers.ts';
import { registrarHandlers } from '../functions/registrar/handlers.ts';
import { searchHandlers } from '../functions/search/handlers.ts';
import { titlesHandlers } from '../functions/titles/handlers.ts';
import { type OperationId, operations } from '../shared/contracts/operations/index.ts';
import type { World } from '../test/functions/world.ts';
import { type Asked, gatewayEvent, operationOf } from './gateway-event.ts';

type Body = Record<string, unknown>;

/** Functions called in this process as the Lambda runtime would call them. */
export type Functions = {
  /** Builds the event; the function it gives hands it over, once, and insists on success. */
  prepare(id: OperationId, asked: Asked): () => Promise<Body>;
  call(id: OperationId, asked: Asked): Promise<Body>;
};

/** The register's functions over a client of the measurement's own. */
export function functionsOver(world: World, client: DynamoDBDocumentClient): Functions {
  const ports = { ...world.deps.ports, random: serials(world.deps.ports.random) };
  const deps = { ...world.deps, ports, store: { client, tables: world.names } };
  const handlers = new Map([
    ['registrar', serve('registrar', operations, deps, registrarHandlers(deps))],
    ['filings', serve('filings', operations, deps, filingsHandlers(deps))],
    ['titles', serve('titles', operations, deps, titlesHandlers(deps.store))],
    ['search', serve('search', operations, deps, searchHandlers(deps.store))],
  ]);
  // Handlers take nothing from the runtime's context.
  const context = {} as Context;
  const prepare = (id: OperationId, asked: Asked) => {
    const handler = handlers.get(operationOf(id).function);
    if (!handler) throw new Error(`no function for ${id}`);
    const event = gatewayEvent(id, asked);
    return async () => bodyOf(id, await handler(event, context));
  };
  return { prepare, call: (id, asked) => prepare(id, asked)() };
}

let drawn = 0;

/**
 * Draws serial numbers in turn, which are the only draw of four bytes: a number drawn by chance may be taken, which
 * the function survives by drawing again, but a transaction sent bare in its place does not.
 */
function serials(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  return (bytes) => {
    if (bytes !== 4) return random(bytes);
    drawn += 1;
    const serial = new DataView(new ArrayBuffer(4));
    serial.setUint32(0, drawn);
    return new Uint8Array(serial.buffer);
  };
}

function bodyOf(id: OperationId, answer: APIGatewayProxyStructuredResultV2): Body {
  if ((answer.statusCode ?? 500) >= 300) throw new Error(`${id}: ${answer.statusCode} ${answer.body}`);
  return JSON.parse(answer.body ?? '{}');
}
