import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { Key } from '../_platform/dynamodb.ts';
import { log } from '../_platform/logger.ts';
import { projectAll, subjectsOf } from './bell.ts';
import { project, type SearchDeps } from './project.ts';

const place = z.strictObject({ pk: z.string(), sk: z.string() });

/**
 * What an operator invokes the function with: where to go on, as the call before answered it; or one party whose name
 * was struck in its item, which no change of version tells of.
 */
export const operatorEvent = z.union([
  z.strictObject({ rebuild: z.strictObject({ after: place.optional() }) }),
  z.strictObject({ again: partyId }),
]);

/** Does what an operator asks for. */
export async function operate(
  deps: SearchDeps,
  event: z.output<typeof operatorEvent>,
): Promise<Rebuilt | { readonly indexed: PartyId }> {
  if ('rebuild' in event) return rebuild(deps, event.rebuild.after);
  await project(deps, { kind: 'party', id: event.again }, { again: true });
  return { indexed: event.again };
}

export type Rebuilt = { readonly subjects: number; readonly failed: readonly string[]; readonly after?: Key };

/** Well before the function's end, with room for the page under way. */
const timeMaxMs = 15_000;
const pageItems = 100;

/**
 * Goes through the whole register table and brings the index up to each record and entry, as if the stream had rung
 * for all of them. Answers where to go on when its time is over. No route leads here: an operator invokes it, when
 * the index was lost or the algorithm of names is a new one.
 */
export async function rebuild(deps: SearchDeps, from: Key | undefined): Promise<Rebuilt> {
  const begun = deps.ports.now();
  const failed = new Set<string>();
  let subjects = 0;
  let after = from;
  do {
    const page = await deps.store.client.send(
      new ScanCommand({
        TableName: deps.store.tables.register,
        ProjectionExpression: 'pk, sk',
        Limit: pageItems,
        ...(after && { ExclusiveStartKey: { ...after } }),
      }),
    );
    const keys = (page.Items ?? []).map((item) => place.parse(item)).filter(isSearched);
    const found = (await subjectsOf(deps.store, keys)).flat();
    subjects += found.length;
    for (const name of await projectAll(deps, found)) failed.add(name);
    after = page.LastEvaluatedKey && place.parse(page.LastEvaluatedKey);
  } while (after && deps.ports.now() - begun < timeMaxMs);
  log.info('SEARCH_REBUILT', { subjects, failed: failed.size, done: after === undefined });
  return { subjects, failed: [...failed], ...(after && { after }) };
}

const isSearched = ({ pk, sk }: Key) =>
  (pk.startsWith('RECORD#') && sk === 'RECORD') || (pk.startsWith('ENTRY#') && sk === 'ENTRY');
