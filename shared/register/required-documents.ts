import type { PartyId } from '../kernel/id.ts';
import type { Localised } from '../kernel/localised.ts';
import type { DocumentKind, DocumentReference, DocumentState, DocumentStatus } from './document.ts';
import type { Party } from './party.ts';

/** What decides, beside the form, which documents a filing needs. */
export type DocumentFacts = {
  /** Parties for whom an agent acts. */
  readonly represented: readonly PartyId[];
  readonly parties: ReadonlyMap<PartyId, Party>;
};

/** 应提交的文件: a document that the law asks for here, of the party where each must bring its own. */
export type RequiredDocument = {
  readonly kind: DocumentKind;
  readonly party?: PartyId;
  readonly source: Localised;
};

/** The required documents that the list does not name; one of a party must say that it is that party's. */
export function missingDocuments(
  required: readonly RequiredDocument[],
  listed: readonly DocumentReference[],
): RequiredDocument[] {
  return required.filter(
    ({ kind, party }) =>
      !listed.some((one) => one.kind === kind && (party === undefined || one.parties?.includes(party))),
  );
}

export type UncleanDocument = {
  readonly index: number;
  readonly document: DocumentReference;
  readonly status: Exclude<DocumentStatus, 'clean'>;
};

/** What a document listed stands at: a state of other bytes than those now declared says nothing of it. */
export function statusOf(listed: DocumentReference, state: DocumentState | undefined): DocumentStatus {
  const same = state && state.type === listed.type && state.bytes === listed.bytes;
  return same ? state.status : 'awaited';
}

/** The documents listed that are not clean; `states` are in the order of the list. */
export function uncleanDocuments(
  listed: readonly DocumentReference[],
  states: readonly (DocumentState | undefined)[],
): UncleanDocument[] {
  return listed.flatMap((document, index) => {
    const status = statusOf(document, states[index]);
    return status === 'clean' ? [] : [{ index, document, status }];
  });
}
