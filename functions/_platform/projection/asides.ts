import { log } from '../logger.ts';
import { closeAside, failAside, readAsides } from '../store/projections.ts';
import { foundIn, type MayBegin, type Projection, type ProjectionDeps } from './projection.ts';
import { workOff } from './work.ts';

const pageSize = 25;
/** A fault that passes is over by then; from here on it is the operators' to look at. */
const toldFrom = 3;

/** Tries again what was set aside, each by itself. Answers how many are left. */
export async function retryAsides(
  deps: ProjectionDeps,
  projection: Projection,
  mayBegin: MayBegin,
): Promise<number> {
  const { name } = projection;
  const size = await deps.journal.size();
  let left = 0;
  let after: number | undefined;
  for (;;) {
    const page = await readAsides(deps.store, name, pageSize, after);
    for (const one of page) {
      after = one.index;
      if (!mayBegin()) return left + 1;
      const [leaf] = await deps.journal.leaves(one.index, one.index + 1, size);
      const found = leaf && foundIn(projection, one.index, leaf);
      // A newer release may know that it never concerned this projection.
      const { failed } = await workOff(deps, projection, found ? [found] : [], one, () => true);
      const fault = failed.get(one.index);
      if (fault === undefined) await closeAside(deps, name, one);
      else {
        left += 1;
        await failAside(deps, name, one, fault);
        const told = { projection: name, index: one.index, fault, attempts: one.attempts + 1 };
        if (told.attempts >= toldFrom) log.error('PROJECTION_ASIDE', told);
      }
    }
    if (page.length < pageSize) return left;
  }
}
