import type { PartyId } from '../../shared/kernel/id.ts';
import { fill, type Localised } from '../../shared/kernel/localised.ts';
import type { DocumentReference, DocumentState } from '../../shared/register/document.ts';
import { documentKindTexts, documentStatusTexts } from '../../shared/register/document-texts.ts';
import type { Party } from '../../shared/register/party.ts';
import {
  missingDocuments,
  type RequiredDocument,
  uncleanDocuments,
} from '../../shared/register/required-documents.ts';

/** What keeps a filing's documents from being complete: a place in its list, a stable code, and words for people. */
export type DocumentIssue = { readonly pointer: string; readonly code: string; readonly text: Localised };

const missingText = {
  zh: '缺少{kind}{of}，依据：{source}',
  en: 'Missing: {kind}{of}. Source: {source}',
} as const;

/** Documents that must be listed and are not. The code is the kind. */
export function missingIssues(
  required: readonly RequiredDocument[],
  listed: readonly DocumentReference[],
  parties: ReadonlyMap<PartyId, Party>,
): DocumentIssue[] {
  return missingDocuments(required, listed).map(({ kind, party, source }) => {
    const name = party && (parties.get(party)?.name ?? party);
    const inWords = (language: 'zh' | 'en', of: string) =>
      fill(missingText, { kind: documentKindTexts[kind][language], of, source: source[language] })[language];
    return {
      pointer: '/documents',
      code: kind,
      text: { zh: inWords('zh', name ? `（${name}）` : ''), en: inWords('en', name ? ` of ${name}` : '') },
    };
  });
}

/** Documents that are listed and not clean. The code is the status. */
export function uncleanIssues(
  listed: readonly DocumentReference[],
  states: readonly (DocumentState | undefined)[],
): DocumentIssue[] {
  return uncleanDocuments(listed, states).map(({ index, status }) => ({
    pointer: `/documents/${index}`,
    code: status,
    text: documentStatusTexts[status],
  }));
}
