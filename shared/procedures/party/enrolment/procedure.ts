import { identifierKeyOf } from '../../../register/party.ts';
import type { Procedure } from '../../../register/procedure.ts';
import type { RequiredDocument } from '../../../register/required-documents.ts';
import { announcement461 } from '../../source.ts';
import { officeClocks } from '../clocks.ts';
import { named } from '../form-parts.ts';
import { notProved } from '../grounds/proof.ts';
import { effect } from './effect.ts';
import { type EnrolmentForm, form, identifierOf, neutralForm, residenceOf } from './form.ts';
import { grounds, namesIn } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 主体登记: an organisation or person asks to act before the register (A1.1, A1.3; ADR 0009). */
export const partyEnrolment: Procedure<typeof form> = {
  id: 'party.enrolment',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(2),
  grounds,
  otherGround: notProved,
  byCandidate: true,
  rights: () => [],
  consenting: ({ agency }, { applicant }) => named(applicant, ...(agency ? [agency] : [])),
  concerned: (filled, { filedBy }) => ({
    identifiers: identifiersOf(filled),
    names: namesIn(filled).map((one) => one.name),
    accounts: [filedBy.account, ...filled.accounts.map((one) => one.subject)],
  }),
  documents: requiredDocuments,
  effect,
};

function identifiersOf({ subject }: EnrolmentForm): string[] {
  const key = identifierKeyOf({ residence: residenceOf(subject), identifier: identifierOf(subject) });
  return key === undefined ? [] : [key];
}

/** 身份证明 (Announcement 461 art. 7): an extract of the registry, or a person's identity paper; the agency's power. */
function requiredDocuments({ subject, agency }: EnrolmentForm): readonly RequiredDocument[] {
  const source = announcement461(7);
  return [
    { kind: subject.kind === 'person' ? 'identity' : 'registryExtract', source },
    ...(agency ? [{ kind: 'powerOfAttorney' as const, source }] : []),
  ];
}
