import * as z from 'zod';
import { partyId } from '../../../kernel/id.ts';
import { accountFaults, accountsUpTo, neutralAccounts, nobody, signing } from '../form-parts.ts';

/** Fewer than a party may have: the old accounts and the new ones are bound anew in one transaction. */
export const accountsMax = 10;

/** 账户恢复申请表: the party whose accounts are lost, and everybody who shall act for it afterwards. */
export const form = z
  .strictObject({ party: partyId, accounts: accountsUpTo(accountsMax), signing })
  .check(({ value, issues }) => {
    for (const { path, message } of accountFaults(value.accounts, value.signing)) {
      issues.push({ code: 'custom', path, message, input: value });
    }
  });
export type RecoveryForm = z.output<typeof form>;

export const neutralForm: RecoveryForm = { party: nobody, ...neutralAccounts };
