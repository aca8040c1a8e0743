import type { PartyId } from '../kernel/id.ts';
import type { Actor, Filing } from './filing.ts';
import { type ConsentCapacity, covers, isRunning, type Mandate, type MandateAct } from './party.ts';

/** The account that calls, the party it acts as, and the mandates under which that party acts for others. */
export type Acting = {
  readonly account: string;
  readonly party: PartyId;
  /** A signer binds the party; other accounts of it prepare and read. */
  readonly signer: boolean;
  /** An administrator decides who acts for the party. */
  readonly administrator: boolean;
  /** The party is not enrolled yet: the account may do nothing but ask for that. */
  readonly candidate?: true | undefined;
  readonly mandates: readonly Mandate[];
};

export type Authority =
  | { readonly kind: 'granted'; readonly actor: Actor }
  /** Related to the party, but without the power: the answer may say so. */
  | { readonly kind: 'lacking' }
  /** No relation at all: the answer must look as if the thing did not exist. */
  | { readonly kind: 'stranger' };

/**
 * Who acts when the caller does `act` for `principal` (A2.1, A9.2): the party itself, by a signer where consent
 * is given, or its agent under a running mandate whose scope names the act. What only administrators may consent
 * to (`as`), no agent can: a mandate never gives the power to say who acts for the principal.
 */
export function authorityFor(
  acting: Acting,
  principal: PartyId,
  act: MandateAct,
  today: string,
  as: ConsentCapacity = 'signer',
): Authority {
  const { account, party } = acting;
  if (party === principal) {
    return act === 'consent' && !acting[as]
      ? { kind: 'lacking' }
      : { kind: 'granted', actor: { account, party } };
  }
  const running = runningFor(acting, principal, today);
  const covering = running.find((one) => covers(one, act, today));
  if (covering && (act === 'file' || (as === 'signer' && acting.signer))) {
    return { kind: 'granted', actor: { account, party, mandate: covering.id } };
  }
  return { kind: running.length > 0 ? 'lacking' : 'stranger' };
}

/** The mandates under which the caller's party acts for the principal on the day, whatever their scope. */
function runningFor({ party, mandates }: Acting, principal: PartyId, today: string): Mandate[] {
  return mandates.filter(
    (one) => one.principal === principal && one.agent === party && isRunning(one, today),
  );
}

/** The parties of the filing for which the caller may act or at least be told, the caller's own first. */
export function principalsIn(acting: Acting, filing: Pick<Filing, 'parties'>, today: string): PartyId[] {
  const own = filing.parties.filter((one) => one === acting.party);
  return [...own, ...filing.parties.filter((one) => runningFor(acting, one, today).length > 0)];
}
