import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { addWorkingDays } from '../../../shared/kernel/working-days.ts';
import { inForce, reviewLimits } from '../../../shared/register/limits.ts';
import { type OfficeCorrection, shownChange } from '../../../shared/register/office-correction.ts';
import { demandReviewer } from '../../_platform/examiner.ts';
import type { Handlers } from '../../_platform/handlers.ts';
import { Problem } from '../../_platform/problem.ts';
import { commitWithReply } from '../../_platform/reply.ts';
import { openCorrection } from '../../_platform/store/corrections.ts';
import { readReview } from '../../_platform/store/reviews.ts';
import { staffOf, staffUnchanged } from '../../_platform/store/staff.ts';
import type { RegistrarDeps } from '../deps.ts';
import { differencesOf, readSubject } from './subject.ts';

/** 更正 proposed by one examiner, with what would differ, for another to confirm. Nothing of the register changes yet. */
export function proposeCorrection(deps: RegistrarDeps): Handlers<'registrar'>['office.corrections.propose'] {
  return async ({ body, staff, slot, staffItem, today, nowMs, language }) => {
    const { change, reason, review } = body;
    const member = staffOf(staff.account, staffItem);
    const subject = await readSubject(deps.store, change, language);
    demandReviewer(
      member,
      subject.concerned.map((one) => one.party),
      today,
    );
    if (review && (await readReview(deps.store, review))?.status !== 'error')
      throw new Problem('wrong-state');
    const proposed: OfficeCorrection = {
      ...{ id: newId('cor', nowMs, deps.ports.random(10)), version: 1, status: 'proposed', change, reason },
      ...(review && { review }),
      differences: differencesOf(subject, language)
        .slice(0, 500)
        .map((one) => shownChange.parse(one)),
      ...{ concerned: subject.concerned, account: staff.account, proposedAt: instantOf(nowMs) },
      deadline: addWorkingDays(today, inForce(reviewLimits, today).workingDays),
    };
    const actions = [openCorrection(deps.store, proposed), staffUnchanged(deps.store, member)];
    const answered = { status: 201, body: proposed };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem('busy');
  };
}
