import * as z from 'zod';
import { type PartyId, partyId } from '../../kernel/id.ts';
import { type PartyAccount, partyAccount, type SigningRule, signingRule } from '../../register/party.ts';

/** Stands in a form as far as it goes where no party is named yet; no party ever has this id. */
export const nobody: PartyId = partyId.parse(`pty_${'0'.repeat(26)}`);

/** The parties that are named, each once. */
export function named(...parties: readonly PartyId[]): PartyId[] {
  return [...new Set(parties.filter((one) => one !== nobody))];
}

/** Accounts of a party in a form; one named twice is told of in a half-filled draft too. */
export function accountsUpTo(countMax: number) {
  return z
    .array(partyAccount)
    .min(1)
    .max(countMax)
    .check(({ value, issues }) => {
      const subjects = value.map((one) => one.subject);
      for (const [index, subject] of subjects.entries()) {
        if (subjects.indexOf(subject) === index) continue;
        const path = [index, 'subject'];
        issues.push({ code: 'custom', path, message: 'form.repeatedAccount', input: value, continue: true });
      }
    });
}

export const signing = signingRule;

/** What the accounts of a party must be together: somebody administers it, and as many can sign as must. */
export function accountFaults(
  accounts: readonly PartyAccount[],
  { signatures }: SigningRule,
): { readonly path: string[]; readonly message: string }[] {
  const administrators = accounts.filter((one) => one.administrator).length;
  const signers = accounts.filter((one) => one.signer).length;
  return [
    ...(administrators === 0 ? [{ path: ['accounts'], message: 'form.noAdministrator' }] : []),
    ...(signers < signatures ? [{ path: ['accounts'], message: 'form.tooFewSigners' }] : []),
  ];
}

/** Accounts and signing rule of a draft that names none: one that can do all, so that nothing is amiss. */
export const neutralAccounts: { readonly accounts: PartyAccount[]; readonly signing: SigningRule } = {
  accounts: [],
  signing: { signatures: 1 },
};
