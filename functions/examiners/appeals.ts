import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { appealOf } from '../_platform/store/appeals.ts';
import { readDue } from '../_platform/store/due.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 复议队列: what was appealed to and not decided yet, nearest deadline first. */
export function listAppeals(deps: ExaminersDeps): Handlers<'examiners'>['office.appeals.list'] {
  return async ({ query }) => {
    const list = `appeals ${query.status}`;
    const { limit, after } = pageAsked(query, list, dueShape('FILING#fil', 'APPEAL#apl'));
    const page = await readDue(deps.store, `appeal.${query.status}`, limit, duePlace(after));
    return { body: pageAnswered(page.items.map(appealOf), page.last, list) };
  };
}
