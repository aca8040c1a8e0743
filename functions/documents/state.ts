import type { DocumentView } from '../../shared/contracts/operations/documents.ts';
import type { FilingId } from '../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import type { DocumentReference, DocumentState } from '../../shared/register/document.ts';
import { documentReasonTexts } from '../../shared/register/document-texts.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { statusOf } from '../../shared/register/required-documents.ts';
import { log } from '../_platform/logger.ts';
import { Problem } from '../_platform/problem.ts';
import { changeDocument, type Kept, readDocument } from '../_platform/store/documents.ts';
import { tell } from '../_platform/store/notices.ts';
import { commit } from '../_platform/transaction.ts';
import type { DocumentsDeps } from './deps.ts';
import type { Named } from './object-key.ts';

/** The document of the filing with this digest. */
export function listedAs(filing: Filing, sha256: string): DocumentReference | undefined {
  return filing.documents.find((one) => one.sha256 === sha256);
}

/** As `listedAs`; what the filing does not list looks as if it had never been. */
export function demandListed(filing: Filing, sha256: string): DocumentReference {
  const listed = listedAs(filing, sha256);
  if (!listed) throw new Problem('not-found');
  return listed;
}

/** Whether the filing still lists the document, as that type. */
export function isListed(filing: Filing | undefined, of: Named): boolean {
  return filing?.documents.some((one) => one.sha256 === of.sha256 && one.type === of.type) ?? false;
}

export function shownDocument(listed: DocumentReference, state: DocumentState | undefined): DocumentView {
  const status = statusOf(listed, state);
  // A state of other bytes than those declared now says nothing of them.
  if (!state || state.status !== status) return { ...listed, status };
  const { since, reason: code, words } = state;
  const text = code && documentReasonTexts[code];
  const said = words ? { zh: words, en: words } : text;
  return { ...listed, status, since, ...(code && said && { reason: { code, ...said } }) };
}

const roundsMax = 6;

/**
 * Takes a document one step on, on condition that nobody else did meanwhile; else the step is tried on what stands
 * then. Whoever answers for the filing is told of a document that cannot be taken. Answers the state as it is now.
 */
export async function advance(
  deps: DocumentsDeps,
  named: Named,
  step: (state: DocumentState, at: Instant) => DocumentState | undefined,
): Promise<Kept> {
  for (let round = 1; round <= roundsMax; round += 1) {
    const kept = await readDocument(deps.store, named.filing, named);
    const next = kept.state && step(kept.state, instantOf(deps.ports.now()));
    if (!next) return kept;
    const refused = (next.status === 'unfit' || next.status === 'infected') && kept.filing;
    const actions = [
      changeDocument(deps.store, next),
      ...(refused ? tell(deps, named.filing, [refused.applicant], 'document-refused') : []),
    ];
    const committed = await commit(deps.store.client, deps.ports, actions);
    if (committed.kind === 'busy') break;
    if (committed.kind === 'done') {
      noteStep(named.filing, next);
      return { ...kept, state: next };
    }
  }
  throw new Error(`a document of ${named.filing} is too contended`);
}

function noteStep(filing: FilingId, { status, reason }: DocumentState): void {
  log.info('DOCUMENT_SETTLED', { filing, status, ...(reason && { reason }) });
}
