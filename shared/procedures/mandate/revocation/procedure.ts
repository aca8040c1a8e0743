import type { Procedure } from '../../../register/procedure.ts';
import { officeClocks } from '../../party/clocks.ts';
import { named } from '../../party/form-parts.ts';
import { notProved } from '../../party/grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm, noMandate } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 撤销委托 (Civil Code art. 173(2)): 被代理人取消 or 代理人辞去, each alone. The other side is told. */
export const mandateRevocation: Procedure<typeof form> = {
  id: 'mandate.revocation',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(2),
  grounds,
  otherGround: notProved,
  byMachineAlone: true,
  rights: () => [],
  consenting: (_form, { applicant }) => [applicant],
  told: ({ principal, agent }, { applicant }) => otherSide(named(principal, agent), applicant),
  concerned: ({ principal, agent, mandate }) => ({
    parties: named(principal, agent),
    ...(mandate === noMandate ? {} : { mandates: [{ agent, principal, id: mandate }] }),
  }),
  documents: () => [],
  effect,
};

/** Nobody is told of a mandate that is not between it and the applicant. */
function otherSide<Id extends string>(both: readonly Id[], applicant: Id): Id[] {
  return both.includes(applicant) ? both.filter((one) => one !== applicant) : [];
}
