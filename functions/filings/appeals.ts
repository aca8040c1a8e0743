import { appealViewOf } from '../../shared/contracts/views/review-view.ts';
import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { type Appeal, appealOpen, lastDayToDecide } from '../../shared/register/appeal.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandOwn, demandPowerFor } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { openAppeal, readAppeals } from '../_platform/store/appeals.ts';
import { changeFiling, filingOf, readFiling } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import type { FilingsDeps } from './deps.ts';

const roundsMax = 5;

/**
 * 申请复议, within its days: against a refusal, a return or a registration, and once more against what was decided on
 * the first. The filing names it, so that of two at once one is first and the other is told so.
 */
export function appealAgainst(deps: FilingsDeps): Handlers<'filings'>['filings.appeal'] {
  return async ({ params, body, caller, slot, filingItem, today, nowMs }) => {
    let stored = filingItem && filingOf(filingItem);
    for (let round = 1; round <= roundsMax; round += 1) {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      const { principal, actor } = demandPowerFor(acting, filing, body.party, today);
      const may = appealOpen(filing, body.level, today);
      if (may === 'not-now') throw new Problem('wrong-state');
      if (may === 'too-late') throw new Problem('deadline-passed');
      const made: Appeal = {
        ...{ id: newId('apl', nowMs, deps.ports.random(10)), version: 1, level: body.level },
        ...{ status: 'open', filing: filing.id, against: may.against, party: principal, by: actor },
        ...{ reason: body.reason, filedAt: instantOf(nowMs), deadline: lastDayToDecide(today) },
      };
      const { id, level, against } = made;
      const changed: Filing = {
        ...{ ...filing, version: filing.version + 1, updatedAt: made.filedAt },
        appeals: [...(filing.appeals ?? []), { id, level, against, status: 'open' }],
      };
      const others = filing.parties.filter((one) => one !== principal);
      const actions = [
        ...changeFiling(deps.store, filing, changed),
        openAppeal(deps.store, made),
        ...tell(deps, filing.id, others, 'appealed'),
      ];
      const shown = { status: 201, body: appealViewOf(made) };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, shown);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
      stored = await readFiling(deps.store, params.filingId);
    }
    throw new Problem('busy');
  };
}

export function listAppeals(deps: FilingsDeps): Handlers<'filings'>['filings.appeals'] {
  return async ({ caller, filingItem, today }) => {
    const { filing } = await demandOwn(deps.store, filingItem && filingOf(filingItem), caller, today);
    const ids = (filing.appeals ?? []).map((one) => one.id);
    return { body: { items: (await readAppeals(deps.store, filing.id, ids)).map(appealViewOf) } };
  };
}
