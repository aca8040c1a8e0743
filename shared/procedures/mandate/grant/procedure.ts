import type { Procedure } from '../../../register/procedure.ts';
import { officeClocks } from '../../party/clocks.ts';
import { named } from '../../party/form-parts.ts';
import { notProved } from '../../party/grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 代理委托 (Civil Code art. 165; A2.1): the principal's signers give it, and the agent's take it. */
export const mandateGrant: Procedure<typeof form> = {
  id: 'mandate.grant',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(2),
  grounds,
  otherGround: notProved,
  byMachineAlone: true,
  rights: () => [],
  consenting: ({ agent }, { applicant }) => named(applicant, agent),
  concerned: (_form, { applicant }) => ({ givenBy: [applicant] }),
  documents: () => [],
  effect,
};
