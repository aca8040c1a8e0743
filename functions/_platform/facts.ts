import { type FilingId, type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { RightId } from '../../shared/kernel/right.ts';
import type { SigningFacts } from '../../shared/register/consent.ts';
import type { DocumentReference, DocumentState } from '../../shared/register/document.ts';
import { isSameParty, type Mandate, type Party, party } from '../../shared/register/party.ts';
import type { Concerned, KnownFacts } from '../../shared/register/procedure.ts';
import { publicView, type Title } from '../../shared/register/title.ts';
import { type Item, readAll, type Wanted } from './dynamodb.ts';
import { type Signers, signingFactsOf, signingKeys } from './signing.ts';
import { documentKey, documentStateOf } from './store/documents.ts';
import {
  type AccountVersion,
  identifierKey,
  mandateKey,
  mandateOf,
  partyKey,
  readAccounts,
  readGiven,
  readMandates,
  readNamesakes,
} from './store/parties.ts';
import type { Store } from './store/store.ts';
import { type TitleVersion, titleKey, titleVersionOf } from './store/titles.ts';

export type Loaded = {
  readonly versions: ReadonlyMap<RightId, TitleVersion>;
  readonly parties: ReadonlyMap<PartyId, Party>;
  /** States of the documents that the filing lists, in the order of its list. */
  readonly documents: readonly (DocumentState | undefined)[];
  readonly known: KnownFacts;
  /** What the powers of those who signed rest on. Apart from the rest, since no ground may take them for its own. */
  readonly signing: Omit<SigningFacts, 'today'>;
  /** The accounts that may have to be bound anew, as they were read. */
  readonly accounts: ReadonlyMap<string, AccountVersion>;
};

/** What a form names: its rights, the parties that consent, and whoever else its procedure must know of. */
export type Named = {
  readonly rights: readonly RightId[];
  readonly consenting: readonly PartyId[];
  readonly concerned: Concerned;
};

/** A filing with the documents that it lists, and those who signed it. */
type Listing = Signers & { readonly id: FilingId; readonly documents: readonly DocumentReference[] };

/**
 * What a form names, and the states of the filing's documents, in one consistent read; what does not exist is left
 * out. Only procedures about who may act need a second: accounts of a party that was just read, mandates that it
 * gave, names.
 */
export async function loadFacts(store: Store, named: Named, filing: Listing): Promise<Loaded> {
  const { rights, consenting, concerned } = named;
  const { parties: more = [], mandates = [], identifiers = [], accountsOf = [] } = concerned;
  const ids = [...new Set([...consenting, ...more, ...accountsOf])];
  const { register, parties: table, filings } = store.tables;
  const items = await readGroups(store, {
    titles: rights.map((right) => ({ table: register, key: titleKey(right) })),
    parties: ids.map((id) => ({ table, key: partyKey(id) })),
    mandates: mandates.map((one) => ({ table, key: mandateKey(one) })),
    identifiers: identifiers.map((key) => ({ table, key: identifierKey(key) })),
    documents: filing.documents.map((one) => ({ table: filings, key: documentKey(filing.id, one) })),
    signing: signingKeys(store, consenting, filing),
  });
  const versions = items.titles.flatMap((item) => (item ? [titleVersionOf(item)] : []));
  const found = items.parties.flatMap((item) => (item ? [party.parse(item['party'])] : []));
  const given = items.mandates.flatMap((item) => (item ? [mandateOf(item)] : []));
  const identified = items.identifiers.flatMap((item) => (item ? [enrolledUnder(item)] : []));
  const parties = new Map(found.map((one) => [one.id, one]));
  const subjects = accountsOf.flatMap((id) => parties.get(id)?.accounts.map((one) => one.subject) ?? []);
  const [accounts, theirs, namesakes] = await Promise.all([
    readAccounts(store, [...(concerned.accounts ?? []), ...subjects]),
    Promise.all([
      ...(concerned.givenBy ?? []).map((id) => readGiven(store, id)),
      ...(concerned.heldBy ?? []).map((id) => readMandates(store, id)),
    ]),
    Promise.all((concerned.names ?? []).map((name) => readNamesakes(store, name))),
  ]);
  return {
    versions: new Map(versions.map((one) => [one.title.right, one])),
    parties,
    documents: items.documents.map(documentStateOf),
    signing: signingFactsOf(items.signing),
    accounts,
    known: {
      mandates: uniquely([...given, ...theirs.flat()]),
      identified: new Map(identified),
      namesakes: uniquely(namesakes.flat()),
      accounts: new Map([...accounts].map(([subject, one]) => [subject, partiesOf(one)])),
    },
  };
}

/** What the grounds may know of who may act: also the mandates under which the filing was consented to. */
export function knownFacts({ known, signing }: Loaded): KnownFacts {
  return { ...known, mandates: uniquely([...known.mandates, ...signing.mandates.values()]) };
}

/** Reads groups of keys in one call and answers each in its order, with `undefined` where there is nothing. */
async function readGroups<Name extends string>(
  store: Store,
  groups: Readonly<Record<Name, readonly Wanted[]>>,
): Promise<Record<Name, (Item | undefined)[]>> {
  const names = Object.keys(groups) as Name[];
  const items = await readAll(
    store.client,
    names.flatMap((name) => groups[name]),
  );
  let from = 0;
  const slices = names.map((name) => {
    const slice = items.slice(from, from + groups[name].length);
    from += slice.length;
    return [name, slice] as const;
  });
  return Object.fromEntries(slices) as Record<Name, (Item | undefined)[]>;
}

const enrolledUnder = (item: Item): [string, PartyId] => [
  String(item['pk']).slice('IDENTIFIER#'.length),
  partyId.parse(item['party']),
];
const partiesOf = ({ account }: AccountVersion) => account.parties.map((one) => one.party);

function uniquely<One extends Mandate | Party>(all: readonly One[]): One[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/**
 * The titles as the viewers may see them: in full where one of them owns the title, else in public view, so that
 * nobody learns of an unannounced stay or proceeding by naming another's patent in a draft.
 */
export function seenBy(loaded: Loaded, viewers: readonly PartyId[]): ReadonlyMap<RightId, Title> {
  const people = viewers.flatMap((id) => loaded.parties.get(id) ?? []);
  const seen = [...loaded.versions.values()].map(({ title }) =>
    title.owners.some((owner) => people.some((one) => isSameParty(owner, one))) ? title : publicView(title),
  );
  return new Map(seen.map((title) => [title.right, title]));
}
