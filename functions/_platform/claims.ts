import * as z from 'zod';
import type { StaffRole } from '../../shared/contracts/operation.ts';
import { staffRoles } from '../../shared/contracts/operation.ts';
import { partyId } from '../../shared/kernel/id.ts';
import type { Acting } from '../../shared/register/authority.ts';
import { Problem } from './problem.ts';
import type { Account } from './store/parties.ts';

/** The claims a handler relies on; the gateway has verified the token and hands every claim over as text. */
const claims = z.object({
  sub: z.string().min(1).max(128),
  client_id: z.string().optional(),
  iat: z.coerce.number().optional(),
  'cognito:groups': z.string().optional(),
});
export type Claims = z.output<typeof claims>;

export function claimsOf(raw: unknown): Claims {
  const parsed = claims.safeParse(raw);
  if (!parsed.success) throw new Problem('forbidden');
  return parsed.data;
}

/** A token got by client credentials is its client's own: no person stands behind it. */
export function isMachine(given: Claims): boolean {
  return given.client_id === given.sub;
}

/** The gateway writes an array claim as `[a b]`. */
export function rolesOf(given: Claims): StaffRole[] {
  const groups = (given['cognito:groups'] ?? '').replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return staffRoles.filter((role) => groups.includes(role));
}

/** Which of the account's parties acts: the one named in `Acting-Party`, else its only one. */
export function actingParty(
  account: Account | undefined,
  named: string | undefined,
): Omit<Acting, 'mandates'> {
  if (!account || account.parties.length === 0) throw new Problem('not-enrolled');
  const chosen = choose(account, named);
  const { party, signer, administrator, candidate } = chosen;
  return { account: account.subject, party, signer, administrator, candidate };
}

function choose(account: Account, named: string | undefined): Account['parties'][number] {
  if (named === undefined) {
    const enrolled = account.parties.filter((one) => !one.candidate);
    // What an account is only asking for does not make it choose among what it has.
    const [only, ...others] = enrolled.length > 0 ? enrolled : account.parties;
    if (!only || others.length > 0) throw new Problem('choose-party');
    return only;
  }
  const id = partyId.safeParse(named);
  const match = account.parties.find((one) => id.success && one.party === id.data);
  // A party that is not the account's own is not told apart from one that does not exist.
  if (!match) throw new Problem('forbidden');
  return match;
}
