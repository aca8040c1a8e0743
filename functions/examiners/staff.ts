import { instantOf } from '../../shared/kernel/instant.ts';
import { absencesMax, interestsMax, type StaffFacts } from '../../shared/register/staff.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { changeStaff, readStaff, type StaffMember, staffOf } from '../_platform/store/staff.ts';
import type { ExaminersDeps } from './deps.ts';

const roundsMax = 5;

export function getStaff(): Handlers<'examiners'>['office.staff.get'] {
  return async ({ staff, staffItem }) => ({ body: staffOf(staff.account, staffItem).facts });
}

/** 请假: days long past are forgotten as new ones are entered. */
export function declareAbsence(deps: ExaminersDeps): Handlers<'examiners'>['office.absences.declare'] {
  return async ({ body, staff, slot, staffItem, today }) =>
    settleFacts(deps, slot, staffOf(staff.account, staffItem), (facts) => {
      const others = facts.absences.filter((one) => one.from !== body.from && one.until >= today);
      if (others.length >= absencesMax) throw new Problem('wrong-state');
      return { ...facts, absences: [...others, body].sort((a, b) => (a.from < b.from ? -1 : 1)) };
    });
}

export function cancelAbsence(deps: ExaminersDeps): Handlers<'examiners'>['office.absences.cancel'] {
  return async ({ params, staff, slot, staffItem }) =>
    settleFacts(deps, slot, staffOf(staff.account, staffItem), (facts) => {
      const absences = facts.absences.filter((one) => one.from !== params.from);
      if (absences.length === facts.absences.length) throw new Problem('not-found');
      return { ...facts, absences };
    });
}

/** 回避: declared by the examiner, and ended by a chief examiner only. */
export function declareInterest(deps: ExaminersDeps): Handlers<'examiners'>['office.interests.declare'] {
  return async ({ body, staff, slot, staffItem, nowMs }) =>
    settleFacts(deps, slot, staffOf(staff.account, staffItem), (facts) => {
      if (facts.interests.some((one) => one.party === body.party)) return facts;
      if (facts.interests.length >= interestsMax) throw new Problem('wrong-state');
      const declared = { party: body.party, declaredAt: instantOf(nowMs) };
      return { ...facts, interests: [...facts.interests, declared] };
    });
}

export function endInterest(deps: ExaminersDeps): Handlers<'examiners'>['office.interests.end'] {
  return async ({ params, slot }) => {
    const member = (await readStaff(deps.store, [params.account])).get(params.account);
    return settleFacts(deps, slot, member ?? staffOf(params.account, undefined), (facts) => {
      const interests = facts.interests.filter((one) => one.party !== params.party);
      if (interests.length === facts.interests.length) throw new Problem('not-found');
      return { ...facts, interests };
    });
  };
}

/** Commits what `next` makes of the facts, again when they changed in between. */
async function settleFacts(
  deps: ExaminersDeps,
  slot: ReplySlot,
  first: StaffMember,
  next: (facts: StaffFacts) => StaffFacts,
): Promise<{ reply: StoredReply }> {
  let member = first;
  for (let round = 1; round <= roundsMax; round += 1) {
    const body = next(member.facts);
    const actions = [changeStaff(deps.store, member, body)];
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, { status: 200, body });
    if (committed.kind === 'reply') return { reply: committed.reply };
    if (committed.kind === 'busy') break;
    const { account } = member.facts;
    member = (await readStaff(deps.store, [account])).get(account) ?? staffOf(account, undefined);
  }
  throw new Problem('busy');
}
