import type { FilingId } from '../../shared/kernel/id.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { type Answered, commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { inRounds } from '../_platform/rounds.ts';
import { readFiling } from '../_platform/store/filings.ts';
import type { Action } from '../_platform/transaction.ts';
import type { FilingsDeps } from './deps.ts';

/** What an act on a filing writes, and what it answers once that is done. */
export type Turn = { readonly actions: readonly Action[]; readonly answer: Answered };

/**
 * An act on a filing that others act on at the same time. The filing's version puts all of them in one order: one that
 * was read too early, or found no gap between the others, is judged again on the filing as they left it.
 */
export async function inTurn(
  deps: FilingsDeps,
  of: { readonly params: { readonly filingId: FilingId }; readonly slot: ReplySlot },
  first: Filing | undefined,
  act: (stored: Filing | undefined) => Promise<Turn>,
): Promise<{ reply: StoredReply }> {
  let stored = first;
  return inRounds(deps.ports, async () => {
    const { actions, answer } = await act(stored);
    // Tried once a round: whoever is in the way has most likely changed the filing, and writing the same again would
    // only stand in others' way.
    const committed = await commitWithReply(deps.store, deps.ports, of.slot, actions, answer, 1);
    if (committed.kind === 'reply') return { reply: committed.reply };
    stored = await readFiling(deps.store, of.params.filingId);
    return undefined;
  });
}
