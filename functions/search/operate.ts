import * as z from 'zod';
import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { MayBegin, Projection, ProjectionDeps } from '../_platform/projection/projection.ts';
import { orderedBy, projectionOrder, type Tended } from '../_platform/projection/run.ts';
import { project } from './project.ts';

/**
 * What an operator invokes the function with: an order to the projection; or one party whose name was struck in its
 * item, which no entry tells of.
 */
export const operatorEvent = z.union([projectionOrder, z.strictObject({ again: partyId })]);

/** Does what an operator asks for. */
export async function operate(
  deps: ProjectionDeps,
  projection: Projection,
  event: z.output<typeof operatorEvent>,
  mayBegin: MayBegin,
): Promise<Tended | { readonly indexed: PartyId }> {
  if (!('again' in event)) return orderedBy(event, deps, projection, mayBegin);
  await project(deps, { kind: 'party', id: event.again }, { again: true });
  return { indexed: event.again };
}
