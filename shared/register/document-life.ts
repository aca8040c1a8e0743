import type { FilingId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { DocumentReason, DocumentReference, DocumentState, ScanResult } from './document.ts';

/**
 * The life of a document. Each step takes the state as it stands and gives the next one, or nothing where the step
 * changes nothing: events come twice, late and in any order. `clean` and `infected` are final, so that whoever has
 * read `clean` may rely on it without a condition.
 */
type Step = DocumentState | undefined;

type Change = Partial<Pick<DocumentState, 'status' | 'reason' | 'words' | 'object' | 'scan'>>;

function changed(from: DocumentState, at: Instant, change: Change): DocumentState {
  const { reason: _reason, words: _words, ...kept } = from;
  const since = change.status === undefined ? from.since : at;
  return { ...kept, ...change, since, version: from.version + 1 };
}

/** An address was given out: the bytes may come. An address can be had again until they have come. */
export function awaited(
  before: DocumentState | undefined,
  filing: FilingId,
  { sha256, type, bytes }: Pick<DocumentReference, 'sha256' | 'type' | 'bytes'>,
  at: Instant,
): Step {
  if (before && before.status !== 'awaited') return undefined;
  const version = (before?.version ?? 0) + 1;
  return { ...before, filing, sha256, type, bytes, status: 'awaited', version, since: at };
}

/** The bytes are here. A check that is under way, or that broke off, is done again: it changes nothing but this. */
export function arrived(from: DocumentState, object: string, at: Instant): Step {
  if (from.status === 'awaited') return changed(from, at, { status: 'checking', object });
  return undefined;
}

/** The check has ended. A scan that was quicker counts now, if it was of these very bytes. */
export function checked(from: DocumentState, fault: DocumentReason | undefined, at: Instant): Step {
  if (from.status !== 'checking') return undefined;
  if (fault) return changed(from, at, { status: 'unfit', reason: fault });
  const scanning = changed(from, at, { status: 'scanning' });
  const known = from.scan && scanned(scanning, from.scan.result, from.scan.object, at);
  return { ...(known ?? scanning), version: from.version + 1 };
}

const outcomes: Readonly<Record<ScanResult, Change>> = {
  clean: { status: 'clean' },
  infected: { status: 'infected', reason: 'infected' },
  failed: { status: 'review', reason: 'scanFailed' },
  unsupported: { status: 'review', reason: 'scanUnsupported' },
  refused: { status: 'review', reason: 'scanRefused' },
};

/** The scan has ended. What it says of other bytes, or after the matter is settled, changes nothing. */
export function scanned(from: DocumentState, result: ScanResult, object: string, at: Instant): Step {
  switch (from.status) {
    case 'awaited':
    case 'checking':
      return from.scan?.object === object && from.scan.result === 'infected'
        ? undefined
        : changed(from, at, { scan: { result, object } });
    case 'scanning':
      return from.object === object ? changed(from, at, outcomes[result]) : undefined;
    case 'review':
      // A late answer still settles it; a second failure says nothing new.
      return from.object === object && (result === 'clean' || result === 'infected')
        ? changed(from, at, outcomes[result])
        : undefined;
    case 'clean':
    case 'infected':
    case 'unfit':
      return undefined;
  }
}

/** No result came in time: a person looks at it. */
export function overdue(from: DocumentState, at: Instant): Step {
  return from.status === 'scanning' ? changed(from, at, { status: 'review', reason: 'scanLate' }) : undefined;
}

/** 审查员判断: an examiner looked at what the scan could not settle. */
export function judged(
  from: DocumentState,
  outcome: 'clean' | 'unfit',
  words: string | undefined,
  at: Instant,
): Step {
  if (from.status !== 'review') return undefined;
  return changed(from, at, { status: outcome, reason: 'judged', ...(words && { words }) });
}
