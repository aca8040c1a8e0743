import { instantOf } from '../../shared/kernel/instant.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import { type Filing, type Objection, objectionsMax } from '../../shared/register/filing.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandOwn, demandState, toldOnly } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { changeFiling, filingOf } from '../_platform/store/filings.ts';
import type { FilingsDeps } from './deps.ts';
import { shownFiling } from './state.ts';
import { inTurn } from './turn.ts';

/**
 * 异议: a party that was told of a filing says what it has against it. Any account of the party may: whoever still
 * can sign in speaks for it here. It ends nothing by itself; the examiners find it among the findings.
 */
export function object(deps: FilingsDeps): Handlers<'filings'>['filings.object'] {
  return ({ params, body, caller, slot, filingItem, today, nowMs }) =>
    inTurn(deps, { params, slot }, filingItem && filingOf(filingItem), async (stored) => {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      demandState(filing, 'object');
      const told = toldOnly(filing);
      const party = principalsIn(acting, filing, today).find((one) => told.includes(one));
      if (!party) throw new Problem('forbidden');
      const at = instantOf(nowMs);
      const by = { account: caller.account, party: caller.party };
      const made: Objection = { party, by, at, text: body.text };
      const objections = [...(filing.objections ?? []), made].slice(-objectionsMax);
      const changed: Filing = { ...filing, version: filing.version + 1, updatedAt: at, objections };
      const actions = changeFiling(deps.store, filing, changed);
      const shown = await shownFiling(deps.store, changed, today, acting.party);
      return { actions, answer: { status: 201, ...shown } };
    });
}
