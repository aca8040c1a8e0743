import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type Acting, authorityFor, principalsIn } from '../../shared/register/authority.ts';
import { type Asked, powerEnded, type SigningFacts } from '../../shared/register/consent.ts';
import type { Actor, Filing } from '../../shared/register/filing.ts';
import { Problem } from '../_platform/problem.ts';
import { loadSigning } from '../_platform/signing.ts';
import type { Store } from '../_platform/store/store.ts';

/** Who is about to sign or to withdraw, for which party, and what all signers' powers rest on. */
export type Signer = { readonly principal: PartyId; readonly by: Actor; readonly facts: SigningFacts };

/**
 * The caller as a signer of one of the consenting parties: the one named, else its own. The account's binding lets
 * it ask; the party itself, and the mandate, read consistently, must say the same.
 */
export async function demandSigner(
  store: Store,
  acting: Acting,
  filing: Filing,
  asked: Asked,
  named: PartyId | undefined,
  today: PlainDate,
): Promise<Signer> {
  const candidates = principalsIn(acting, filing, today).filter((one) => asked.consenting.includes(one));
  const principal = named ?? candidates[0];
  if (!principal || !candidates.includes(principal)) throw new Problem('forbidden');
  const authority = authorityFor(acting, principal, 'consent', today, asked.as);
  if (authority.kind !== 'granted') throw new Problem('forbidden');
  const by = authority.actor;
  const signers = { ...filing, consents: [...filing.consents, { party: principal, by }] };
  const facts = await loadSigning(store, asked.consenting, signers, today);
  if (powerEnded({ party: principal, by }, asked, facts)) throw new Problem('forbidden');
  return { principal, by, facts };
}
