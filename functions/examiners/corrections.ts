import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { withoutInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { correctionOf } from '../_platform/store/corrections.ts';
import { readDue } from '../_platform/store/due.ts';
import { staffOf } from '../_platform/store/staff.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 更正队列: corrections that wait for a second examiner. */
export function listCorrections(deps: ExaminersDeps): Handlers<'examiners'>['office.corrections.list'] {
  return async ({ query, staff, staffItem }) => {
    const list = 'corrections';
    const { limit, after } = pageAsked(query, list, dueShape('CORRECTION#cor', 'CORRECTION'));
    const page = await readDue(deps.store, 'correction.proposed', limit, duePlace(after));
    const member = staffOf(staff.account, staffItem);
    const items = withoutInterest(member, page.items.map(correctionOf), ({ concerned }) =>
      concerned.map((one) => one.party),
    );
    return { body: pageAnswered(items, page.last, list) };
  };
}
