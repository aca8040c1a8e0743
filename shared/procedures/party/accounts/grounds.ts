import type { Ground } from '../../../register/procedure.ts';
import { accountFull } from '../grounds/accounts.ts';
import { consentByAgent, notEnrolled, partyChanged } from '../grounds/standing.ts';
import type { AccountsForm } from './form.ts';

export const grounds: readonly Ground<AccountsForm>[] = [
  notEnrolled(({ filed }) => [{ party: filed.applicant, pointer: '' }]),
  partyChanged,
  accountFull(({ filed }) => [filed.applicant]),
  consentByAgent,
];
