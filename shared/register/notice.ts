import * as z from 'zod';
import { filingId, noticeId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';

/** What parties are told about a filing before anything is registered; each with its text. */
export const noticeTexts = {
  'consent-voided': {
    zh: '申请表或文件已修改，此前的同意失效，请重新审阅并同意',
    en: 'The form or its documents changed: earlier consents are void, please review and consent again',
  },
  'consent-asked': { zh: '有一件申请等待您的同意', en: 'A filing awaits your consent' },
  'correction-requested': {
    zh: '补正通知：请在期限内补正，逾期申请将被退回',
    en: 'Correction requested: correct within the limit, or the filing is returned',
  },
  'declaration-awaited': {
    zh: '请声明是否继续办理，逾期未声明将不予登记',
    en: 'Please declare whether to continue; without it, registration is refused when the limit passes',
  },
  refused: { zh: '专利权质押不予登记通知书', en: 'Notice of refusal of registration' },
  returned: {
    zh: '逾期未补正，申请已退回',
    en: 'The limit passed without correction: the filing is returned',
  },
  withdrawn: { zh: '申请已撤回', en: 'The filing was withdrawn' },
} as const satisfies Readonly<Record<string, Localised>>;
export type NoticeCode = keyof typeof noticeTexts;

const noticeCodes = Object.keys(noticeTexts) as NoticeCode[];

/** 通知: one thing a party was told. */
export const notice = z.strictObject({
  id: noticeId,
  at: instant,
  filing: filingId,
  code: z.enum(noticeCodes),
});
export type Notice = z.output<typeof notice>;
