import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { readDue } from '../_platform/store/due.ts';
import { objectionOf } from '../_platform/store/objections.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 复议队列: what was objected to and not decided yet, nearest deadline first. */
export function listObjections(deps: ExaminersDeps): Handlers<'examiners'>['office.objections.list'] {
  return async ({ query }) => {
    const list = `objections ${query.status}`;
    const { limit, after } = pageAsked(query, list, dueShape('FILING#fil', 'OBJECTION#obj'));
    const page = await readDue(deps.store, `objection.${query.status}`, limit, duePlace(after));
    return { body: pageAnswered(page.items.map(objectionOf), page.last, list) };
  };
}
