import { type AnyProcedure, closeForm } from '../register/open-form.ts';
import { pledgeRegistration } from './pledge/registration/procedure.ts';

/** Every procedure of the register, by id. A new kind of transaction is one folder and one line here. */
const all = [closeForm(pledgeRegistration)];

export const procedures: ReadonlyMap<string, AnyProcedure> = new Map(all.map((one) => [one.id, one]));
