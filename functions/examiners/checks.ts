import { officeCheckViewOf } from '../../shared/contracts/views/review-view.ts';
import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { addWorkingDays } from '../../shared/kernel/working-days.ts';
import { inForce, spotCheckLimits } from '../../shared/register/limits.ts';
import type { SpotCheck } from '../../shared/register/spot-check.ts';
import { concernedBy } from '../../shared/register/staff.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { demandFit, withoutInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { checkOf, openCheck } from '../_platform/store/checks.ts';
import { readDue } from '../_platform/store/due.ts';
import { filingOf } from '../_platform/store/filings.ts';
import { tell } from '../_platform/store/notices.ts';
import { staffOf, staffUnchanged } from '../_platform/store/staff.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 承诺抽查 (A9.1): of what was registered on a commitment; the party is told with its limit. */
export function openSpotCheck(deps: ExaminersDeps): Handlers<'examiners'>['office.checks.open'] {
  return async ({ params, body, staff, slot, filingItem, staffItem, today, nowMs }) => {
    if (!filingItem) throw new Problem('not-found');
    const filing = filingOf(filingItem);
    const member = staffOf(staff.account, staffItem);
    demandFit(member, filing, today);
    const committed = filing.status === 'registered' && filing.form['commitment'] === true;
    if (!committed || !filing.parties.includes(body.party)) throw new Problem('wrong-state');
    const limit = body.limitWorkingDays ?? inForce(spotCheckLimits, today).workingDays;
    const check: SpotCheck = {
      ...{ id: newId('chk', nowMs, deps.ports.random(10)), version: 1, status: 'asked' },
      ...{ filing: params.filingId, party: body.party, parties: concernedBy(filing), asks: body.asks },
      ...{ openedBy: staff.account, openedAt: instantOf(nowMs), deadline: addWorkingDays(today, limit) },
    };
    const actions = [
      openCheck(deps.store, check),
      ...tell(deps, filing.id, [body.party], 'spot-check-opened'),
      staffUnchanged(deps.store, member),
    ];
    const answered = { status: 201, body: officeCheckViewOf(check) };
    const done = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (done.kind === 'reply') return { reply: done.reply };
    throw new Problem('busy');
  };
}

export function listChecks(deps: ExaminersDeps): Handlers<'examiners'>['office.checks.list'] {
  return async ({ query, staff, staffItem }) => {
    const list = `checks ${query.status}`;
    const { limit, after } = pageAsked(query, list, dueShape('FILING#fil', 'CHECK#chk'));
    const page = await readDue(deps.store, `check.${query.status}`, limit, duePlace(after));
    const member = staffOf(staff.account, staffItem);
    const items = withoutInterest(member, page.items.map(checkOf), ({ parties }) => parties);
    return { body: pageAnswered(items.map(officeCheckViewOf), page.last, list) };
  };
}
