import { instantOf } from '../../shared/kernel/instant.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { consentUntil, judgeConsents } from '../../shared/register/consent.ts';
import type { Consent, Declaration, Filing } from '../../shared/register/filing.ts';
import { signaturesMax } from '../../shared/register/limits.ts';
import { voidedAt, withDeclared, withVoided } from '../../shared/register/voided.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandInTime, demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { askedOf } from '../_platform/signing.ts';
import { changeFiling, filingOf } from '../_platform/store/filings.ts';
import { tell, tellOfVoided } from '../_platform/store/notices.ts';
import type { FilingsDeps } from './deps.ts';
import { demandSigner } from './signer.ts';
import { shownWith } from './state.ts';
import { inTurn } from './turn.ts';

/**
 * 同意 (A9.2): over the digest that the signer was shown, until a day. What others gave is judged at the same time,
 * since it may have ended meanwhile; a party that two must sign for is told that one has.
 */
export function consent(deps: FilingsDeps): Handlers<'filings'>['filings.consent'] {
  return ({ params, body, caller, slot, filingItem, today, nowMs, language }) =>
    inTurn(deps, { params, slot }, filingItem && filingOf(filingItem), async (stored) => {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      demandState(filing, 'consent');
      demandInTime(filing, today);
      const asked = askedOf(filing);
      const { principal, by, facts } = await demandSigner(
        deps.store,
        acting,
        filing,
        asked,
        body.party,
        today,
      );
      if (asked.digest === undefined) throw new Problem('form-incomplete');
      if (asked.digest !== body.digest) throw new Problem('stale-version');
      const until = consentUntil(today, body.until, facts.mandates.get(by.mandate ?? ''));
      if (!until) throw refused('invalid-request', '/until', 'invalid-value', badDay, language);
      const at = instantOf(nowMs);
      const partyVersion = facts.parties.get(by.party)?.version ?? 0;
      const given: Consent = { party: principal, by, digest: body.digest, at, until, partyVersion };

      const { standing, fallen } = judgeConsents(filing.consents, asked, facts);
      const byAnother = (one: Consent | Declaration) =>
        one.party !== principal || one.by.account !== by.account;
      const kept = standing.filter(byAnother);
      if (kept.filter((one) => one.party === principal).length >= signaturesMax) {
        throw refused('wrong-state', '/party', 'signed', alreadySigned, language);
      }
      const declared = (body.declares ?? []).map((ground) => ({ party: principal, by, ground, at }));
      const changed: Filing = {
        ...withVoided(filing, voidedAt(fallen, at)),
        ...{ version: filing.version + 1, updatedAt: at, consents: [...kept, given] },
        declarations: withDeclared(filing.declarations.filter(byAnother), declared),
      };
      const { missing } = judgeConsents(changed.consents, asked, facts);
      const actions = [
        ...changeFiling(deps.store, filing, changed),
        ...tellOfVoided(deps, filing, fallen),
        ...(missing.includes(principal) ? tell(deps, filing.id, [principal], 'signature-asked') : []),
      ];
      return { actions, answer: { status: 201, ...shownWith(changed, asked, facts, acting.party) } };
    });
}

const badDay = {
  zh: '同意的期限不得早于今日，也不得超过最长期限',
  en: 'A consent ends no earlier than today, and no later than the longest term',
};
const alreadySigned = {
  zh: '该方已有足够的人签署',
  en: 'As many have signed for this party as can bind it',
};

function refused(
  problem: 'invalid-request' | 'wrong-state',
  pointer: string,
  code: string,
  text: typeof badDay,
  language: Language,
): Problem {
  return new Problem(problem, { errors: [{ in: 'body', pointer, code, detail: text[language] }] });
}
