import { formerNamesMax } from '../../../register/party.ts';
import type { Ground } from '../../../register/procedure.ts';
import { announcement461From, houseRule } from '../../source.ts';
import { mixedLetters, namesake } from '../grounds/identity.ts';
import { proofIsJudged } from '../grounds/proof.ts';
import { consentByAgent, notEnrolled, partyChanged } from '../grounds/standing.ts';
import type { DetailsForm } from './form.ts';

const newName = ({ name }: DetailsForm) => (name ? [{ name, pointer: '/name' }] : []);

/** P8: former names are never dropped to make room, since owners are compared by them. */
const tooManyNames: Ground<DetailsForm> = {
  id: 'P8',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'refusal',
  heading: { zh: '曾用名过多', en: 'Too many former names' },
  text: {
    zh: `一个主体最多保留${formerNamesMax}个曾用名`,
    en: `A party keeps at most ${formerNamesMax} former names`,
  },
  check: ({ form, filed, parties }) => {
    const kept = parties.get(filed.applicant)?.formerNames.length ?? 0;
    return form.name && kept >= formerNamesMax ? [{ pointer: '/name' }] : [];
  },
};

export const grounds: readonly Ground<DetailsForm>[] = [
  notEnrolled(({ filed }) => [{ party: filed.applicant, pointer: '' }]),
  tooManyNames,
  partyChanged,
  namesake(newName),
  mixedLetters(newName),
  consentByAgent,
  proofIsJudged,
];
