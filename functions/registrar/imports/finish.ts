import { readBody, titlesOf } from '../../../shared/register/import/body.ts';
import { log } from '../../_platform/logger.ts';
import { Problem } from '../../_platform/problem.ts';
import type { ImportsDeps } from './deps.ts';
import { endImport, type ImportState, readImportState, type UnfinishedImport } from './state.ts';
import { putTitles } from './titles.ts';

/** Finishes the batch that a crash left, if there is one. Safe to run as often as wanted, and by several at once. */
export async function finishImport(deps: ImportsDeps): Promise<{ finished: number }> {
  const { version, unfinished } = await readImportState(deps.store);
  if (!unfinished) return { finished: 0 };
  await resume(deps, version, unfinished);
  return { finished: 1 };
}

async function resume(deps: ImportsDeps, version: number, unfinished: UnfinishedImport): Promise<void> {
  const body = readBody(await deps.bodies.get(unfinished.digest));
  await putTitles(deps, titlesOf(body, unfinished));
  await endImport(deps, version);
  log.info('IMPORT_RESUMED', { batch: unfinished.batch, titles: body.created.length });
}

const othersMax = 6;

/** The state with no batch unfinished: what another left, or is still at, is finished here first. */
export async function readSettledState(deps: ImportsDeps): Promise<ImportState> {
  for (let round = 1; round <= othersMax; round += 1) {
    const state = await readImportState(deps.store);
    if (!state.unfinished) return state;
    await resume(deps, state.version, state.unfinished);
  }
  throw new Problem('busy');
}
