import type * as z from 'zod';
import { type FaultCode, faultText } from '../../kernel/fault.ts';
import type { Localised } from '../../kernel/localised.ts';
import type { Column } from './columns.ts';

/** Why a line of an import was not taken, beside what the kernel says of a single value. */
const lineFaultTexts = {
  'line.quote': {
    zh: '引号不成对，该行无法读取',
    en: 'A quotation mark is stray or not closed, so the line cannot be read.',
  },
  'line.columnCount': {
    zh: '该行的列数与标题行不一致',
    en: 'The line does not have as many columns as the header.',
  },
  'line.repeated': {
    zh: '本文件中该专利号已出现',
    en: 'An earlier line of this file has this patent number.',
  },
  'line.differs': {
    zh: '登记簿中已有该专利且内容不同；导入不变更已有档案',
    en: 'The register holds this patent with different data, and an import never changes a title.',
  },
  'cell.required': { zh: '必填', en: 'This is required.' },
  'cell.notAnOption': { zh: '不是可选的值', en: 'This is not one of the allowed values.' },
  'title.beforeFirstFilingDay': {
    zh: '早于1985年4月1日，即首个申请日',
    en: 'This is before 1 April 1985, the first filing day.',
  },
  'title.future': { zh: '日期晚于今天', en: 'This date is after today.' },
  'title.kindDiffers': {
    zh: '与专利号中的种类号不符',
    en: 'This is not the kind that the patent number says.',
  },
  'title.filedAfterNumber': {
    zh: '申请日晚于专利号所示年份',
    en: 'The filing date is later than the year in the patent number.',
  },
  'title.grantedBeforeFiling': {
    zh: '授权公告日不晚于申请日',
    en: 'The grant date is not after the filing date.',
  },
  'title.grantedApplication': {
    zh: '有授权公告日的不能是“application”',
    en: 'A patent with a grant date cannot be an application.',
  },
  'title.publicationNumber': {
    zh: '公告号应为“CN”、7至9位数字和文献种类代码',
    en: 'A publication number is "CN", 7 to 9 digits and a kind code.',
  },
  'title.compensationDays': {
    zh: '期限补偿天数应为0至3660的整数',
    en: 'Compensation days are a whole number from 0 to 3660.',
  },
  'title.statusUnstated': {
    zh: '声明法律状态有来源，但该行既无授权公告日也无法律状态',
    en: 'The status is declared to have a source, yet the line has neither grant date nor legal status.',
  },
  'title.sameDayInvention': {
    zh: '仅实用新型可填同日申请的发明，且其号须为发明',
    en: 'Only a utility model has a same-day invention, and its number must be of an invention.',
  },
  'owners.tooMany': { zh: '专利权人最多50个', en: 'At most 50 owners are allowed.' },
  'owners.repeated': { zh: '专利权人重复', en: 'An owner is listed twice.' },
  'owners.identifierCount': {
    zh: '证件号的个数与专利权人不一致',
    en: 'There are not as many identifiers as owners; leave one blank where it is not known.',
  },
  'owners.identifierScheme': {
    zh: '证件号应以“uscc:”或“foreign:”开头',
    en: 'An identifier begins with "uscc:" or "foreign:".',
  },
} as const satisfies Readonly<Record<string, Localised>>;

export type LineFaultCode = keyof typeof lineFaultTexts | FaultCode;

/** One thing wrong with one line; `line` stands for a line that could not be taken apart. */
export type LineFault = { readonly field: Column | 'line'; readonly code: LineFaultCode };

/** The code behind a schema's message: the import's or the kernel's own, else that the value is not an option. */
export function lineFaultCode(message: string): LineFaultCode {
  if (Object.hasOwn(lineFaultTexts, message)) return message as keyof typeof lineFaultTexts;
  return faultText(message) ? (message as FaultCode) : 'cell.notAnOption';
}

/** The code behind the first thing that a schema found wrong with a value. */
export function lineFaultOf(error: Pick<z.ZodError, 'issues'>): LineFaultCode {
  return lineFaultCode(error.issues[0]?.message ?? '');
}

/** The reason in both languages, never in the words that were sent. */
export function reasonOf(code: LineFaultCode): Localised {
  if (Object.hasOwn(lineFaultTexts, code)) return lineFaultTexts[code as keyof typeof lineFaultTexts];
  return faultText(code) ?? lineFaultTexts['cell.notAnOption'];
}

export const lineFaultCodes = Object.keys(lineFaultTexts) as (keyof typeof lineFaultTexts)[];
