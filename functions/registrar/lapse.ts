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

/** What a run did: filings ended, filings that could not be read, filings that could not be ended. */
export type Lapsed = { readonly ended: number; readonly unreadable: number; readonly failed: number };

/**
 * 逾期 (A2.4, A4.1): filings not corrected within the limit are returned, those not declared upon are refused.
 * Run by schedule, as often as wanted: one that was answered meanwhile fails the condition and is left alone, and
 * one that cannot be read or ended is logged for the operators and does not keep the others waiting.
 */
export async function lapse(deps: RegistrarDeps): Promise<Lapsed> {
  const today = shanghaiDate(deps.ports.now());
  const done = { ended: 0, unreadable: 0, failed: 0 };
  for (const status of priorStates.lapse) {
    let after: DeadlineCursor | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const found = await readByDeadline(deps.store, status, pageSize, { after, before: today });
      done.unreadable += found.unreadable;
      for (const filing of found.items) {
        if (!filing.deadline || filing.deadline.date >= today) continue;
        const ended = await orFailed(filing, () => endFiling(deps, filing));
        done[ended === undefined ? 'failed' : 'ended'] += ended ?? 1;
      }
      after = found.last;
      if (!after) break;
    }
  }
  log.info('DEADLINES_LAPSED', done);
  return done;
}

/** What the act answers; `undefined` where it failed on this one filing, which is logged. */
async function orFailed(filing: Filing, act: () => Promise<number>): Promise<number | undefined> {
  try {
    return await act();
  } catch (error) {
    log.error('LAPSE_FAILED', { filing: filing.id, error: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

async function endFiling(deps: RegistrarDeps, filing: Filing): Promise<number> {
  const at = instantOf(deps.ports.now());
  const { deadline: _passed, ...rest } = filing;
  // A ground that a declaration would have cured stands when nobody declared (A4.g10, A4.g11).
  const refused = filing.status === 'awaitingDeclaration';
  const status = refused ? 'refused' : 'returned';
  const findings = refused ? (filing.decisions.at(-1)?.findings ?? []) : [];
  const base: Filing = { ...rest, status, version: filing.version + 1, updatedAt: at };
  const ended = withDecision(base, { outcome: status, by: 'machine', at, findings });
  const actions = [
    ...changeFiling(deps.store, filing, ended),
    ...tell(deps, filing.id, filing.parties, refused ? 'refused' : 'returned'),
  ];
  const committed = await commit(deps.store.client, deps.ports, actions);
  return committed.kind === 'done' ? 1 : 0;
}
