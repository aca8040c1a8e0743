import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { digestText } from '../../../shared/kernel/digest.ts';
import { batchId, entryId } from '../../../shared/kernel/id.ts';
import { instant } from '../../../shared/kernel/instant.ts';
import type { Key } from '../../_platform/dynamodb.ts';
import type { Store } from '../../_platform/store/store.ts';
import { type Action, absent, atVersion, commit, put } from '../../_platform/transaction.ts';
import type { ImportsDeps } from './deps.ts';

/** A batch whose entry is committed while its titles may not all be there. */
const unfinishedImport = z.strictObject({
  batch: batchId,
  entry: entryId,
  instant,
  digest: digestText,
});
export type UnfinishedImport = z.output<typeof unfinishedImport>;

const importState = z.object({ version: z.int().min(0), unfinished: unfinishedImport.optional() });
export type ImportState = z.output<typeof importState>;

/**
 * The one item that all imports share. Its version grows by one with each batch, so that a plan made on a
 * version commits only if no other batch began since: no two batches ever create the same title.
 */
const stateKey: Key = { pk: 'IMPORT#state', sk: 'IMPORT#state' };

/** 导入状态: consistent; before the first import, version 0. */
export async function readImportState(store: Store): Promise<ImportState> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.register, Key: stateKey, ConsistentRead: true }),
  );
  return answer.Item ? importState.parse(answer.Item) : { version: 0 };
}

/** The write by which a batch begins; fails under the name `import state` when the plan is out of date. */
export function beginImport(store: Store, planned: ImportState, unfinished: UnfinishedImport): Action {
  const { version } = planned;
  const item = { ...stateKey, version: nextVersion(planned), unfinished };
  return put('import state', store.tables.register, item, version === 0 ? absent : atVersion(version));
}

export const nextVersion = (planned: ImportState) => planned.version + 1;

/**
 * Marks the batch of this version as finished. If another did so first, nothing is left to do; and where the item
 * is too contended, whoever comes next finds all titles there and marks it.
 */
export async function endImport(deps: Pick<ImportsDeps, 'store' | 'ports'>, version: number): Promise<void> {
  const { store, ports } = deps;
  const ended = put('import state', store.tables.register, { ...stateKey, version }, atVersion(version));
  await commit(store.client, ports, [ended]);
}
