import type { Localised } from '../../../shared/kernel/localised.ts';

/** The words of mails and of the page behind their link; what a notice says stands with its kind. */
export const words = {
  sender: { zh: '知识产权登记簿', en: 'IP Register' },
  subject: { zh: '【知识产权登记】', en: '[IP Register] ' },
  demonstration: { zh: '【演示】', en: '[DEMONSTRATION] ' },
  demonstrationLine: { zh: '演示数据，不具法律效力', en: 'Demonstration: not a legal record' },
  procedure: { zh: '业务', en: 'Procedure' },
  filing: { zh: '申请', en: 'Filing' },
  number: { zh: '登记号', en: 'Registration number' },
  principal: { zh: '您在该申请中为代理人', en: 'You act as agent in this filing' },
  at: { zh: '时间（北京时间）', en: 'When (Beijing time)' },
  read: { zh: '查看', en: 'Read' },
  digest: { zh: '每日汇总', en: 'Notices of the day' },
  more: { zh: '其余通知见收件箱', en: 'Further notices are in the inbox' },
  why: {
    zh: '您因在登记簿登记并确认了本邮箱而收到此邮件。完整通知以登记簿收件箱为准；请勿回复。',
    en: 'You get this mail because this address was confirmed at the register. What counts is the inbox at the register; please do not reply.',
  },
  stop: { zh: '停止向本邮箱发送', en: 'Stop mails to this address' },
  codeTitle: { zh: '邮箱验证码', en: 'Confirmation code' },
  code: { zh: '验证码', en: 'Code' },
  codeStep: {
    zh: '请在15分钟内在登记簿输入。如非本人操作，请忽略此邮件，不会再有邮件发来。',
    en: 'Enter it at the register within 15 minutes. If you did not ask for it, ignore this mail: no other will come.',
  },
  stopAsk: {
    zh: '确定停止向本邮箱发送通知邮件吗？收件箱中的通知不受影响。',
    en: 'Stop mails to this address? The inbox keeps every notice.',
  },
  stopped: { zh: '已停止向本邮箱发送通知邮件。', en: 'No more mails will be sent to this address.' },
} as const satisfies Readonly<Record<string, Localised>>;
