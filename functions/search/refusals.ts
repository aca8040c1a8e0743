import type { Localised } from '../../shared/kernel/localised.ts';
import { Problem } from '../_platform/problem.ts';

/** What a search says of parameters that are well-formed by themselves and yet no question it can answer. */
const texts = {
  'search.nothing-asked': {
    zh: '请给出查询条件：名称、证件号码、专利号、登记号、主体，或登记日期的起止',
    en: 'Say what to look for: a name or identifier, a patent, a registration number, a party, or a period of registration.',
  },
  'search.not-combinable': {
    zh: '该条件不能与其他条件同时使用',
    en: 'This cannot be combined with the others.',
  },
  'search.empty-name': {
    zh: '名称中没有文字或数字',
    en: 'There is no letter, digit or symbol in this name.',
  },
  'search.period-needed': {
    zh: '未指明专利或主体时，须给出登记日期的起止',
    en: 'Without a patent or a party, both ends of a period of registration are needed.',
  },
  'search.period-too-long': {
    zh: '未指明专利或主体时，起止之间最多366日',
    en: 'Without a patent or a party, a period has at most 366 days.',
  },
  'search.as-of-one-only': {
    zh: '截至某时的查询，须给出专利号或者完整的登记号；其他列表只按现状编排',
    en: 'As of an earlier time only one patent or one whole registration number can be asked for: the other lists are kept as of now alone.',
  },
  'search.period-reversed': { zh: '截止日早于起始日', en: 'The period ends before it begins.' },
} as const satisfies Readonly<Record<string, Localised>>;

/** The refusal (422) that names the parameter at fault. */
export function unanswerable(parameter: string, code: keyof typeof texts): Problem {
  return new Problem('invalid-request', {
    errors: [{ in: 'query', pointer: `/${parameter}`, code, detail: texts[code] }],
  });
}
