import * as z from 'zod';
import { addMillis, type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { deliveryId } from '../../shared/register/delivery.ts';
import {
  addressOf,
  failureDays,
  failuresMax,
  type MailAddress,
  stopped,
  withAddress,
} from '../../shared/register/notice-preferences.ts';
import { log } from '../_platform/logger.ts';
import { changeDelivery, readDelivery } from '../_platform/store/deliveries.ts';
import { changePreferences, readPreferences } from '../_platform/store/notice-preferences.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';

const feedbackId = z.string().min(1).max(200);

/** What the mail service tells of a mail that came back, or of whose reader complained. */
export const mailEvent = z.object({
  source: z.literal('aws.ses'),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ tags: z.object({ delivery: z.array(deliveryId).min(1) }) }),
    bounce: z.object({ bounceType: z.string(), feedbackId }).optional(),
    complaint: z.object({ feedbackId }).optional(),
  }),
});
export type MailEvent = z.output<typeof mailEvent>;

const roundsMax = 5;
const windowMillis = failureDays * 24 * 60 * 60 * 1000;

/**
 * 退信与投诉: a complaint or a failure for good stops the address at once, passing failures do so when there are too
 * many in a fortnight. A delivery counts once, however often the service tells of it.
 */
export async function takeFeedback(deps: NoticesDeps, { detail }: MailEvent): Promise<void> {
  const { bounce, complaint, mail } = detail;
  const feedback = complaint?.feedbackId ?? bounce?.feedbackId;
  const [id = ''] = mail.tags.delivery;
  for (let round = 0; feedback !== undefined && round < roundsMax; round += 1) {
    const delivery = await readDelivery(deps.store, id);
    // A complaint after a bounce still counts, since it says more.
    if (!delivery || (delivery.feedback !== undefined && !complaint) || delivery.feedback === feedback)
      return;
    const preferences = await readPreferences(deps.store, delivery);
    const address = addressOf(preferences, delivery.address);
    if (!address || address.state === 'stopped') return;
    const after = complaint
      ? stopped(address, 'complained')
      : failed(address, instantOf(deps.ports.now()), bounce?.bounceType === 'Permanent');
    const told = { ...delivery, version: delivery.version + 1, feedback };
    const actions = [
      changeDelivery(deps.store, delivery, told),
      changePreferences(deps.store, preferences, withAddress(preferences, after)),
    ];
    if ((await commit(deps.store.client, deps.ports, actions)).kind === 'done') {
      log.warn('MAIL_CAME_BACK', { delivery: id, event: detail.eventType, address: after.state });
      return;
    }
  }
  if (feedback !== undefined) throw new Error('the feedback could not be kept');
}

function failed(address: MailAddress, at: Instant, permanent: boolean): MailAddress {
  const recent = address.failedAt !== undefined && addMillis(address.failedAt, windowMillis) > at;
  const failures = recent ? address.failures + 1 : 1;
  const since = recent && address.failedAt !== undefined ? address.failedAt : at;
  const marked = { ...address, failures, failedAt: since };
  return permanent || failures >= failuresMax ? stopped(marked, 'bounced') : marked;
}
