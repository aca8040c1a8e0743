import type { Procedure } from '../../../register/procedure.ts';
import { announcement461 } from '../../source.ts';
import { officeClocks } from '../clocks.ts';
import { named } from '../form-parts.ts';
import { notProved } from '../grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 主体合并 (Civil Code art. 67): filed by the party that goes on; the other consents, or is told where it is gone. */
export const partyMerger: Procedure<typeof form> = {
  id: 'party.merger',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(12),
  grounds,
  otherGround: notProved,
  twoPersons: true,
  rights: () => [],
  consenting: ({ absorbed, absorbedGone }, { applicant }) =>
    absorbedGone ? [applicant] : named(applicant, absorbed),
  told: ({ absorbed, absorbedGone }) => (absorbedGone ? named(absorbed) : []),
  concerned: ({ absorbed }, { applicant }) => ({
    parties: named(applicant, absorbed),
    accountsOf: named(absorbed),
    givenBy: named(absorbed),
    heldBy: named(absorbed),
  }),
  documents: () => [
    { kind: 'registryExtract', source: announcement461(7) },
    { kind: 'changeProof', source: announcement461(7) },
  ],
  effect,
};
