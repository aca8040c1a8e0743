import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { Consent, Filing } from '../../shared/register/filing.ts';
import type { Party } from '../../shared/register/party.ts';
import { askedOf } from './asked.ts';
import type { View } from './state.ts';

/**
 * Whether everybody whose consent a registration needs had given it, judged from the rule book alone (A1.1, A9.2, A9.3):
 * over what is registered, and by people who at that time signed for the party or for its agent, as many as the party's
 * rule asks for.
 */
export function withoutConsent(after: View, before: View, filing: Filing): string | undefined {
  const needed = needing(filing);
  for (const id of needed) {
    const party = before.parties.get(id);
    const given = filing.consents.filter((one) => one.party === id && counts(one, before, filing));
    const people = new Set(given.map((one) => one.by.account)).size;
    if (people < signersOf(party, filing))
      return `${filing.procedure} is registered with ${people} signatures for ${party?.name ?? 'the candidate'}`;
  }
  const entry = filing.registration?.entry;
  const sealed = entry && after.openings.get(entry)?.some((one) => one.name === 'consents');
  return sealed ? undefined : `${filing.procedure} is registered and its entry seals no consents`;
}

/** Whose consent each procedure needs, in the words of its form. */
function needing({ procedure, form, applicant }: Filing): readonly PartyId[] {
  const one = (party: unknown) => partyId.parse(party);
  const named = (side: unknown) =>
    Array.isArray(side) ? side.map((stated: { party?: unknown }) => one(stated.party)) : [];
  switch (procedure) {
    case 'pledge.registration':
      return [...named(form['pledgors']), ...named(form['pledgees'])];
    case 'mandate.grant':
      return [applicant, one(form['agent'])];
    case 'party.merger':
      return form['absorbedGone'] === true ? [applicant] : [applicant, one(form['absorbed'])];
    case 'party.enrolment':
      return form['agency'] === undefined ? [applicant] : [applicant, one(form['agency'])];
    default:
      return [applicant];
  }
}

const byAdministrators = ['party.accounts', 'party.details'];

function counts(
  { party, by, until, digest }: Consent,
  { parties, mandates, today }: View,
  filing: Filing,
): boolean {
  const acting = parties.get(by.party);
  if (until < today || digest !== askedOf(filing).digest) return false;
  if (!acting)
    return by.party === party && by.party === filing.applicant && by.account === filing.filedBy.account;
  const may = byAdministrators.includes(filing.procedure) ? 'administrator' : 'signer';
  const own = acting.accounts.some((one) => one.subject === by.account && one[may]);
  if (acting.status !== 'enrolled' || !own) return false;
  if (by.party === party) return true;
  // Who acts for a party is its own affair, and no agent's (P6).
  if (filing.procedure !== 'pledge.registration') return false;
  const under = by.mandate === undefined ? undefined : mandates.get(by.mandate);
  const running = under?.revokedAt === undefined && (under?.until === undefined || today <= under.until);
  const begun = under !== undefined && under.from <= today && under.acts.includes('consent');
  return begun && running && under.principal === party && under.agent === by.party;
}

/** One, or two where the party's rule says so; of administrators no more than there are. */
function signersOf(party: Party | undefined, { procedure }: Filing): number {
  if (party?.status !== 'enrolled' || party.signing.signatures === 1) return 1;
  if (!byAdministrators.includes(procedure)) return 2;
  return party.accounts.filter((one) => one.administrator).length > 1 ? 2 : 1;
}
