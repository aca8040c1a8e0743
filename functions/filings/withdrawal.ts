import { instantOf } from '../../shared/kernel/instant.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandFilingPower, demandOwn, demandState } from '../_platform/own-filing.ts';
import { changeFiling, filingOf } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import type { FilingsDeps } from './deps.ts';
import { endedFiling } from './state.ts';
import { inTurn } from './turn.ts';

/** 撤回: any party that may file may withdraw until registration; the others are told. */
export function withdraw(deps: FilingsDeps): Handlers<'filings'>['filings.withdraw'] {
  return ({ params, caller, slot, filingItem, today, nowMs }) =>
    inTurn(deps, { params, slot }, filingItem && filingOf(filingItem), async (stored) => {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      demandFilingPower(acting, filing, today);
      demandState(filing, 'withdraw');
      const { deadline: _deadline, ...rest } = filing;
      const at = instantOf(nowMs);
      const version = filing.version + 1;
      const changed: Filing = { ...rest, status: 'withdrawn', version, updatedAt: at };
      const others = filing.parties.filter((one) => one !== acting.party);
      const actions = [
        ...changeFiling(deps.store, filing, changed),
        ...tell(deps, filing.id, others, 'withdrawn'),
      ];
      return { actions, answer: { status: 200, ...endedFiling(changed, acting.party) } };
    });
}
