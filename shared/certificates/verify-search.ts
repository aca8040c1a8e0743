import type { Verifier } from '../journal/note.ts';
import { notProvedTexts, provedTexts, searchFaultTexts } from './search-texts.ts';
import { looksLikeSearch, verifySearchCertificate } from './search-verification.ts';
import { outcomeOf, type Verification, verificationOf } from './verification.ts';
import { textOf } from './verify-entry.ts';

const kind = 'search-certificate';

export function isSearch(file: Uint8Array): boolean {
  return looksLikeSearch(textOf(file)?.trimEnd() ?? '');
}

/** 查询证明 as every paper is answered; what it does not prove stands under what it does. */
export async function verifySearch(file: Uint8Array, verifiers: readonly Verifier[]): Promise<Verification> {
  // An editor's last newline is no change of what is said.
  const found = await verifySearchCertificate(textOf(file)?.trimEnd() ?? '', verifiers);
  if (!found.ok) {
    const part = found.right === undefined ? {} : { part: found.right };
    const fault = { code: found.fault, text: searchFaultTexts[found.fault], ...part };
    return verificationOf(kind, [outcomeOf('search', [fault])], undefined);
  }
  return verificationOf(kind, [outcomeOf('search', [])], {
    facts: provedTexts(found.proved).map((value) => ({ value })),
    notes: notProvedTexts,
    demonstration: found.proved.demonstration,
  });
}
