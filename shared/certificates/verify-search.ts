import type { Verifier } from '../journal/note.ts';
import { notProvedTexts, provedTexts, searchFaultTexts } from './search-texts.ts';
import { looksLikeSearch, type SearchFault, verifySearchCertificate } from './search-verification.ts';
import {
  type Check,
  type Outcome,
  outcomeOf,
  unchecked,
  type Verification,
  verificationOf,
} from './verification.ts';
import { textOf } from './verify-entry.ts';

const kind = 'search-certificate';

/** Which check finds which faults, in the order in which one rests on the other. */
const steps: readonly { readonly check: Check; readonly finds: readonly SearchFault[] }[] = [
  { check: 'paper', finds: ['tooLong', 'notJson', 'notCanonical', 'notThisKind'] },
  { check: 'checkpoint', finds: ['checkpointMalformed', 'signatureWrong', 'keyUnknown'] },
  { check: 'commitment', finds: ['leafNotLast', 'leafNotInLog'] },
  { check: 'search', finds: ['holdsChanged', 'mapProofWrong'] },
];

export function isSearch(file: Uint8Array): boolean {
  return looksLikeSearch(textOf(file)?.trimEnd() ?? '');
}

/** 查询证明 as every paper is answered; what it does not prove stands under what it does. */
export async function verifySearch(file: Uint8Array, verifiers: readonly Verifier[]): Promise<Verification> {
  // An editor's last newline is no change of what is said.
  const found = await verifySearchCertificate(textOf(file)?.trimEnd() ?? '', verifiers);
  if (!found.ok) return verificationOf(kind, outcomesWith(found.fault, found.right), undefined);
  const outcomes = steps.map(({ check }) => outcomeOf(check, []));
  return verificationOf(kind, outcomes, {
    facts: provedTexts(found.proved).map((value) => ({ value })),
    notes: notProvedTexts,
    demonstration: found.proved.demonstration,
  });
}

/** What was proved before the fault, the fault, and what rests on it. */
function outcomesWith(fault: SearchFault, right: string | undefined): Outcome[] {
  const failed = steps.findIndex(({ finds }) => finds.includes(fault));
  const named = { code: fault, text: searchFaultTexts[fault], ...(right !== undefined && { part: right }) };
  return steps.map(({ check }, at) =>
    at > failed ? unchecked(check) : outcomeOf(check, at === failed ? [named] : []),
  );
}
