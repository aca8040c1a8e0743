import type { Procedure } from '../../../register/procedure.ts';
import type { DocumentFacts, RequiredDocument } from '../../../register/required-documents.ts';
import { announcement461 } from '../../source.ts';
import { officeClocks } from '../clocks.ts';
import { notProved } from '../grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 变更登记 of a party's own particulars (Civil Code art. 64: a legal person has its changes registered). */
export const partyDetails: Procedure<typeof form> = {
  id: 'party.details',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(2),
  grounds,
  otherGround: notProved,
  consentBy: 'administrator',
  rights: () => [],
  consenting: (_form, { applicant }) => [applicant],
  concerned: ({ name }, { applicant }) => ({ ...(name && { names: [name] }), accountsOf: [applicant] }),
  documents: (_form, { parties }) => proof(parties),
  effect,
};

/** 变更证明: the registry's extract as it now stands, or a person's new identity paper. */
function proof(parties: DocumentFacts['parties']): readonly RequiredDocument[] {
  const [party] = parties.values();
  const kind = party?.kind === 'person' ? 'identity' : 'registryExtract';
  return [{ kind, source: announcement461(7) }];
}
