import type { PartyId } from '../../../kernel/id.ts';
import type { Mandate } from '../../../register/party.ts';

/** What one transaction can end and hand over beside fifty accounts and the entry. */
export const runningMandatesMax = 10;
export const successionsMax = 8;

/** 已授出而未终止的委托: mandates of the absorbed party that its agents could still act under. */
export function runningOf(mandates: readonly Mandate[], principal: PartyId, today: string): Mandate[] {
  return mandates.filter(
    (one) =>
      one.principal === principal &&
      one.revokedAt === undefined &&
      !one.succession &&
      (one.until === undefined || one.until >= today),
  );
}

/** Parties for which the absorbed one acts because it absorbed them itself. */
export function successionsOf(mandates: readonly Mandate[], agent: PartyId): Mandate[] {
  return mandates.filter((one) => one.agent === agent && one.succession && one.revokedAt === undefined);
}
