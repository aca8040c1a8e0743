import { officeCheckViewOf } from '../../shared/contracts/views/review-view.ts';
import type { Instant } from '../../shared/kernel/instant.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import type { SpotCheck } from '../../shared/register/spot-check.ts';
import { demandReviewer } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeCheck, readCheck } from '../_platform/store/checks.ts';
import { tell } from '../_platform/store/notices.ts';
import { staffUnchanged } from '../_platform/store/staff.ts';
import { type Bar, barCommitment } from './commitment-bar.ts';
import type { RegistrarDeps } from './deps.ts';
import { staffNow } from './take.ts';

const roundsMax = 5;

/**
 * 承诺抽查结论 (A9.1). A false commitment bars the party from filing by commitment, by an entry in the same transaction;
 * a party that does not answer within its limit has not proved what it promised.
 */
export function finishCheck(deps: RegistrarDeps): Handlers<'registrar'>['office.checks.finish'] {
  return async ({ params, body, staff, slot, today, nowMs }) => {
    for (let round = 1; round <= roundsMax; round += 1) {
      const check = await readCheck(deps.store, params.filingId, params.checkId);
      if (!check) throw new Problem('not-found');
      const member = await staffNow(deps.store, staff.account);
      demandReviewer(member, check.parties, today);
      demandRipe(check, today);
      const judged = { account: staff.account, at: instantOf(nowMs), reason: body.reason };
      const bar = body.outcome === 'false' ? await barCommitment(deps, check, judged) : undefined;
      const finished = withOutcome(check, body.outcome, judged, bar);
      const actions = [
        changeCheck(deps.store, finished),
        ...(bar?.actions ?? []),
        ...tell(deps, check.filing, [check.party], 'spot-check-finished'),
        staffUnchanged(deps.store, member),
      ];
      const answered = { status: 200, body: officeCheckViewOf(finished) };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
    }
    throw new Problem('busy');
  };
}

/** Answered, or its limit has passed without an answer. */
function demandRipe(check: SpotCheck, today: PlainDate): void {
  const lapsed = check.status === 'asked' && today > check.deadline.date;
  if (check.status !== 'answered' && !lapsed) throw new Problem('wrong-state');
}

function withOutcome(
  check: SpotCheck,
  status: 'true' | 'corrected' | 'false',
  judged: { account: string; at: Instant; reason: string },
  bar: Bar | undefined,
): SpotCheck {
  const outcome = { ...judged, ...(bar && { entry: bar.entry }) };
  return { ...check, version: check.version + 1, status, outcome };
}
