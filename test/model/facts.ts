import type { Loaded, Named } from '../../functions/_platform/facts.ts';
import type { Signers } from '../../functions/_platform/signing.ts';
import { nameKeyOf } from '../../functions/_platform/store/parties.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { normaliseName } from '../../shared/kernel/name.ts';
import type { Acting } from '../../shared/register/authority.ts';
import type { SigningFacts } from '../../shared/register/consent.ts';
import type { DocumentState } from '../../shared/register/document.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Mandate, Party } from '../../shared/register/party.ts';
import type { View } from './state.ts';

/** What `loadFacts` reads of the tables, from the state: the same groups under the same names. */
export function factsFor(view: View, named: Named, filing: Filing): Loaded {
  const { parties: more = [], mandates = [], identifiers = [], accountsOf = [] } = named.concerned;
  const { accounts: asked = [], givenBy = [], heldBy = [], names = [] } = named.concerned;
  const parties = some(view.parties, [...named.consenting, ...more, ...accountsOf]);
  const subjects = accountsOf.flatMap((id) => parties.get(id)?.accounts.map((one) => one.subject) ?? []);
  const accounts = new Map([...asked, ...subjects].map((one) => [one, accountOf(view, one)]));
  const theirs = [...view.mandates.values()].filter(
    (one) => givenBy.includes(one.principal) || heldBy.includes(one.agent),
  );
  const given = mandates.flatMap((one) => view.mandates.get(one.id) ?? []);
  return {
    versions: some(view.titles, named.rights),
    parties,
    documents: filing.documents.map((one) => cleanState(filing, one)),
    signing: signersOf(view, named.consenting, filing),
    accounts,
    known: {
      mandates: [...new Set<Mandate>([...given, ...theirs])],
      identified: some(view.identified, identifiers),
      namesakes: names.flatMap((name) => namesakesOf(view, name)),
      accounts: new Map(
        [...accounts].map(([subject, { account }]) => [subject, account.parties.map((one) => one.party)]),
      ),
    },
  };
}

/** The parties and mandates on which the power of those who sign rests (`loadSigning`). */
export function signersOf(
  view: View,
  consenting: readonly PartyId[],
  { consents, declarations }: Signers,
): Omit<SigningFacts, 'today'> {
  const signed = [...consents, ...declarations].map((one) => one.by);
  return {
    parties: some(view.parties, [...consenting, ...signed.map((by) => by.party)]),
    mandates: some<string, Mandate>(
      view.mandates,
      signed.flatMap((by) => by.mandate ?? []),
    ),
  };
}

/** Every way in which the account acts towards these parties (`withMandates`), its stand-ins included. */
export function actingsOf(view: View, subject: string, concerned: readonly PartyId[]): Acting[] {
  const bound = accountOf(view, subject).account.parties;
  return bound.map(({ filing: _filing, ...binding }) => ({
    ...{ account: subject, ...binding },
    mandates: concerned.includes(binding.party)
      ? []
      : [...view.mandates.values()].filter(
          (one) => one.agent === binding.party && concerned.includes(one.principal),
        ),
  }));
}

export function accountOf(view: View, subject: string) {
  return view.accounts.get(subject) ?? { account: { subject, parties: [] }, version: 0 };
}

function some<Key, Value>(from: ReadonlyMap<Key, Value>, keys: readonly Key[]): Map<Key, Value> {
  const found = new Map<Key, Value>();
  for (const key of keys) {
    const value = from.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

function namesakesOf(view: View, name: string): Party[] {
  const key = nameKeyOf(name);
  return [...view.parties.values()].filter(
    (one) =>
      key !== undefined &&
      one.kind === 'organisation' &&
      one.status === 'enrolled' &&
      normaliseName(one.name) === key,
  );
}

/** Bytes and their checks are not of this model: whatever is listed is there and clean. */
function cleanState(filing: Filing, { sha256, type, bytes }: Filing['documents'][number]): DocumentState {
  return { filing: filing.id, sha256, type, bytes, status: 'clean', version: 1, since: filing.createdAt };
}
