import type { FilingId } from '../../../shared/kernel/id.ts';
import {
  type DocumentReference,
  type DocumentState,
  documentState,
  endingOf,
} from '../../../shared/register/document.ts';
import type { Item, Key } from '../dynamodb.ts';

/** Where the state of a filing's document lies. The type is part of it: the same bytes are another document as another type. */
export const documentKey = (filing: FilingId, of: Pick<DocumentReference, 'sha256' | 'type'>): Key => ({
  pk: `FILING#${filing}`,
  sk: `DOCUMENT#${of.sha256}.${endingOf(of.type)}`,
});

export function documentStateOf(item: Item | undefined): DocumentState | undefined {
  return item && documentState.parse(item['document']);
}

/** The item of a document's state. */
export function documentItem(state: DocumentState): Item {
  return { ...documentKey(state.filing, state), version: state.version, document: state };
}
