import * as z from 'zod';
import { instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';

/**
 * Every problem the API answers (RFC 9457), by its stable code; `type` is `/problems/<code>`.
 * What the gateway answers by itself (401, 403, 429, 503) is not here: it has the gateway's own shape.
 */
export const problems = {
  'malformed-json': {
    status: 400,
    title: { zh: '请求正文不是有效的 JSON', en: 'The body is not valid JSON' },
  },
  'invalid-request': {
    status: 422,
    title: { zh: '请求内容不符合要求', en: 'The request does not fit its schema' },
  },
  'body-too-large': { status: 413, title: { zh: '请求正文超过 1 MB', en: 'The body is larger than 1 MB' } },
  'unsupported-media-type': {
    status: 415,
    title: { zh: '仅接受 application/json', en: 'Only application/json is accepted' },
  },
  'not-acceptable': {
    status: 406,
    title: { zh: '无法以 Accept 所列的媒体类型答复', en: 'There is no answer in a media type of Accept' },
  },
  'not-enrolled': {
    status: 403,
    title: { zh: '该账户未代表任何已登记的主体', en: 'This account acts for no enrolled party' },
  },
  'choose-party': {
    status: 422,
    title: {
      zh: '该账户可代表多个主体，请用 Acting-Party 指明',
      en: 'This account acts for several parties: name one in Acting-Party',
    },
  },
  forbidden: { status: 403, title: { zh: '无权进行此操作', en: 'You may not do this' } },
  'not-found': { status: 404, title: { zh: '未找到', en: 'Not found' } },
  'as-of-not-reached': {
    status: 409,
    title: {
      zh: '日志尚未公布到该时点',
      en: 'The journal has not been published that far yet',
    },
  },
  'missing-idempotency-key': {
    status: 400,
    title: { zh: '缺少或无效的 Idempotency-Key', en: 'Idempotency-Key is missing or malformed' },
  },
  'idempotency-key-reused': {
    status: 422,
    title: {
      zh: '同一 Idempotency-Key 已用于另一请求',
      en: 'This Idempotency-Key was used for a different request',
    },
  },
  'missing-if-match': { status: 428, title: { zh: '缺少 If-Match', en: 'If-Match is missing' } },
  'stale-version': {
    status: 412,
    title: { zh: '内容已被他人更改，请重新读取', en: 'It has changed since you read it: read it again' },
  },
  'wrong-state': {
    status: 409,
    title: { zh: '当前状态不允许此操作', en: 'Its present state does not allow this' },
  },
  'deadline-passed': {
    status: 409,
    title: { zh: '答复期限已过', en: 'The limit for an answer has passed' },
  },
  'consents-missing': {
    status: 409,
    title: { zh: '尚缺当事人的同意', en: 'Consents are still missing' },
  },
  'documents-missing': {
    status: 409,
    title: { zh: '缺少应提交的文件', en: 'Documents that the form asks for are missing' },
  },
  'documents-unclean': {
    status: 409,
    title: { zh: '有文件尚未合格', en: 'A document is not in order yet' },
  },
  'too-many-documents': {
    status: 409,
    title: {
      zh: '该申请换下的文件过多，请一周后再上传',
      en: 'Too many documents of this filing were replaced: those taken out go within a week',
    },
  },
  'form-incomplete': { status: 422, title: { zh: '申请表不完整', en: 'The form is incomplete' } },
  'too-many-rights': {
    status: 422,
    title: { zh: '每件申请最多 20 项权利', en: 'A filing takes at most 20 rights' },
  },
  'claimed-by-another': {
    status: 409,
    title: { zh: '该申请已由其他审查员领取', en: 'Another examiner has claimed this filing' },
  },
  'examiner-absent': {
    status: 409,
    title: { zh: '该审查员目前请假', en: 'The examiner is entered as absent' },
  },
  'conflict-of-interest': {
    status: 403,
    title: { zh: '与当事人有利害关系，应当回避', en: 'A declared interest in a party keeps you out of this' },
  },
  'same-person': {
    status: 409,
    title: { zh: '应由另一名审查员办理', en: 'Another examiner must do this' },
  },
  'correction-unanswered': {
    status: 409,
    title: { zh: '补正通知中尚有未答复的事项', en: 'Items of the correction request are not answered yet' },
  },
  'no-machine-free': {
    status: 409,
    title: {
      zh: '暂无空闲的系统名额，登记机构已获通知',
      en: 'No machine is free at present; the office has been told',
    },
  },
  'machines-full': {
    status: 409,
    title: { zh: '本方的系统已达上限', en: 'This party has as many machines as it may' },
  },
  'secrets-full': {
    status: 409,
    title: {
      zh: '该系统已有两个密钥，请先停用其一',
      en: 'This machine has two secrets already: retire one first',
    },
  },
  'too-many-enrolments': {
    status: 409,
    title: {
      zh: '本账户正在办理的主体登记过多，请先完成或者撤回',
      en: 'This account has too many enrolments open: finish or withdraw one first',
    },
  },
  'import-refused': { status: 422, title: { zh: '无法读取导入文件', en: 'The import file cannot be read' } },
  'no-mail': {
    status: 409,
    title: {
      zh: '本登记簿不发送邮件，通知见收件箱',
      en: 'This register sends no mail: notices are in the inbox',
    },
  },
  'too-many-addresses': {
    status: 409,
    title: { zh: '通知邮箱已达上限', en: 'There are as many addresses as one account may have' },
  },
  'code-too-soon': {
    status: 409,
    title: { zh: '索取验证码过于频繁，请稍后再试', en: 'Too many codes were asked for: try again later' },
  },
  'code-wrong': { status: 422, title: { zh: '验证码不正确', en: 'The code is wrong' } },
  'code-expired': {
    status: 409,
    title: { zh: '验证码已失效，请重新索取', en: 'The code is no longer valid: ask for another' },
  },
  'not-sequenced': {
    status: 503,
    title: {
      zh: '登记日志尚未收录该条目，请稍后重试',
      en: 'The journal has not taken up this entry yet: try again shortly',
    },
  },
  busy: {
    status: 503,
    title: {
      zh: '登记簿繁忙，请稍后以同一 Idempotency-Key 重试',
      en: 'Busy: retry with the same Idempotency-Key',
    },
  },
  internal: { status: 500, title: { zh: '内部错误', en: 'Internal error' } },
} as const satisfies Readonly<Record<string, { status: number; title: Localised }>>;

export type ProblemCode = keyof typeof problems;

/** How far the journal is published: the problem `as-of-not-reached` names it. */
export const newestPublished = z.strictObject({ size: z.int().min(0), instant: instant.optional() });

/** A problem document; each of `errors` points at one field of the body, query, path or header. */
export const problemDocument = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional().describe('The request id, to quote to the office'),
  newest: newestPublished.optional(),
  errors: z
    .array(
      z.strictObject({
        in: z.enum(['body', 'query', 'path', 'header']),
        pointer: z.string().describe('JSON Pointer (RFC 6901)'),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .optional(),
});
export type ProblemDocument = z.output<typeof problemDocument>;
