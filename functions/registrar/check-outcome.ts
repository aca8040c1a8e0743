import { officeCheckViewOf } from '../../shared/contracts/views/review-view.ts';
import type { EntryId } from '../../shared/kernel/id.ts';
import type { Instant } from '../../shared/kernel/instant.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { addYears, type PlainDate } from '../../shared/kernel/plain-date.ts';
import { commitmentBars, inForce } from '../../shared/register/limits.ts';
import type { SpotCheck } from '../../shared/register/spot-check.ts';
import { demandReviewer } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeCheck, readCheck } from '../_platform/store/checks.ts';
import { tell } from '../_platform/store/notices.ts';
import { readParties } from '../_platform/store/parties.ts';
import { staffUnchanged } from '../_platform/store/staff.ts';
import { barCommitment } from './bar.ts';
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
      const bar = body.outcome === 'false' ? await barOf(deps, check, body.reason, today) : undefined;
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

/** The bar that a false commitment leads to; a longer one that stands is not shortened. */
async function barOf(deps: RegistrarDeps, check: SpotCheck, reason: string, today: PlainDate) {
  const party = (await readParties(deps.store, [check.party])).get(check.party);
  if (!party) throw new Error(`no party ${check.party}`);
  const standing = party.commitmentBarredUntil;
  const rule = addYears(today, inForce(commitmentBars, today).years);
  const until = standing !== undefined && standing > rule ? standing : rule;
  return barCommitment(deps, party, until, { check: check.id, filing: check.filing, reason });
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
  bar: { readonly entry: { readonly id: EntryId } } | undefined,
): SpotCheck {
  const outcome = { ...judged, ...(bar && { entry: bar.entry.id }) };
  return { ...check, version: check.version + 1, status, outcome };
}
