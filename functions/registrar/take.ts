import type { FilingId } from '../../shared/kernel/id.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { AnyProcedure, OpenForm } from '../../shared/register/open-form.ts';
import type { Item } from '../_platform/dynamodb.ts';
import { formErrors } from '../_platform/form-errors.ts';
import { Problem } from '../_platform/problem.ts';
import { filingOf, readFiling } from '../_platform/store/filings.ts';
import { readStaff, type StaffMember, staffOf } from '../_platform/store/staff.ts';
import type { Store } from '../_platform/store/store.ts';

/** The filing as the opening read found it, or as it stands now. */
export async function filingNow(store: Store, id: FilingId, item?: Item): Promise<Filing | undefined> {
  return item ? filingOf(item) : await readFiling(store, id);
}

/** The items as the opening read found them. */
export type Opened = { readonly filing: Item | undefined; readonly staff: Item | undefined };

/** What the examiner declared, as the opening read found it, or as it stands now. */
export async function staffNow(store: Store, account: string, opened?: Opened): Promise<StaffMember> {
  if (opened) return staffOf(account, opened.staff);
  return (await readStaff(store, [account])).get(account) ?? staffOf(account, undefined);
}

/** The complete form with its procedure, or a problem that points at every field in the way. */
export function openComplete(
  filing: Filing,
  language: Language,
): { procedure: AnyProcedure; open: OpenForm } {
  const procedure = procedureOf(filing);
  const opened = procedure.open(filing.form, filing);
  if (!opened.ok) {
    throw new Problem('form-incomplete', { errors: formErrors(opened.issues, language) });
  }
  return { procedure, open: opened.form };
}
