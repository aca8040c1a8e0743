import { instantOf } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { priorStates } from '../../shared/register/lifecycle.ts';
import { log } from '../_platform/logger.ts';
import { changeFiling, type DeadlineCursor, readByDeadline } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import { commit } from '../_platform/transaction.ts';
import { withDecision } from './case.ts';
import type { RegistrarDeps } from './deps.ts';

const pageSize = 25;
const pagesMax = 40;

/**
 * 逾期退回 (A2.4): filings whose limit for correction or declaration passed are returned. Run by schedule, as
 * often as wanted: a filing that was answered meanwhile fails the condition and is left alone.
 */
export async function lapse(deps: RegistrarDeps): Promise<{ returned: number }> {
  const today = shanghaiDate(deps.ports.now());
  let returned = 0;
  for (const status of priorStates.lapse) {
    let after: DeadlineCursor | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const found = await readByDeadline(deps.store, status, pageSize, { after, before: today });
      for (const filing of found.items) {
        if (filing.deadline && filing.deadline.date < today) returned += await returnFiling(deps, filing);
      }
      after = found.last;
      if (!after) break;
    }
  }
  log.info('DEADLINES_LAPSED', { returned });
  return { returned };
}

async function returnFiling(deps: RegistrarDeps, filing: Filing): Promise<number> {
  const at = instantOf(deps.ports.now());
  const { deadline: _passed, ...rest } = filing;
  const base: Filing = { ...rest, status: 'returned', version: filing.version + 1, updatedAt: at };
  const returned = withDecision(base, { outcome: 'returned', by: 'machine', at, findings: [] });
  const actions = [
    ...changeFiling(deps.store, filing, returned),
    ...tell(deps, filing.id, filing.parties, 'returned'),
  ];
  const committed = await commit(deps.store.client, deps.ports, actions);
  return committed.kind === 'done' ? 1 : 0;
}
