import { log } from '../_platform/logger.ts';
import type { Projection } from '../_platform/projection/projection.ts';
import { project, type Read, readSubjects, type SearchDeps, type Subject, write } from './project.ts';
import { nameOf, partiesOf, subjectsIn, uniquely } from './subjects.ts';

/**
 * The search index as a projection: an entry says whom and what it is about, and these are brought up to what stands in
 * the tables now, which may be newer than the entry, and never older.
 */
export function searchProjection(deps: SearchDeps): Projection {
  return {
    name: 'search',
    // A hundred keys are one read, and a registration is about a record and some parties.
    together: 25,
    concerns: (entry) => subjectsIn(entry).length > 0,
    handle: (entries, { again }) => {
      const subjects = uniquely(entries.flatMap(({ entry }) => subjectsIn(entry)));
      return projectAll(deps, subjects, again);
    },
  };
}

/** How many subjects are worked on at once: enough to hide the waiting, few enough to leave the table in peace. */
const togetherMax = 8;

/** Projects each subject, and the parties of each record, once. Throws where one failed, after all the others were done. */
async function projectAll(deps: SearchDeps, subjects: readonly Subject[], again: boolean): Promise<void> {
  const records = await readSubjects(
    deps.store,
    subjects.filter(({ kind }) => kind === 'record'),
  );
  const parties = [...subjects.filter(({ kind }) => kind === 'party'), ...records.flatMap(partiesOf)];
  const left = [...records, ...(await readSubjects(deps.store, uniquely(parties)))];
  const failed: string[] = [];
  const worker = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const subject = nameOf(next.subject);
      await upToDate(deps, next, again).catch((error: unknown) => {
        log.warn('SEARCH_BEHIND', { subject, error: error instanceof Error ? error.name : 'unknown' });
        failed.push(subject);
      });
    }
  };
  await Promise.all(Array.from({ length: togetherMax }, worker));
  if (failed.length > 0) throw new Error(`the index of ${failed.length} subjects could not be written`);
}

/** Writes what was read together with others; reads again by itself where somebody was quicker. */
async function upToDate(deps: SearchDeps, read: Read, again: boolean): Promise<void> {
  if (!(await write(deps, read, again))) await project(deps, read.subject, { again });
}
