import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { correctionOf } from '../_platform/store/corrections.ts';
import { readDue } from '../_platform/store/due.ts';
import type { ExaminersDeps } from './deps.ts';
import { duePlace, dueShape } from './due-page.ts';

/** 更正队列: corrections that wait for a second examiner. */
export function listCorrections(deps: ExaminersDeps): Handlers<'examiners'>['office.corrections.list'] {
  return async ({ query }) => {
    const list = 'corrections';
    const { limit, after } = pageAsked(query, list, dueShape('CORRECTION#cor', 'CORRECTION'));
    const page = await readDue(deps.store, 'correction.proposed', limit, duePlace(after));
    return { body: pageAnswered(page.items.map(correctionOf), page.last, list) };
  };
}
