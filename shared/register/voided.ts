import type { Instant } from '../kernel/instant.ts';
import {
  type Consent,
  type Declaration,
  type Filing,
  type VoidedConsent,
  type VoidReason,
  voidedKept,
} from './filing.ts';
import { signaturesMax } from './limits.ts';

/** A consent that was found to count no longer, and why. */
export type Fallen = { readonly consent: Consent; readonly reason: VoidReason };

/** The consents as ended at this instant. */
export function voidedAt(fallen: readonly Fallen[], at: Instant): VoidedConsent[] {
  return fallen.map(({ consent: given, reason }) => ({ ...given, reason, voidedAt: at }));
}

/** The filing with these consents ended, each with its reason; the oldest ended ones are forgotten. */
export function withVoided(filing: Filing, ended: readonly VoidedConsent[]): Filing {
  const still = (given: Consent) => !ended.some((one) => isSameConsent(one, given));
  return {
    ...filing,
    consents: filing.consents.filter(still),
    voided: [...filing.voided, ...ended].slice(-voidedKept),
  };
}

/**
 * The declarations with these added, each in place of an earlier one of the same account. Of a party and a ground as
 * many are kept as can bind the party, the newest.
 */
export function withDeclared(all: readonly Declaration[], made: readonly Declaration[]): Declaration[] {
  return made.reduce<Declaration[]>(
    (kept, one) => {
      const alike = kept.filter((other) => other.party === one.party && other.ground === one.ground);
      const others = kept.filter((other) => !alike.includes(other));
      const ofOthers = alike.filter((other) => other.by.account !== one.by.account);
      return [...others, ...ofOthers.slice(1 - signaturesMax), one];
    },
    [...all],
  );
}

/** One account gives one consent for a party at a time. */
function isSameConsent(a: Consent, b: Consent): boolean {
  return a.party === b.party && a.by.account === b.by.account && a.at === b.at;
}
