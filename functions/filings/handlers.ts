import type { Handlers } from '../_platform/handlers.ts';
import { answerCorrection } from './answer.ts';
import { appealAgainst, listAppeals } from './appeals.ts';
import { answerCheck, listOwnChecks } from './checks.ts';
import { consent } from './consent.ts';
import { withdrawConsent } from './consent-withdrawal.ts';
import type { FilingsDeps } from './deps.ts';
import { editDraft, openDraft } from './draft.ts';
import { examineFiling } from './examination.ts';
import { getFiling, getForOffice, listFilings } from './lists.ts';
import { object } from './objection.ts';
import { withdraw } from './withdrawal.ts';

/** Every operation on filings that registers nothing. */
export function filingsHandlers(deps: FilingsDeps): Handlers<'filings'> {
  return {
    'filings.open': openDraft(deps),
    'filings.edit': editDraft(deps),
    'filings.answer': answerCorrection(deps),
    'filings.appeal': appealAgainst(deps),
    'filings.appeals': listAppeals(deps),
    'checks.list': listOwnChecks(deps),
    'checks.answer': answerCheck(deps),
    'filings.get': getFiling(deps),
    'filings.list': listFilings(deps),
    'filings.examine': examineFiling(deps),
    'filings.consent': consent(deps),
    'filings.withdrawConsent': withdrawConsent(deps),
    'filings.object': object(deps),
    'filings.withdraw': withdraw(deps),
    'office.filings.get': getForOffice(deps),
  };
}
