import { instantOf } from '../../shared/kernel/instant.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { withVoided } from '../../shared/register/voided.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { askedOf } from '../_platform/signing.ts';
import { changeFiling, filingOf } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import type { FilingsDeps } from './deps.ts';
import { demandSigner } from './signer.ts';
import { shownWith } from './state.ts';
import { inTurn } from './turn.ts';

/**
 * 撤回同意: by anyone who may consent for the party, until registration. All signatures of the party go, and its
 * declarations with them: whoever withdraws says that the party agrees no more. The filing stays where it is, and
 * cannot be registered before the party has consented again.
 */
export function withdrawConsent(deps: FilingsDeps): Handlers<'filings'>['filings.withdrawConsent'] {
  return ({ params, body, caller, slot, filingItem, today, nowMs }) =>
    inTurn(deps, { params, slot }, filingItem && filingOf(filingItem), async (stored) => {
      const { filing, acting } = await demandOwn(deps.store, stored, caller, today);
      demandState(filing, 'withdrawConsent');
      const asked = askedOf(filing);
      const { principal, by, facts } = await demandSigner(
        deps.store,
        acting,
        filing,
        asked,
        body.party,
        today,
      );
      const at = instantOf(nowMs);
      const ended = filing.consents
        .filter((one) => one.party === principal)
        .map((one) => ({ ...one, reason: 'withdrawn' as const, voidedAt: at, withdrawnBy: by }));
      if (ended.length === 0) throw new Problem('wrong-state');
      const changed: Filing = {
        ...withVoided(filing, ended),
        ...{ version: filing.version + 1, updatedAt: at },
        declarations: filing.declarations.filter((one) => one.party !== principal),
      };
      const others = filing.parties.filter((one) => one !== acting.party);
      const actions = [
        ...changeFiling(deps.store, filing, changed),
        ...tell(deps, filing.id, others, 'consent-withdrawn'),
      ];
      return { actions, answer: { status: 201, ...shownWith(changed, asked, facts, acting.party) } };
    });
}
