import { createHash } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentItem } from '../../functions/_platform/store/documents.ts';
import type { Store } from '../../functions/_platform/store/store.ts';
import { filingId, partyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import {
  type DocumentKind,
  type DocumentReference,
  type DocumentState,
  documentList,
} from '../../shared/register/document.ts';

/** A document as a filing lists it; the same words give the same bytes. */
export function paper(kind: DocumentKind, more: Partial<DocumentReference> = {}): DocumentReference {
  const sha256 = createHash('sha256').update(`${kind} ${more.name} ${more.parties?.join()}`).digest('hex');
  return { kind, name: `${kind}.pdf`, type: 'application/pdf', sha256, bytes: 1024, ...more };
}

/** The documents that a pledge form needs where no agent acts (A2.1). */
export function papersFor(form: Record<string, unknown>): DocumentReference[] {
  const parties = [form['pledgors'], form['pledgees']].flatMap((side) =>
    Array.isArray(side) ? side.map((one) => partyId.parse(one.party)) : [],
  );
  return [
    paper('pledgeContract'),
    ...(form['commitment'] === false ? parties.map((party) => paper('identity', { parties: [party] })) : []),
    ...(form['valuation'] ? [paper('valuationReport')] : []),
    ...(form['coOwnersAgreedOtherwise'] === true ? [paper('coOwnerConsent')] : []),
  ];
}

/** Puts the states of a filing's documents as if they had been uploaded, checked and scanned. */
export function paperMaker(store: Store) {
  return async (
    filing: string,
    listed: readonly unknown[],
    change: Partial<DocumentState> = {},
  ): Promise<void> => {
    for (const { type, sha256, bytes } of documentList.parse(listed)) {
      const state: DocumentState = {
        ...{ filing: filingId.parse(filing), sha256, type, bytes },
        ...{ status: 'clean', version: 1, since: instantOf(Date.now()), ...change },
      };
      await store.client.send(new PutCommand({ TableName: store.tables.filings, Item: documentItem(state) }));
    }
  };
}
