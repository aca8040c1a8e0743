import type { Ground } from '../../../register/procedure.ts';
import { accountFull } from '../grounds/accounts.ts';
import { identifierTaken, mixedLetters, namesake } from '../grounds/identity.ts';
import { proofIsJudged } from '../grounds/proof.ts';
import { consentByAgent, notEnrolled } from '../grounds/standing.ts';
import type { EnrolmentForm } from './form.ts';

/** Every name the party would go by, each with its place in the form. A natural person's name is compared with nobody's. */
export function namesIn({ subject }: EnrolmentForm): { name: string; pointer: string }[] {
  if (subject.kind === 'person') return [];
  const former = subject.formerNames.map((name, at) => ({ name, pointer: `/subject/formerNames/${at}` }));
  return [{ name: subject.name, pointer: '/subject/name' }, ...former];
}

export const grounds: readonly Ground<EnrolmentForm>[] = [
  notEnrolled(({ form }) => (form.agency ? [{ party: form.agency, pointer: '/agency' }] : [])),
  identifierTaken,
  namesake(namesIn),
  mixedLetters(namesIn),
  accountFull(({ filed }) => [filed.applicant]),
  consentByAgent,
  proofIsJudged,
];
