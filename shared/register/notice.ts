import * as z from 'zod';
import { entryId, filingId, noticeId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';

/** What a party is told: a title, which is also the subject of the mail, and what to do about it. */
export type NoticeKind = {
  readonly title: Localised;
  readonly step: Localised;
  /** Whether a party may ask not to get it by mail. The inbox always has it. */
  readonly mutable: boolean;
};

type Texts = readonly [zh: string, en: string];
const kind = ([zh, en]: Texts, [stepZh, stepEn]: Texts, mutable: boolean): NoticeKind => ({
  title: { zh, en },
  step: { zh: stepZh, en: stepEn },
  mutable,
});
const mutable = (title: Texts, step: Texts) => kind(title, step, true);
const always = (title: Texts, step: Texts) => kind(title, step, false);

/**
 * Everything that parties are told, a line each: title and step, in zh and en. A notice whose loss may cost a right
 * (补正、声明、不予登记) is `always` sent. No text names a party, an amount or a document: all of them travel by mail.
 */
export const noticeKinds = {
  'consent-asked': mutable(
    ['请求同意', 'Consent asked for'],
    ['有一件申请等待您的同意', 'A filing awaits your consent'],
  ),
  'consent-voided': mutable(
    ['此前的同意已失效', 'Earlier consents are void'],
    [
      '申请表或文件已修改，请重新审阅并同意',
      'The form or its documents changed: please review and consent again',
    ],
  ),
  'signature-asked': mutable(
    ['请求另一人签署', 'A second signature asked for'],
    ['一名签署人已同意，尚需另一名签署人同意', 'One signer has consented: another signer must, too'],
  ),
  'consent-lapsed': always(
    ['同意已到期', 'A consent has lapsed'],
    [
      '申请仍待登记，同意到期的一方请重新同意',
      'The filing still waits: whose consent has lapsed may consent again',
    ],
  ),
  'consent-ended': always(
    ['同意已失效', 'A consent counts no longer'],
    [
      '签署人的权限或者代理委托已终止，请由有权签署的人重新同意',
      'The signer’s power or the mandate has ended: let somebody consent who may',
    ],
  ),
  'consent-withdrawn': always(
    ['同意已撤回', 'A consent was withdrawn'],
    ['该方重新同意之前，申请不能登记', 'The filing cannot be registered until that party consents again'],
  ),
  'correction-requested': always(
    ['补正通知', 'Correction requested'],
    ['请在期限内补正，逾期申请将被退回', 'Correct within the limit, or the filing is returned'],
  ),
  'declaration-awaited': always(
    ['请声明是否继续办理', 'Declaration awaited'],
    [
      '逾期未声明将不予登记',
      'Please declare whether to continue: without it, registration is refused when the limit passes',
    ],
  ),
  'document-refused': always(
    ['文件不合格', 'A document cannot be taken'],
    [
      '请在申请的文件列表中查看原因，并更换该文件',
      'See why in the list of the filing’s documents, and put another in its place',
    ],
  ),
  refused: always(
    ['不予登记通知书', 'Notice of refusal of registration'],
    ['理由见该申请的审查意见', 'The grounds are among the findings of the filing'],
  ),
  'objection-possible': always(
    ['有人申请变更贵方的账户或者主体状态', 'Somebody asks to change who acts for the party'],
    [
      '如非贵方本意，请在期限内对该申请提出异议',
      'If this is not the party’s own wish, object to the filing within the period',
    ],
  ),
  registered: mutable(
    ['登记通知', 'Registered'],
    ['申请已准予登记，可查看登记内容', 'The filing is registered: its registration can be read'],
  ),
  returned: always(
    ['申请已退回', 'The filing was returned'],
    ['逾期未补正，如需继续请重新申请', 'The limit passed without correction: to go on, file anew'],
  ),
  reopened: always(
    ['恢复审查', 'The filing is examined again'],
    [
      '复议成立，原决定不再有效，请留意后续通知',
      'An appeal was upheld: the decision falls, watch for what follows',
    ],
  ),
  appealed: always(
    ['有当事人提出复议', 'A party appealed'],
    ['可在该申请中查看', 'It can be read with the filing'],
  ),
  'appeal-decided': always(
    ['复议决定', 'Decision on an appeal'],
    ['结果和理由见该申请', 'Result and reason stand with the filing'],
  ),
  'spot-check-opened': always(
    ['承诺抽查通知', 'A commitment is checked'],
    [
      '请在期限内提交证明，逾期或不实将限制以承诺方式办理',
      'Send proof within the limit, or filing by commitment is barred',
    ],
  ),
  'spot-check-finished': always(
    ['承诺抽查结果', 'Result of the check of a commitment'],
    ['结果和理由见该申请', 'Result and reason stand with the filing'],
  ),
  'office-corrected': always(
    ['更正登记通知', 'The office corrected its register'],
    [
      '与您的登记有关的记载已更正，请查看',
      'What stands behind your registration was corrected: please read it',
    ],
  ),
  withdrawn: mutable(['申请已撤回', 'The filing was withdrawn'], ['无需操作', 'Nothing is left to be done']),
} as const satisfies Readonly<Record<string, NoticeKind>>;
export type NoticeCode = keyof typeof noticeKinds;

export const noticeCodes = Object.keys(noticeKinds) as NoticeCode[];

/** The kinds that a party may mute. */
export const mutableCodes: readonly NoticeCode[] = noticeCodes.filter((code) => noticeKinds[code].mutable);

/** The notice as the inbox shows it. */
export function noticeText(code: NoticeCode): Localised {
  const { title, step } = noticeKinds[code];
  return { zh: `${title.zh}：${step.zh}`, en: `${title.en}: ${step.en}` };
}

/** 通知: one thing a party was told. */
export const notice = z.strictObject({
  id: noticeId,
  at: instant,
  filing: filingId,
  code: z.enum(noticeCodes),
  /** 登记条目 that it tells of, and the registration number where there is one. */
  entry: entryId.optional(),
  number: z.string().max(64).optional(),
  /** The party for which the one told acts as agent in this filing. */
  principal: partyId.optional(),
});
export type Notice = z.output<typeof notice>;
