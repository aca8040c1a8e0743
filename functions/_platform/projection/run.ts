import type { DynamoDBBatchResponse, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { log } from '../logger.ts';
import { orderRebuild, readCursor } from '../store/projections.ts';
import { advance, type Progress } from './advance.ts';
import { retryAsides } from './asides.ts';
import { secondsBehind } from './lag.ts';
import type { MayBegin, Projection, ProjectionDeps } from './projection.ts';

/** What an operator invokes the function of a projection with: make it anew from the beginning, or say how far it is. */
export const projectionOrder = z.union([
  z.strictObject({ rebuild: z.literal(true) }),
  z.strictObject({ progress: z.literal(true) }),
]);
export type ProjectionOrder = z.output<typeof projectionOrder>;

export type Tended = Progress & { readonly aside: number; readonly rebuild?: Progress };

/** Whether the event comes from the journal's table, whose head moves with every batch. */
export function isJournalBell({ Records }: DynamoDBStreamEvent): boolean {
  return Records.some(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S === 'HEAD');
}

/** Whether the event comes from a schedule; an operator's comes from nowhere. */
export function isClock(event: object): event is EventBridgeEvent<string, unknown> {
  return 'source' in event && event.source === 'aws.events';
}

/** The bell of the journal: what it says does not matter, since everything there is to know stands in the table. */
export async function followJournal(
  deps: ProjectionDeps,
  projection: Projection,
  mayBegin: MayBegin,
): Promise<DynamoDBBatchResponse> {
  await advance(deps, projection, 'CURSOR', mayBegin);
  // What is left, the clock takes up: the cursor knows it, and a bell that rang again would add nothing.
  return { batchItemFailures: [] };
}

/** What the clock asks for: what lost bells and faults left, then a rebuild that is under way; and how far it all is. */
export async function tendProjection(
  deps: ProjectionDeps,
  projection: Projection,
  mayBegin: MayBegin,
): Promise<Tended> {
  const live = await advance(deps, projection, 'CURSOR', mayBegin);
  const aside = await retryAsides(deps, projection, mayBegin);
  const rebuild = await goOnRebuilding(deps, projection, mayBegin);
  const behindSeconds = await secondsBehind(deps, live);
  log.info('PROJECTION_TENDED', { projection: projection.name, ...live, aside, behindSeconds });
  return { ...live, aside, ...(rebuild && { rebuild }) };
}

async function goOnRebuilding(
  deps: ProjectionDeps,
  projection: Projection,
  mayBegin: MayBegin,
): Promise<Progress | undefined> {
  const { name } = projection;
  const before = await readCursor(deps.store, name, 'REBUILD');
  if (!before || before.next === before.until) return undefined;
  const progress = await advance(deps, projection, 'REBUILD', mayBegin);
  if (progress.next === progress.size) log.info('PROJECTION_REBUILT', { projection: name, ...progress });
  return progress;
}

/**
 * Does what an operator orders. A rebuild has a cursor of its own, which ends where the other one stands: what is new
 * meanwhile is followed as before, and the clock goes on with the rest.
 */
export async function orderedBy(
  order: ProjectionOrder,
  deps: ProjectionDeps,
  projection: Projection,
  mayBegin: MayBegin,
): Promise<Tended> {
  if ('rebuild' in order) {
    const live = await readCursor(deps.store, projection.name, 'CURSOR');
    await orderRebuild(deps, projection.name, live?.next ?? 0, instantOf(deps.ports.now()));
  }
  return tendProjection(deps, projection, mayBegin);
}
