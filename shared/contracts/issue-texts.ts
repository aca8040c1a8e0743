import { type FaultCode, faultText } from '../kernel/fault.ts';
import type { Localised } from '../kernel/localised.ts';

/** What a procedure's form says of fields that do not go together; the form's own counterpart of the kernel's. */
export const formFaultTexts = {
  'form.repeatedRight': { zh: '同一专利重复填写', en: 'This patent is listed twice.' },
  'form.repeatedParty': { zh: '同一主体重复填写', en: 'This party is listed twice.' },
  'form.repeatedDocument': {
    zh: '同一文件重复列出（摘要相同）',
    en: 'This document is listed twice: the digest is the same.',
  },
  'form.partyOnBothSides': {
    zh: '同一主体不能既是出质人又是质权人',
    en: 'A party cannot be both pledgor and pledgee.',
  },
  'form.repeatedAccount': { zh: '同一账户重复填写', en: 'This account is listed twice.' },
  'form.repeatedAct': { zh: '同一权限重复填写', en: 'An act is listed twice.' },
  'form.noAdministrator': {
    zh: '至少须有一名管理员',
    en: 'At least one account must be an administrator.',
  },
  'form.tooFewSigners': {
    zh: '签署人少于签署规则要求的人数',
    en: 'There are fewer signers than the signing rule asks for.',
  },
  'form.notAbroad': {
    zh: '境内单位请填写统一社会信用代码',
    en: 'An organisation of the mainland is enrolled by its unified social credit code.',
  },
  'form.agencyNeeded': {
    zh: '境外当事人须经代理机构办理',
    en: 'A party from abroad acts through an agency.',
  },
  'form.nothingChanges': { zh: '没有填写任何变更', en: 'Nothing is to be changed.' },
  'form.periodEndsBeforeItBegins': {
    zh: '期间届满日早于起始日',
    en: 'The period ends before it begins.',
  },
} as const satisfies Readonly<Record<string, Localised>>;
export type FormFaultCode = keyof typeof formFaultTexts;

/** What a schema itself says of a value, in words that fit every field. */
export const schemaFaultTexts = {
  required: { zh: '必填', en: 'This is required.' },
  'invalid-type': { zh: '类型不正确', en: 'This is not of the expected type.' },
  'invalid-format': { zh: '格式不正确', en: 'This is not in the expected format.' },
  'invalid-value': { zh: '不是可选的值', en: 'This is not one of the allowed values.' },
  'too-small': { zh: '过小、过短或项数过少', en: 'This is too small, too short, or has too few items.' },
  'too-big': { zh: '过大、过长或项数过多', en: 'This is too large, too long, or has too many items.' },
  'not-multiple-of': { zh: '不是规定步长的整数倍', en: 'This is not a multiple of the prescribed step.' },
  'unrecognized-keys': { zh: '含有未定义的字段', en: 'There are fields here that the schema does not know.' },
  'invalid-union': { zh: '不符合任何一种可选结构', en: 'This fits none of the allowed shapes.' },
  'invalid-key': { zh: '字段名不符合要求', en: 'A field name here is not allowed.' },
  'invalid-element': { zh: '其中一项不符合要求', en: 'One of the items is not allowed.' },
  custom: { zh: '不符合要求', en: 'This does not fit the schema.' },
} as const satisfies Readonly<Record<string, Localised>>;
export type SchemaFaultCode = keyof typeof schemaFaultTexts;

/** Every code that `errors[].code` of a problem, or an issue of a form, can carry. */
export type IssueCode = FaultCode | FormFaultCode | SchemaFaultCode;

/** An issue of zod, or of a form; the bounds are the schema's own and therefore safe to show. */
export type Issue = {
  readonly code?: string | undefined;
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
};

/**
 * The stable code of an issue: the kernel's or the form's own (`money.amount`, `form.repeatedRight`) where the
 * message is one, else zod's in kebab case (`too-small`), and `required` for a value that is not there at all.
 */
export function issueCode(issue: Issue): IssueCode {
  const { message } = issue;
  if (isFault(message) || isFormFault(message)) return message;
  if (issue.code === 'invalid_type' && message.endsWith('received undefined')) return 'required';
  const code = (issue.code ?? 'custom').replaceAll('_', '-');
  return isSchemaFault(code) ? code : 'custom';
}

/**
 * What is wrong, in both languages, for the caller to read. Only words of this house and bounds of the schema go
 * into it: neither the value sent, nor a field name sent, nor zod's own English.
 */
export function issueText(issue: Issue): Localised {
  const code = issueCode(issue);
  if (isFormFault(code)) return formFaultTexts[code];
  if (!isSchemaFault(code)) return faultText(code) ?? schemaFaultTexts.custom;
  return boundText(code, issue) ?? typeText(code, issue) ?? schemaFaultTexts[code];
}

const typeNames: Readonly<Record<string, Localised>> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '数组', en: 'an array' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' },
};

function typeText(code: SchemaFaultCode, { expected }: Issue): Localised | undefined {
  const name = typeof expected === 'string' ? typeNames[expected] : undefined;
  if (code !== 'invalid-type' || !name) return undefined;
  return { zh: `类型不正确，应为${name.zh}`, en: `This must be ${name.en}.` };
}

type Bound = { readonly low: (n: string) => Localised; readonly high: (n: string) => Localised };

const lengthBound: Bound = {
  low: (n) => ({ zh: `至少${n}个字符`, en: `At least ${n} characters are needed.` }),
  high: (n) => ({ zh: `最多${n}个字符`, en: `At most ${n} characters are allowed.` }),
};
const countBound: Bound = {
  low: (n) => ({ zh: `至少${n}项`, en: `At least ${n} items are needed.` }),
  high: (n) => ({ zh: `最多${n}项`, en: `At most ${n} items are allowed.` }),
};
const numberBound: Bound = {
  low: (n) => ({ zh: `不得小于${n}`, en: `The least allowed is ${n}.` }),
  high: (n) => ({ zh: `不得大于${n}`, en: `The most allowed is ${n}.` }),
};
const bounds: Readonly<Record<string, Bound>> = {
  string: lengthBound,
  array: countBound,
  set: countBound,
  number: numberBound,
  int: numberBound,
};

/** The bound in words, where the issue carries it; an exclusive bound is rare enough for the general text. */
function boundText(code: SchemaFaultCode, issue: Issue): Localised | undefined {
  const bound = typeof issue.origin === 'string' ? bounds[issue.origin] : undefined;
  if (!bound || issue.inclusive === false) return undefined;
  if (code === 'too-small' && typeof issue.minimum === 'number') return bound.low(String(issue.minimum));
  if (code === 'too-big' && typeof issue.maximum === 'number') return bound.high(String(issue.maximum));
  return undefined;
}

function isFault(text: string): text is FaultCode {
  return faultText(text) !== undefined;
}

function isFormFault(text: string): text is FormFaultCode {
  return Object.hasOwn(formFaultTexts, text);
}

function isSchemaFault(text: string): text is SchemaFaultCode {
  return Object.hasOwn(schemaFaultTexts, text);
}
