import type { PartyId } from '../../../kernel/id.ts';
import type { ExaminationFacts, Ground } from '../../../register/procedure.ts';
import { announcement461, announcement461From, civilCode, civilCodeFrom, houseRule } from '../../source.ts';

type Named = { readonly party: PartyId; readonly pointer: string };

/** A1.1: whoever is named must be enrolled, and not merged into another. */
export function notEnrolled<Form>(
  namedIn: (facts: ExaminationFacts<Form>) => readonly Named[],
): Ground<Form> {
  return {
    id: 'A1.1',
    source: announcement461(3),
    validFrom: announcement461From,
    severity: 'deficiency',
    heading: { zh: '当事人未登记', en: 'Party not enrolled' },
    text: {
      zh: '该当事人未在本系统登记，或者已被合并',
      en: 'This party is not enrolled with the register, or was merged into another',
    },
    check: (facts) =>
      namedIn(facts).flatMap(({ party, pointer }) =>
        facts.parties.get(party)?.status === 'enrolled' ? [] : [{ pointer }],
      ),
  };
}

/** P5: what is asked was agreed on a version of the party; another version may mean something else by it. */
export const partyChanged: Ground<{ readonly version: number }> = {
  id: 'P5',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'deficiency',
  heading: { zh: '主体信息已变更', en: 'The party has changed meanwhile' },
  text: {
    zh: '主体信息在填写后已变更为第{now}版，请按现状重新填写',
    en: 'The party is at version {now} by now: fill the form in again as it stands',
  },
  check: ({ form, filed, parties }) => {
    const now = parties.get(filed.applicant)?.version;
    return now === undefined || form.version === now || form.version === 0
      ? []
      : [{ pointer: '/version', params: { now } }];
  },
};

/**
 * P6: a mandate gives no power to say who acts for the principal (Civil Code art. 169 asks its consent even for a
 * sub-agent). Whoever consents here does so for itself.
 */
export const consentByAgent: Ground<unknown> = {
  id: 'P6',
  source: civilCode(169),
  validFrom: civilCodeFrom,
  severity: 'deficiency',
  heading: { zh: '不得由代理人代为同意', en: 'No agent can consent to this' },
  text: {
    zh: '此项申请须由{party}自己的账户同意，代理人不得代为同意',
    en: '{party} must consent from an account of its own: no agent can do so for it',
  },
  check: ({ filed }) =>
    filed.consents.flatMap(({ party, by }) =>
      by.mandate === undefined && by.party === party ? [] : [{ params: { party } }],
    ),
};
