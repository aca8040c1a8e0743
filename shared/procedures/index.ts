import { type AnyProcedure, closeForm } from '../register/open-form.ts';
import { mandateGrant } from './mandate/grant/procedure.ts';
import { mandateRevocation } from './mandate/revocation/procedure.ts';
import { partyAccounts } from './party/accounts/procedure.ts';
import { partyDetails } from './party/details/procedure.ts';
import { partyEnrolment } from './party/enrolment/procedure.ts';
import { partyMerger } from './party/merger/procedure.ts';
import { partyRecovery } from './party/recovery/procedure.ts';
import { pledgeRegistration } from './pledge/registration/procedure.ts';

/** Every procedure of the register, by id. A new kind of transaction is one folder and one line here. */
const all = [
  closeForm(pledgeRegistration),
  closeForm(partyEnrolment),
  closeForm(partyAccounts),
  closeForm(partyDetails),
  closeForm(partyMerger),
  closeForm(partyRecovery),
  closeForm(mandateGrant),
  closeForm(mandateRevocation),
];

export const procedures: ReadonlyMap<string, AnyProcedure> = new Map(all.map((one) => [one.id, one]));

/** The procedure of a stored filing; one that the product no longer has is a bug, not a caller's mistake. */
export function procedureOf(filing: { readonly procedure: string }): AnyProcedure {
  const procedure = procedures.get(filing.procedure);
  if (!procedure) throw new Error(`unknown procedure ${filing.procedure}`);
  return procedure;
}
