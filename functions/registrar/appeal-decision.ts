import type { AppealId, FilingId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import type { Appeal } from '../../shared/register/appeal.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { demandFit } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { toldOnly } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { changeAppeal, readAppeal } from '../_platform/store/appeals.ts';
import { changeFiling, readFiling } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import { openReview } from '../_platform/store/reviews.ts';
import { staffUnchanged } from '../_platform/store/staff.ts';
import type { Action } from '../_platform/transaction.ts';
import type { RegistrarDeps } from './deps.ts';
import { type Judged, reopened, withAppealDecided } from './reopening.ts';
import { reviewFor } from './sampling.ts';
import { staffNow } from './take.ts';

type Subject = { readonly filing: Filing; readonly appeal: Appeal };
type Next = { readonly filing: Filing; readonly appeal: Appeal; readonly actions: readonly Action[] };

const roundsMax = 5;

/**
 * 复议决定, by an examiner who took part in nothing that it is about. An appeal needs two: the first one's decision is
 * kept with it until another confirms.
 */
export function decideAppeal(deps: RegistrarDeps): Handlers<'registrar'>['office.appeals.decide'] {
  return async ({ params, body, staff, slot, today, nowMs }) => {
    const judged = { account: staff.account, at: instantOf(nowMs), ...body };
    return settleAppeal(deps, slot, params, staff.account, today, async ({ filing, appeal }) => {
      if (appeal.status !== 'open') throw new Problem('wrong-state');
      if (appeal.level === 'reconsideration') return decided(deps, { filing, appeal }, judged, today);
      const { sentBack: _answered, ...rest } = appeal;
      const next = { ...rest, version: appeal.version + 1, status: 'proposed', proposal: judged } as const;
      return { filing, appeal: next, actions: [] };
    });
  };
}

/** 复核: confirms what another examiner proposed on an appeal, on the version that was read, or sends it back. */
export function confirmAppeal(deps: RegistrarDeps): Handlers<'registrar'>['office.appeals.confirm'] {
  return async ({ params, body, staff, slot, today, nowMs }) => {
    const at = instantOf(nowMs);
    return settleAppeal(deps, slot, params, staff.account, today, async ({ filing, appeal }) => {
      const { proposal, ...rest } = appeal;
      if (appeal.status !== 'proposed' || !proposal) throw new Problem('wrong-state');
      if (appeal.version !== body.version) throw new Problem('stale-version');
      if (proposal.account === staff.account) throw new Problem('same-person');
      if (body.outcome === 'confirm') {
        const judged = { ...proposal, at, second: staff.account };
        return decided(deps, { filing, appeal: rest }, judged, today);
      }
      const sentBack = { account: staff.account, at, reason: body.reason };
      const next = { ...rest, version: appeal.version + 1, status: 'open', sentBack } as const;
      return { filing, appeal: next, actions: [] };
    });
  };
}

/** What follows: a refusal or a return falls and the filing is examined again; a registration is looked at again. */
async function decided(deps: RegistrarDeps, of: Subject, judged: Judged, today: PlainDate): Promise<Next> {
  const { outcome, ...rest } = judged;
  const appeal: Appeal = {
    ...{ ...of.appeal, version: of.appeal.version + 1, status: outcome, outcome: rest },
  };
  const told = withAppealDecided(of.filing, appeal, judged);
  const falls = outcome === 'upheld' && of.filing.status !== 'registered';
  const reviewed = outcome === 'upheld' && of.filing.status === 'registered';
  const filing = falls ? await reopened(deps, told, judged, today) : told;
  const heard = falls && filing.status === 'examination' ? toldOnly(filing) : [];
  return {
    appeal,
    filing,
    actions: [
      ...tell(deps, filing.id, heard, 'objection-possible'),
      ...tell(deps, of.filing.id, of.filing.parties, falls ? 'reopened' : 'appeal-decided'),
      ...(reviewed ? [openReview(deps.store, reviewFor(deps, of.filing, 'appeal'))] : []),
    ],
  };
}

/** Commits what `judge` makes of filing and appeal as they stand, again when either changed in between. */
async function settleAppeal(
  deps: RegistrarDeps,
  slot: ReplySlot,
  { filingId, appealId }: { readonly filingId: FilingId; readonly appealId: AppealId },
  account: string,
  today: PlainDate,
  judge: (of: Subject) => Promise<Next>,
): Promise<{ reply: StoredReply }> {
  for (let round = 1; round <= roundsMax; round += 1) {
    const [filing, appeal] = await Promise.all([
      readFiling(deps.store, filingId),
      readAppeal(deps.store, filingId, appealId),
    ]);
    if (!filing || !appeal) throw new Problem('not-found');
    const member = await staffNow(deps.store, account);
    demandFit(member, filing, today);
    if (filing.examiners?.includes(account)) throw new Problem('same-person');
    const next = await judge({ filing, appeal });
    const actions = [
      changeAppeal(deps.store, next.appeal),
      ...(next.filing === filing ? [] : changeFiling(deps.store, filing, next.filing)),
      ...next.actions,
      staffUnchanged(deps.store, member),
    ];
    const { status: filingStatus, version: filingVersion } = next.filing;
    const body = { appeal: appealId, filing: filingId, status: next.appeal.status };
    const answered = { status: 200, body: { ...body, filingStatus, filingVersion } };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    if (committed.kind === 'busy') break;
  }
  throw new Problem('busy');
}
