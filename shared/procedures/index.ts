import { type AnyProcedure, closeForm } from '../register/open-form.ts';
import { pledgeRegistration } from './pledge/registration/procedure.ts';

/** Every procedure of the register, by id. A new kind of transaction is one folder and one line here. */
const all = [closeForm(pledgeRegistration)];

export const procedures: ReadonlyMap<string, AnyProcedure> = new Map(all.map((one) => [one.id, one]));

/** The procedure of a stored filing; one that the product no longer has is a bug, not a caller's mistake. */
export function procedureOf(filing: { readonly procedure: string }): AnyProcedure {
  const procedure = procedures.get(filing.procedure);
  if (!procedure) throw new Error(`unknown procedure ${filing.procedure}`);
  return procedure;
}
