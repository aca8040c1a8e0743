import type { Localised } from './localised.ts';

/**
 * What the kernel's schemas say of a bad value. A schema's message is the code; the problem mapper at the HTTP
 * edge looks the text up, so that both languages stand in one place and tests hold the code, not the wording.
 */
const FAULTS = {
  'id.format': { zh: '标识符格式不正确', en: 'This is not an identifier of the expected kind.' },
  'digest.format': {
    zh: '摘要应为“sha256:”加64位小写十六进制',
    en: 'A digest is "sha256:" and 64 lower-case hexadecimal digits.',
  },
  'date.format': { zh: '日期应为“YYYY-MM-DD”', en: 'A date is written YYYY-MM-DD.' },
  'date.impossible': {
    zh: '该日期不存在，或年份不在1900至2999之间',
    en: 'There is no such date, or its year is outside 1900 to 2999.',
  },
  'instant.format': {
    zh: '时间应为UTC，精确到毫秒，例如2026-11-22T06:00:00.123Z',
    en: 'A time is in UTC with milliseconds, for example 2026-11-22T06:00:00.123Z.',
  },
  'asOf.format': {
    zh: '应为日志的长度（条数），或RFC 3339时间，例如2026-11-22T14:00:00+08:00',
    en: 'This is a size of the journal, or a time of RFC 3339 such as 2026-11-22T14:00:00+08:00.',
  },
  'money.amount': {
    zh: '金额应为不超过15位整数、至多两位小数的数字，不带分隔符',
    en: 'An amount has at most 15 digits and two decimals, without separators.',
  },
  'money.decimals': { zh: '该币种没有小数', en: 'This currency has no decimals.' },
  'money.positive': { zh: '金额应大于零', en: 'The amount must be greater than zero.' },
  'patentNumber.format': {
    zh: '专利号应为13位（2003年10月前为9位），末位为校验位',
    en: 'A patent number has 13 characters (9 before October 2003), the last being its check digit.',
  },
  'patentNumber.kind': {
    zh: '专利号的种类号应为1、2、3、8或9',
    en: 'The kind digit of a patent number is 1, 2, 3, 8 or 9.',
  },
  'patentNumber.checkDigit': {
    zh: '专利号的校验位不正确',
    en: 'The check digit of the patent number is wrong.',
  },
  'uscc.invalid': {
    zh: '统一社会信用代码应为18位且校验码正确',
    en: 'A unified social credit code has 18 characters and a correct check character.',
  },
  'lei.invalid': {
    zh: '全球法人识别编码应为20位且校验码正确',
    en: 'A legal entity identifier has 20 characters and correct check digits.',
  },
  'ipc.format': { zh: 'IPC分类号格式不正确，例如H04L 9/32', en: 'An IPC symbol looks like H04L 9/32.' },
  'locarno.format': {
    zh: '洛迦诺分类号格式不正确，例如14-02',
    en: 'A Locarno class and subclass looks like 14-02.',
  },
  'right.format': { zh: '权利标识格式不正确', en: 'This does not name a right.' },
  'registrationNumber.format': {
    zh: '质押登记号应为“Y”加13位数字',
    en: 'A pledge registration number is "Y" and 13 digits.',
  },
  'email.format': {
    zh: '电子邮箱地址格式不正确，仅限ASCII字符',
    en: 'This is not an e-mail address in plain ASCII.',
  },
  'text.empty': { zh: '不能为空', en: 'The text is empty.' },
  'text.tooLong': { zh: '文字过长', en: 'The text is too long.' },
  'text.forbidden': {
    zh: '文字含有控制字符或其他不允许的字符',
    en: 'The text contains control or other forbidden characters.',
  },
} as const satisfies Record<string, Localised>;

export type FaultCode = keyof typeof FAULTS;

/** The text of a schema's message, or undefined where the message is not one of the kernel's codes. */
export function faultText(message: string): Localised | undefined {
  return Object.hasOwn(FAULTS, message) ? FAULTS[message as FaultCode] : undefined;
}

/** Lets the compiler check that a schema's message is one of the codes. */
export function fault(code: FaultCode): FaultCode {
  return code;
}
