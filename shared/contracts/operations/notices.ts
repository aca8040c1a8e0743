import * as z from 'zod';
import { emailAddress } from '../../kernel/email-address.ts';
import { fault } from '../../kernel/fault.ts';
import { addressId, entryId, filingId, noticeId, partyId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { deliveryId, deliveryKinds, deliveryStates, failureReasons } from '../../register/delivery.ts';
import { mutableCodes } from '../../register/notice.ts';
import {
  addressesMax,
  addressStates,
  mailLanguages,
  mailPaces,
  stopReasons,
} from '../../register/notice-preferences.ts';
import { rows } from '../operation.ts';
import { page, pageOf } from './parameters.ts';

export const notice = z.strictObject({
  id: noticeId,
  at: instant,
  filing: filingId,
  code: z.string(),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
  read: z.boolean(),
  entry: entryId.optional(),
  number: z.string().optional(),
  principal: partyId.optional(),
});

const settings = z.strictObject({
  language: z.enum(mailLanguages),
  pace: z.enum(mailPaces),
  muted: z.array(z.enum(mutableCodes)).max(mutableCodes.length),
});

export const mailAddressView = z.strictObject({
  id: addressId,
  address: emailAddress,
  state: z.enum(addressStates),
  addedAt: instant,
  confirmedAt: instant.optional(),
  stoppedFor: z.enum(stopReasons).optional(),
  codeUntil: instant.optional(),
});

export const noticePreferencesView = settings.extend({
  version: z.int(),
  party: partyId,
  muted: z.array(z.string()),
  mutable: z.array(z.string()),
  addresses: z.array(mailAddressView),
});
export type NoticePreferencesView = z.output<typeof noticePreferencesView>;

export const deliveryLine = z.strictObject({
  id: deliveryId,
  kind: z.enum(deliveryKinds),
  state: z.enum(deliveryStates),
  party: partyId,
  notice: noticeId.optional(),
  code: z.string().optional(),
  at: instant,
  claimedAt: instant.optional(),
  attempts: z.int(),
  reason: z.enum(failureReasons).optional(),
});
export type DeliveryLine = z.output<typeof deliveryLine>;

const addressPath = z.strictObject({ addressId });
const tokenPath = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{32}$/, fault('id.format')),
});
const htmlPage = 'text/html; charset=utf-8';

export const noticeOperations = rows([
  {
    id: 'notices.list',
    audience: 'own',
    relation: 'party',
    candidates: true,
    method: 'GET',
    path: '/v1/my/notices',
    function: 'notices',
    summary: { zh: '通知', en: 'Notices to the caller’s party' },
    query: z.strictObject({ ...page, party: partyId.optional() }),
    success: { status: 200, schema: pageOf(notice) },
    problems: [],
  },
  {
    id: 'notices.unread',
    audience: 'own',
    relation: 'party',
    method: 'GET',
    path: '/v1/my/notices/unread',
    function: 'notices',
    summary: { zh: '未读通知数', en: 'How many notices are unread' },
    success: { status: 200, schema: z.strictObject({ unread: z.int(), among: z.int() }) },
    problems: [],
  },
  {
    id: 'notices.read',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/notices/read',
    function: 'notices',
    summary: { zh: '将通知标为已读', en: 'Mark notices as read' },
    body: z.strictObject({ notices: z.array(noticeId).min(1).max(50) }),
    success: { status: 200, schema: z.strictObject({ notices: z.array(noticeId) }) },
    problems: ['not-found'],
    idempotent: true,
  },
  {
    id: 'notices.preferences',
    audience: 'own',
    relation: 'party',
    method: 'GET',
    path: '/v1/my/notice-preferences',
    function: 'notices',
    summary: { zh: '本账户的通知设置', en: 'How this account is told by mail' },
    success: { status: 200, schema: noticePreferencesView },
    problems: [],
    etag: 'answered',
  },
  {
    id: 'notices.setPreferences',
    audience: 'own',
    relation: 'party',
    method: 'PUT',
    path: '/v1/my/notice-preferences',
    function: 'notices',
    summary: { zh: '更改通知设置', en: 'Change how this account is told by mail' },
    body: settings,
    success: { status: 200, schema: noticePreferencesView },
    problems: ['busy'],
    etag: 'required',
  },
  {
    id: 'notices.addAddress',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/notice-addresses',
    function: 'notices',
    summary: {
      zh: `添加通知邮箱（最多${addressesMax}个），或重新索取验证码`,
      en: `Add an address for mails (at most ${addressesMax}), or ask for another code`,
    },
    body: z.strictObject({ address: emailAddress }),
    success: { status: 201, schema: noticePreferencesView },
    problems: ['no-mail', 'too-many-addresses', 'code-too-soon'],
    idempotent: true,
  },
  {
    id: 'notices.confirmAddress',
    audience: 'own',
    relation: 'party',
    method: 'POST',
    path: '/v1/my/notice-addresses/{addressId}/confirmation',
    function: 'notices',
    summary: { zh: '以验证码确认邮箱', en: 'Confirm an address by the code mailed to it' },
    params: addressPath,
    body: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z -]{1,20}$/) }),
    success: { status: 200, schema: noticePreferencesView },
    problems: ['code-wrong', 'code-expired'],
    idempotent: true,
  },
  {
    id: 'notices.removeAddress',
    audience: 'own',
    relation: 'party',
    method: 'DELETE',
    path: '/v1/my/notice-addresses/{addressId}',
    function: 'notices',
    summary: { zh: '删除通知邮箱', en: 'Remove an address' },
    params: addressPath,
    success: { status: 200, schema: noticePreferencesView },
    problems: ['busy'],
  },
  {
    id: 'notices.unsubscribePage',
    audience: 'public',
    method: 'GET',
    path: '/v1/unsubscriptions/{token}',
    function: 'notices',
    summary: { zh: '邮件中退订链接的页面', en: 'The page behind the unsubscribe link of a mail' },
    params: tokenPath,
    success: { status: 200, schema: z.string(), mediaType: htmlPage },
    problems: [],
  },
  {
    id: 'notices.unsubscribe',
    audience: 'public',
    method: 'POST',
    path: '/v1/unsubscriptions/{token}',
    function: 'notices',
    summary: { zh: '一键退订（RFC 8058）', en: 'Stop mails to the address, by one click (RFC 8058)' },
    params: tokenPath,
    success: { status: 200, schema: z.string(), mediaType: htmlPage },
    problems: ['busy'],
  },
  {
    id: 'office.deliveries.list',
    audience: 'office',
    role: 'operator',
    method: 'GET',
    path: '/v1/office/deliveries',
    function: 'notices',
    summary: {
      zh: '未确定或失败的邮件',
      en: 'Mails that failed, or of which nobody knows whether they left',
    },
    query: z.strictObject({ ...page, state: z.enum(['uncertain', 'failed']) }),
    success: { status: 200, schema: pageOf(deliveryLine) },
    problems: [],
  },
  {
    id: 'office.deliveries.retry',
    audience: 'office',
    role: 'operator',
    method: 'POST',
    path: '/v1/office/deliveries/{deliveryId}/retry',
    function: 'notices',
    summary: { zh: '重新发送邮件', en: 'Send a mail again' },
    params: z.strictObject({ deliveryId }),
    body: z.strictObject({}),
    success: { status: 200, schema: deliveryLine },
    problems: ['wrong-state'],
    idempotent: true,
  },
]);
