import { instantOf } from '../../shared/kernel/instant.ts';
import { authorityFor, principalsIn } from '../../shared/register/authority.ts';
import type { Consent, Declaration, Filing } from '../../shared/register/filing.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandFilingPower, demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeFiling, filingOf, readFiling } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import type { FilingsDeps } from './deps.ts';
import { consentState, shownFiling } from './state.ts';

const roundsMax = 5;

/**
 * 同意 (A9.2): over the digest that the signer was shown. Two parties consenting at once both count: the one
 * that comes second is tried again on the filing as the first one left it.
 */
export function consent(deps: FilingsDeps): Handlers<'filings'>['filings.consent'] {
  return async ({ params, body, caller, slot, filingItem, today, nowMs }) => {
    let stored = filingItem && filingOf(filingItem);
    for (let round = 1; round <= roundsMax; round += 1) {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      demandState(filing, 'consent');
      const state = consentState(filing);
      const candidates = principalsIn(acting, filing, today).filter((one) => state.consenting.includes(one));
      const principal = body.party ?? candidates[0];
      if (!principal || !candidates.includes(principal)) throw new Problem('forbidden');
      const authority = authorityFor(acting, principal, 'consent', today);
      if (authority.kind !== 'granted') throw new Problem('forbidden');
      if (state.digest === undefined) throw new Problem('form-incomplete');
      if (state.digest !== body.digest) throw new Problem('stale-version');
      const at = instantOf(nowMs);
      const given: Consent = { party: principal, by: authority.actor, digest: body.digest, at };
      const declared = (body.declares ?? []).map(
        (ground): Declaration => ({ party: principal, by: authority.actor, ground, at }),
      );
      const changed: Filing = {
        ...filing,
        version: filing.version + 1,
        updatedAt: at,
        consents: [...filing.consents.filter((one) => one.party !== principal), given],
        declarations: [...filing.declarations.filter((one) => one.party !== principal), ...declared],
      };
      const actions = changeFiling(deps.store, filing, changed);
      const shown = { status: 201, ...shownFiling(changed) };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, shown);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
      stored = await readFiling(deps.store, params.filingId);
    }
    throw new Problem('busy');
  };
}

/** 撤回: any party that may file may withdraw until registration; the others are told. */
export function withdraw(deps: FilingsDeps): Handlers<'filings'>['filings.withdraw'] {
  return async ({ params, caller, slot, filingItem, today, nowMs }) => {
    let stored = filingItem && filingOf(filingItem);
    for (let round = 1; round <= roundsMax; round += 1) {
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
      const shown = { status: 200, ...shownFiling(changed) };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, shown);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
      stored = await readFiling(deps.store, params.filingId);
    }
    throw new Problem('busy');
  };
}
