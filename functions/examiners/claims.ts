import { shownClaim } from '../../shared/contracts/views/office-view.ts';
import type { FilingId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { type Claim, claimOf, standingClaim } from '../../shared/register/claim.ts';
import { type Filing, withClaim } from '../../shared/register/filing.ts';
import type { Item } from '../_platform/dynamodb.ts';
import { demandFit, demandFree } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { changeFiling, filingOf, readFiling } from '../_platform/store/filings.ts';
import { readStaff, type StaffMember, staffOf, staffUnchanged } from '../_platform/store/staff.ts';
import type { Action } from '../_platform/transaction.ts';
import type { ExaminersDeps } from './deps.ts';

const roundsMax = 5;

/** 领取: nobody else decides on the filing while the claim stands; claimed again, it stands for longer. */
export function claimFiling(deps: ExaminersDeps): Handlers<'examiners'>['office.filings.claim'] {
  return async ({ params, staff, slot, filingItem, staffItem, today, nowMs }) => {
    let member: StaffMember | undefined = staffOf(staff.account, staffItem);
    return settleClaim(deps, slot, params.filingId, filingItem, async (filing) => {
      const known = member ?? (await memberOf(deps, staff.account));
      member = undefined;
      demandFit(known, filing, today);
      await demandFree(deps.store, filing, staff.account, today);
      const claim = claimOf(staff.account, instantOf(nowMs));
      return { claim, beside: [staffUnchanged(deps.store, known)] };
    });
  };
}

/** 退回队列: only by whom it is claimed. */
export function releaseFiling(deps: ExaminersDeps): Handlers<'examiners'>['office.filings.release'] {
  return async ({ params, staff, slot, filingItem, today }) =>
    settleClaim(deps, slot, params.filingId, filingItem, async (filing) => {
      if (standingClaim(filing.claim, today)?.account !== staff.account) throw new Problem('wrong-state');
      return { claim: undefined, beside: [] };
    });
}

/** 改派, by a chief examiner: to an examiner who is there and has no interest in a party of the filing. */
export function reassignFiling(deps: ExaminersDeps): Handlers<'examiners'>['office.filings.reassign'] {
  return async ({ params, body, slot, filingItem, today, nowMs }) =>
    settleClaim(deps, slot, params.filingId, filingItem, async (filing) => {
      const member = await memberOf(deps, body.account);
      demandFit(member, filing, today);
      const claim = claimOf(body.account, instantOf(nowMs));
      return { claim, beside: [staffUnchanged(deps.store, member)] };
    });
}

async function memberOf(deps: ExaminersDeps, account: string): Promise<StaffMember> {
  return (await readStaff(deps.store, [account])).get(account) ?? staffOf(account, undefined);
}

type Next = { readonly claim: Claim | undefined; readonly beside: readonly Action[] };

/** Commits the claim that `next` makes of the filing, again when the filing or the examiner changed in between. */
async function settleClaim(
  deps: ExaminersDeps,
  slot: ReplySlot,
  id: FilingId,
  item: Item | undefined,
  next: (filing: Filing) => Promise<Next>,
): Promise<{ reply: StoredReply }> {
  let filing = item && filingOf(item);
  for (let round = 1; round <= roundsMax; round += 1) {
    if (!filing) throw new Problem('not-found');
    demandState(filing, 'decide');
    const { claim, beside } = await next(filing);
    const changed = withClaim(filing, claim);
    const actions = [...changeFiling(deps.store, filing, changed), ...beside];
    const body = { filing: id, version: changed.version, ...(claim && { claim: shownClaim(claim) }) };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, { status: 200, body });
    if (committed.kind === 'reply') return { reply: committed.reply };
    if (committed.kind === 'busy') break;
    filing = await readFiling(deps.store, id);
  }
  throw new Problem('busy');
}
