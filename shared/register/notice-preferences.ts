import * as z from 'zod';
import { emailAddress } from '../kernel/email-address.ts';
import { type AddressId, addressId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { type NoticeCode, noticeKinds } from './notice.ts';

/** 通知语言: in which language mails are written. */
export const mailLanguages = ['zh', 'en', 'both'] as const;

/** 发送方式: each notice at once, or the notices of a day in one mail. */
export const mailPaces = ['atOnce', 'daily'] as const;

/** 邮箱状态: mail goes to confirmed addresses alone; a stopped one needs to be confirmed anew. */
export const addressStates = ['unconfirmed', 'confirmed', 'stopped'] as const;
export const stopReasons = ['bounced', 'complained', 'unsubscribed'] as const;
export type StopReason = (typeof stopReasons)[number];

/** How many addresses one account keeps for one party. */
export const addressesMax = 3;

/** 验证码: only its salted hash is kept, for a quarter of an hour and five tries. */
export const codeMinutes = 15;
export const codeTriesMax = 5;
/** Codes an account may ask for in a day, all addresses together, and the pause between two. */
export const codesPerDayMax = 10;
export const codePauseSeconds = 60;

/** After so many passing failures within the days, an address counts as failing for good. */
export const failuresMax = 3;
export const failureDays = 14;

const confirmationCode = z.strictObject({
  salt: z.string(),
  hash: z.string(),
  until: instant,
  triesLeft: z.int().min(0),
});

/** 通知邮箱: one address, and what is known of it. */
export const mailAddress = z.strictObject({
  id: addressId,
  address: emailAddress,
  state: z.enum(addressStates),
  addedAt: instant,
  confirmedAt: instant.optional(),
  stoppedFor: z.enum(stopReasons).optional(),
  /** Passing failures since `failedAt`. */
  failures: z.int().min(0),
  failedAt: instant.optional(),
  codeAskedAt: instant,
  code: confirmationCode.optional(),
  /** What a mail's unsubscribe link carries. */
  unsubscribeToken: z.string().optional(),
});
export type MailAddress = z.output<typeof mailAddress>;

/** 通知设置: how one account wants to be told by mail of what concerns one party. Without it there is no mail. */
export const noticePreferences = z.strictObject({
  version: z.int().min(1),
  party: partyId,
  account: z.string().max(128),
  language: z.enum(mailLanguages),
  pace: z.enum(mailPaces),
  /** Codes of notices; one that no longer exists mutes nothing. */
  muted: z.array(z.string().max(64)).max(100),
  addresses: z.array(mailAddress).max(addressesMax),
  codesAsked: z.strictObject({ day: z.string(), count: z.int() }),
});
export type NoticePreferences = z.output<typeof noticePreferences>;

/** Whether the account wants mails of this kind; one that cannot be muted it gets in any case. */
export function wants(of: NoticePreferences, code: NoticeCode): boolean {
  return !noticeKinds[code].mutable || !of.muted.includes(code);
}

/** What holds of an account that never said anything; its version is the one a first change must name. */
export function unsaid(of: Pick<NoticePreferences, 'party' | 'account'>): NoticePreferences {
  return {
    ...{ version: 1, party: of.party, account: of.account, language: 'both', pace: 'atOnce' },
    ...{ muted: [], addresses: [], codesAsked: { day: '', count: 0 } },
  };
}

/** The preferences with one address changed, a version further. */
export function withAddress(of: NoticePreferences, changed: MailAddress): NoticePreferences {
  const addresses = of.addresses.map((one) => (one.id === changed.id ? changed : one));
  return { ...of, version: of.version + 1, addresses };
}

export function addressOf(of: NoticePreferences, id: AddressId): MailAddress | undefined {
  return of.addresses.find((one) => one.id === id);
}

/** 停用: no mail goes there any more until it is confirmed anew. */
export function stopped(address: MailAddress, reason: StopReason): MailAddress {
  const { code: _code, ...rest } = address;
  return { ...rest, state: 'stopped', stoppedFor: reason };
}
