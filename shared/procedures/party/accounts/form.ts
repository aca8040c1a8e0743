import * as z from 'zod';
import { accountsOfPartyMax } from '../../../register/party.ts';
import { accountFaults, accountsUpTo, neutralAccounts, signing } from '../form-parts.ts';

/**
 * 账户变更申请表: everybody who shall act for the party from now on, and how many sign. The whole list and not a
 * change of it, so that whoever consents sees what will be; `version` is the party's that it was made from.
 */
export const form = z
  .strictObject({ version: z.int().min(1), accounts: accountsUpTo(accountsOfPartyMax), signing })
  .check(({ value, issues }) => {
    for (const { path, message } of accountFaults(value.accounts, value.signing)) {
      issues.push({ code: 'custom', path, message, input: value });
    }
  });
export type AccountsForm = z.output<typeof form>;

export const neutralForm: AccountsForm = { version: 0, ...neutralAccounts };
