import * as z from 'zod';
import { sha256Hex } from '../kernel/digest.ts';
import { type EmailAddress, sameMailbox } from '../kernel/email-address.ts';
import { fault } from '../kernel/fault.ts';
import { addressId, type NoticeId, noticeId, type PartyId, partyId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { noticeCodes } from './notice.ts';

/** One notice at once, the notices of a day, or a confirmation code. */
export const deliveryKinds = ['notice', 'digest', 'code'] as const;

/**
 * 投递状态. `gathering`: a digest still takes notices; `waiting`: to be sent when due; `claimed`: somebody set out to
 * send it, and it may or may not have left; `sent`: the mail service took it; `failed`: it did not, and will not by
 * itself; `dropped`: nobody wants it any more.
 */
export const deliveryStates = ['gathering', 'waiting', 'claimed', 'sent', 'failed', 'dropped'] as const;

/** Why a mail did not leave; the service's own words stay out, since they quote addresses. */
export const failureReasons = ['refused', 'throttled', 'unreachable', 'uncertain'] as const;

export const deliveryId = z.string().regex(/^[0-9a-f]{32}$/, fault('id.format'));

/** 邮件投递: one mail to one address, named by what it tells and to whom. It names the address by its id only. */
export const delivery = z.strictObject({
  id: deliveryId,
  version: z.int().min(1),
  kind: z.enum(deliveryKinds),
  state: z.enum(deliveryStates),
  party: partyId,
  account: z.string().max(128),
  address: addressId,
  /** The notice that it tells of; a digest has lines of its own. */
  notice: noticeId.optional(),
  code: z.enum(noticeCodes).optional(),
  at: instant,
  /** When it may be sent next. */
  due: instant,
  attempts: z.int().min(0),
  claimedAt: instant.optional(),
  sentAt: instant.optional(),
  /** The mail service's own name of it. */
  message: z.string().max(200).optional(),
  reason: z.enum(failureReasons).optional(),
  /** The service's word that it came back; told more than once, it counts once. */
  feedback: z.string().max(200).optional(),
});
export type Delivery = z.output<typeof delivery>;

const idOf = (...parts: readonly string[]) => sha256Hex(JSON.stringify(parts)).slice(0, 32);

/** One notice and one mailbox make one delivery, through however many accounts the mailbox is named. */
export function noticeDeliveryId(notice: NoticeId, address: EmailAddress): string {
  return idOf('notice', notice, sameMailbox(address));
}

/** One party, one mailbox and one day make one digest. */
export function digestDeliveryId(party: PartyId, address: EmailAddress, day: string): string {
  return idOf('digest', party, sameMailbox(address), day);
}

/** Each code asked for is a delivery of its own. */
export function codeDeliveryId(address: string, askedAt: Instant): string {
  return idOf('code', address, askedAt);
}
