import { instantOf } from '../../shared/kernel/instant.ts';
import { authorityFor, principalsIn } from '../../shared/register/authority.ts';
import { type Declaration, filingDigest, missingConsents } from '../../shared/register/filing.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandFilingPower, demandInTime, demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import type { Case } from './case.ts';
import type { RegistrarDeps } from './deps.ts';
import { byMachine, settle } from './settle.ts';
import { filingNow, openComplete } from './take.ts';

/** 提交: examines at once; a clean filing is registered in this very call (A5, the automatic path). */
export function submit(deps: RegistrarDeps): Handlers<'registrar'>['filings.submit'] {
  return async ({ params, caller, slot, filingItem, today, language }) => {
    const take = async (item?: typeof filingItem): Promise<Case> => {
      const found = await filingNow(deps.store, params.filingId, item);
      const { filing, acting } = await demandOwn(deps.store, found, caller, today);
      demandFilingPower(acting, filing, today);
      demandState(filing, 'submit');
      demandInTime(filing, today);
      const { procedure, open } = openComplete(filing, language);
      const digest = filingDigest({ ...filing, form: open.form });
      if (missingConsents(filing.consents, open.consenting, digest).length > 0) {
        throw new Problem('consents-missing');
      }
      const changed = { receivedAt: instantOf(deps.ports.now()) };
      return { filing, procedure, open, changed, judge: byMachine(deps, procedure) };
    };
    return settle(deps, slot, await take(filingItem), () => take());
  };
}

/** 声明继续办理 (A4.g10, A4.g11): when the last party has declared, the filing is examined again at once. */
export function declare(deps: RegistrarDeps): Handlers<'registrar'>['filings.declare'] {
  return async ({ params, body, caller, slot, filingItem, today, language }) => {
    const take = async (item?: typeof filingItem): Promise<Case> => {
      const found = await filingNow(deps.store, params.filingId, item);
      const { filing, acting } = await demandOwn(deps.store, found, caller, today);
      demandState(filing, 'declare');
      demandInTime(filing, today);
      const { procedure, open } = openComplete(filing, language);
      const candidates = principalsIn(acting, filing, today).filter((one) => open.consenting.includes(one));
      const principal = body.party ?? candidates[0];
      if (!principal || !candidates.includes(principal)) throw new Problem('forbidden');
      const authority = authorityFor(acting, principal, 'consent', today);
      if (authority.kind !== 'granted') throw new Problem('forbidden');
      const at = instantOf(deps.ports.now());
      const made: Declaration = { party: principal, by: authority.actor, ground: body.ground, at };
      const known = filing.declarations.filter(
        (one) => one.party !== made.party || one.ground !== made.ground,
      );
      const changed = { declarations: [...known, made] };
      return { filing, procedure, open, changed, judge: byMachine(deps, procedure) };
    };
    return settle(deps, slot, await take(filingItem), () => take());
  };
}
