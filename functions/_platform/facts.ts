import type { FilingId, PartyId } from '../../shared/kernel/id.ts';
import type { RightId } from '../../shared/kernel/right.ts';
import type { DocumentReference, DocumentState } from '../../shared/register/document.ts';
import { isSameParty, type Party, party } from '../../shared/register/party.ts';
import { publicView, type Title } from '../../shared/register/title.ts';
import { readAll } from './dynamodb.ts';
import { documentKey, documentStateOf } from './store/documents.ts';
import { partyKey } from './store/parties.ts';
import type { Store } from './store/store.ts';
import { type TitleVersion, titleKey, titleVersionOf } from './store/titles.ts';

export type Loaded = {
  readonly versions: ReadonlyMap<RightId, TitleVersion>;
  readonly parties: ReadonlyMap<PartyId, Party>;
  /** States of the documents that the filing lists, in the order of its list. */
  readonly documents: readonly (DocumentState | undefined)[];
};

/**
 * Titles and parties that a form names, and the states of the filing's documents, in one consistent read; what does
 * not exist is left out.
 */
export async function loadFacts(
  store: Store,
  rights: readonly RightId[],
  parties: readonly PartyId[],
  filing: { readonly id: FilingId; readonly documents: readonly DocumentReference[] },
): Promise<Loaded> {
  const titleKeys = rights.map((right) => ({ table: store.tables.register, key: titleKey(right) }));
  const partyKeys = parties.map((id) => ({ table: store.tables.parties, key: partyKey(id) }));
  const documentKeys = filing.documents.map((one) => ({
    table: store.tables.filings,
    key: documentKey(filing.id, one),
  }));
  const items = await readAll(store.client, [...titleKeys, ...partyKeys, ...documentKeys]);
  const afterParties = rights.length + parties.length;
  const versions = items.slice(0, rights.length).flatMap((item) => (item ? [titleVersionOf(item)] : []));
  const found = items
    .slice(rights.length, afterParties)
    .flatMap((item) => (item ? [party.parse(item['party'])] : []));
  return {
    versions: new Map(versions.map((one) => [one.title.right, one])),
    parties: new Map(found.map((one) => [one.id, one])),
    documents: items.slice(afterParties).map(documentStateOf),
  };
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
