import type { Text } from './text.ts';

const text = (zh: string, en: string, example?: unknown): Text => ({
  zh,
  en,
  ...(example !== undefined && { example }),
});

const ids = text('通知标识', 'The notices');
const deliveryId = text('邮件投递标识', 'The delivery', '0123456789abcdef0123456789abcdef');

/** What the fields of notices, of their preferences and of their mails mean. */
export const noticeFieldTexts: Readonly<Record<string, Text>> = {
  'Delivery.id': deliveryId,
  'Delivery.state': text(
    '投递状态：claimed 已着手发送而不知结果、failed 未能发送、waiting 待发送',
    '`claimed`: somebody set out to send it and nobody knows whether it left. `failed`: it did not. `waiting`: to be sent',
  ),
  'Delivery.kind': text(
    'notice 单则通知、digest 每日汇总、code 验证码',
    'One notice, the notices of a day, or a code',
  ),
  'Delivery.notice': text('所投递的通知', 'The notice it tells of'),
  'Delivery.claimedAt': text('着手发送的时间', 'When somebody set out to send it'),
  'Delivery.attempts': text('发送次数', 'How often it was tried', 1),
  'MailAddress.address': text('电子邮箱地址', 'The e-mail address'),
  'MailAddress.state': text(
    'unconfirmed 待确认、confirmed 已确认、stopped 已停用（重新确认后恢复）',
    '`unconfirmed` gets nothing but codes, `confirmed` gets mails, `stopped` gets none until it is confirmed anew',
  ),
  'MailAddress.addedAt': text('添加时间', 'When it was added'),
  'MailAddress.confirmedAt': text('确认时间', 'When it was confirmed'),
  'MailAddress.stoppedFor': text(
    '停用原因：bounced 退信、complained 被投诉、unsubscribed 已退订',
    'Why mails stopped: they came back, somebody complained, or unsubscribed',
  ),
  'MailAddress.codeUntil': text('验证码有效至', 'Until when the code that was mailed is good'),
  'Notice.read': text('本方是否已标为已读', 'Whether the party marked it as read', false),
  'Notice.number': text(
    '登记号（已登记的）',
    'The registration number, where something was registered',
    'Y2026980000001',
  ),
  'Notice.principal': text(
    '被通知方在该申请中所代理的主体',
    'The party for which the one told acts as agent in this filing',
  ),
  'NoticePreferences.language': text('邮件语言', 'Language of the mails', 'both'),
  'NoticePreferences.pace': text(
    'atOnce 逐则发送、daily 每日汇总（北京时间8时）',
    'Each notice `atOnce`, or those of a day in one mail at 8:00 in Beijing',
    'atOnce',
  ),
  'NoticePreferences.muted': text('不以邮件发送的通知种类', 'Kinds of notices not to be mailed', [
    'withdrawn',
  ]),
  'NoticePreferences.mutable': text(
    '可以不以邮件发送的通知种类；其余一律发送',
    'Kinds that may be muted; all others are always mailed',
    ['withdrawn'],
  ),
  'NoticePreferences.addresses': text('通知邮箱', 'Addresses for mails'),
  'NoticesConfirmAddressRequest.code': text('邮件中的验证码', 'The code of the mail', '0000-0000'),
  'NoticesReadAnswer.notices': ids,
  'NoticesReadRequest.notices': ids,
  'NoticesUnreadAnswer.unread': text('未读通知数', 'How many are unread', 2),
  'NoticesUnreadAnswer.among': text(
    '在最新的多少则通知中统计（至多100）',
    'Among how many of the newest was counted, at most 100',
    7,
  ),
};
