import { instantOf } from '../../shared/kernel/instant.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { authorityFor, principalsIn } from '../../shared/register/authority.ts';
import { claimOf } from '../../shared/register/claim.ts';
import { unanswered } from '../../shared/register/correction-request.ts';
import type { Declaration, Filing } from '../../shared/register/filing.ts';
import { withDeclared } from '../../shared/register/voided.ts';
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
      demandAnswered(filing, language);
      const receivedAt = instantOf(deps.ports.now());
      // Corrected, it goes back to the examiner who asked; its absence is looked at by whoever reads the claim.
      const { correction } = filing;
      const claim = correction && claimOf(correction.account, receivedAt);
      const changed = { receivedAt, ...(claim && { claim }) };
      return { filing, procedure, open, changed, judge: byMachine(deps, procedure), jointly: true };
    };
    return settle(deps, slot, await take(filingItem), () => take());
  };
}

const noAnswer = {
  zh: '该事项既未修改也未答复',
  en: 'Nothing was changed here since it was asked, and nothing replied.',
};

/** Every item of an examiner's request is answered, by a change where it points or by a reply (A2.4). */
function demandAnswered(filing: Filing, language: Language): void {
  const open = filing.correction ? unanswered(filing, filing.correction) : [];
  if (open.length === 0) return;
  throw new Problem('correction-unanswered', {
    errors: open.map((place) => ({
      ...{ in: 'body', pointer: `/answers/${place}`, code: 'unanswered', detail: noAnswer[language] },
    })),
  });
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
      const changed = { declarations: withDeclared(filing.declarations, [made]) };
      return { filing, procedure, open, changed, judge: byMachine(deps, procedure), jointly: true };
    };
    return settle(deps, slot, await take(filingItem), () => take());
  };
}
