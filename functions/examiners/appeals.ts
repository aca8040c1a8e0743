import { concernedBy } from '../../shared/register/staff.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { withoutInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { appealOf } from '../_platform/store/appeals.ts';
import { readDue } from '../_platform/store/due.ts';
import { readFilingsById } from '../_platform/store/filings.ts';
import { staffOf } from '../_platform/store/staff.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 复议队列: what was appealed to and not decided yet, nearest deadline first; nothing of whom the reader keeps out of. */
export function listAppeals(deps: ExaminersDeps): Handlers<'examiners'>['office.appeals.list'] {
  return async ({ query, staff, staffItem }) => {
    const list = `appeals ${query.status}`;
    const { limit, after } = pageAsked(query, list, dueShape('FILING#fil', 'APPEAL#apl'));
    const page = await readDue(deps.store, `appeal.${query.status}`, limit, duePlace(after));
    const appeals = page.items.map(appealOf);
    const filings = await readFilingsById(deps.store, [...new Set(appeals.map((one) => one.filing))]);
    const concerned = new Map(filings.map((one) => [one.id, concernedBy(one)]));
    const member = staffOf(staff.account, staffItem);
    const items = withoutInterest(member, appeals, (one) => concerned.get(one.filing) ?? [one.party]);
    return { body: pageAnswered(items, page.last, list) };
  };
}
