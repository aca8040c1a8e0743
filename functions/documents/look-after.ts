import { addMillis, type Instant, instantOf } from '../../shared/kernel/instant.ts';
import type { DocumentState } from '../../shared/register/document.ts';
import { overdue } from '../../shared/register/document-life.ts';
import { type FilingStatus, mayFollow } from '../../shared/register/lifecycle.ts';
import { log } from '../_platform/logger.ts';
import {
  changeDocument,
  documentAt,
  forgetDocument,
  type Kept,
  type Look,
} from '../_platform/store/documents.ts';
import { readWaiting, type WaitingPlace, waitingQueues } from '../_platform/store/waiting.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import { removeUnlisted, takeIn } from './arrival.ts';
import type { DocumentsDeps } from './deps.ts';
import { advance, isListed } from './state.ts';

const pageSize = 25;
const pagesMax = 40;
const dayMs = 24 * 3_600_000;
/** How often a document is looked at again while its filing may still change, and once it has ended. */
const daysWhileOpen = 7;
const daysOnceEnded = 30;

/**
 * 巡查: by schedule, every document whose time has come. An event that was lost is made up for, a scan that does not
 * answer is given to an examiner, and what no filing lists any more is removed. Run as often as wanted.
 */
export async function lookAfter(deps: DocumentsDeps): Promise<{ seen: number; left: number }> {
  const before = instantOf(deps.ports.now());
  let after: WaitingPlace | undefined;
  let [seen, left] = [0, 0];
  for (let page = 0; page < pagesMax; page += 1) {
    const found = await readWaiting(deps.store, waitingQueues.document, pageSize, { before, after });
    for (const place of found.items) {
      try {
        await lookAt(deps, await documentAt(deps.store, place), before);
        seen += 1;
      } catch (error) {
        // One that cannot be read must not keep the others waiting; it comes up again at the next run.
        left += 1;
        log.error('DOCUMENT_LEFT_OUT', { place: place.pk, error: error instanceof Error ? error.name : '' });
      }
    }
    after = found.last;
    if (!after) break;
  }
  return { seen, left };
}

async function lookAt(deps: DocumentsDeps, kept: Kept, now: Instant): Promise<void> {
  const { state, filing } = kept;
  if (!state) return;
  // A filing whose days are over is gone, and with it what it listed (docs/retention.md).
  if (!filing || !isListed(filing, state)) {
    await removeUnlisted(deps, state);
    return;
  }
  switch (state.status) {
    case 'awaited':
    case 'checking':
      await takeIn(deps, state);
      // Nothing has come, and its address is long past: the next one begins anew.
      if (state.status === 'awaited') await unless(deps, forgetDocument(deps.store, state));
      return;
    case 'scanning':
      await advance(deps, state, overdue);
      return;
    case 'clean':
    case 'infected':
    case 'unfit': {
      const look = lookAgain(filing.status, now);
      const same: DocumentState = { ...state, version: state.version + 1 };
      return unless(deps, changeDocument(deps.store, same, look));
    }
    case 'review':
      return;
  }
}

/** What belongs to an entry is kept as long as the entry, which nobody takes back. */
function lookAgain(status: FilingStatus, now: Instant): Look {
  if (status === 'registered') return 'settled';
  return addMillis(now, (mayFollow(status, 'withdraw') ? daysWhileOpen : daysOnceEnded) * dayMs);
}

/** Writes it unless something happened to the document meanwhile, which then counts. */
async function unless(deps: DocumentsDeps, action: Action): Promise<void> {
  await commit(deps.store.client, deps.ports, [action]);
}
