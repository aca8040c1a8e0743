import { type FilingId, filingId } from '../../shared/kernel/id.ts';
import {
  type DocumentReference,
  type DocumentType,
  endingOf,
  endings,
  mediaTypes,
} from '../../shared/register/document.ts';

/** The documents' part of their bucket. */
const prefix = 'documents/';

/** Which document an object is. */
export type Named = { readonly filing: FilingId; readonly sha256: string; readonly type: DocumentType };

export function objectKeyOf(filing: FilingId, of: Pick<DocumentReference, 'sha256' | 'type'>): string {
  return `${prefix}${filing}/${of.sha256}.${endingOf(of.type)}`;
}

const shape = /^documents\/([^/]+)\/([0-9a-f]{64})\.([a-z]+)$/;

/** The document that a key names; nothing for a key that is not ours. */
export function documentNamed(key: string): Named | undefined {
  const [, folder, sha256 = '', ending] = shape.exec(key) ?? [];
  const filing = filingId.safeParse(folder);
  const known = endings.find((one) => one === ending);
  return filing.success && known ? { filing: filing.data, sha256, type: mediaTypes[known] } : undefined;
}
