import type { Procedure } from '../../../register/procedure.ts';
import { officeClocks } from '../clocks.ts';
import { notProved } from '../grounds/proof.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { procedureTitle } from './texts.ts';

/** 账户变更: the party's administrators say who acts for it; two of them where its rule asks for two signatures. */
export const partyAccounts: Procedure<typeof form> = {
  id: 'party.accounts',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  clocks: officeClocks(2),
  grounds,
  otherGround: notProved,
  byMachineAlone: true,
  consentBy: 'administrator',
  rights: () => [],
  consenting: (_form, { applicant }) => [applicant],
  concerned: ({ accounts }, { applicant }) => ({
    accounts: accounts.map((one) => one.subject),
    accountsOf: [applicant],
  }),
  documents: () => [],
  effect,
};
