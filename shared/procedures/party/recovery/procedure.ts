import type { Procedure } from '../../../register/procedure.ts';
import type { DocumentFacts } from '../../../register/required-documents.ts';
import { announcement461 } from '../../source.ts';
import { officeClocks } from '../clocks.ts';
import { named } from '../form-parts.ts';
import { notProved } from '../grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/**
 * 账户恢复: nobody can sign in for the party any more. It is the way to steal a party, too: the present accounts are
 * told and may object, a period must pass, and two examiners decide on the papers.
 */
export const partyRecovery: Procedure<typeof form> = {
  id: 'party.recovery',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  // The period for objections lies within it: ten days, and then time to decide.
  clocks: officeClocks(12),
  grounds,
  otherGround: notProved,
  byCandidate: true,
  twoPersons: true,
  rights: () => [],
  consenting: (_form, { applicant }) => [applicant],
  told: ({ party }) => named(party),
  concerned: ({ party, accounts }, { filedBy }) => ({
    parties: named(party),
    accountsOf: named(party),
    accounts: [filedBy.account, ...accounts.map((one) => one.subject)],
  }),
  documents: ({ party }, { parties }) => [{ kind: proofOf(parties.get(party)), source: announcement461(7) }],
  effect,
};

function proofOf(party: ReturnType<DocumentFacts['parties']['get']>): 'identity' | 'registryExtract' {
  return party?.kind === 'person' ? 'identity' : 'registryExtract';
}
