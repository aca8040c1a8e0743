import { addMillis, instantOf } from '../../shared/kernel/instant.ts';
import type { Delivery } from '../../shared/register/delivery.ts';
import { log } from '../_platform/logger.ts';
import { changeDelivery } from '../_platform/store/deliveries.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';
import { letterFor } from './letters.ts';
import type { Sending } from './mail/sender.ts';

/** After so many attempts that certainly failed, a mail waits for an operator. */
const attemptsMax = 12;
const pauseMillisMin = 5 * 60_000;
const pauseMillisMax = 6 * 60 * 60_000;

/** How long a claim may be somebody's work in hand: longer than any run of the function. */
export const claimMillis = 2 * 60_000;

/**
 * 投递: claims the mail, sends it, marks it sent. Of two who try, one gets the claim. A claim without a mark says that
 * the mail may have left; nothing here ever sends it again, until an operator says so.
 */
export async function sendDelivery(deps: NoticesDeps, found: Delivery): Promise<void> {
  const { mailing } = deps;
  const at = instantOf(deps.ports.now());
  const ready = found.state === 'waiting' || found.state === 'gathering';
  if (!mailing || !ready || found.due > at) return;
  const claimed: Delivery = {
    ...found,
    ...{ version: found.version + 1, state: 'claimed', claimedAt: at, attempts: found.attempts + 1 },
  };
  if (!(await change(deps, found, claimed))) return;
  const letter = await letterFor(deps, mailing, claimed);
  if (!letter) {
    await change(deps, claimed, { ...next(claimed), state: 'dropped' });
    return;
  }
  await settle(deps, claimed, await mailing.send({ ...letter, delivery: claimed.id }));
}

const next = (from: Delivery): Delivery => ({ ...from, version: from.version + 1 });

async function settle(deps: NoticesDeps, claimed: Delivery, sending: Sending): Promise<void> {
  const at = instantOf(deps.ports.now());
  const { claimedAt: _claimedAt, reason: _reason, ...rest } = next(claimed);
  const details = { delivery: claimed.id, attempt: claimed.attempts };
  switch (sending.kind) {
    case 'sent': {
      const { message } = sending;
      log.info('MAIL_SENT', details);
      const sent = { ...next(claimed), state: 'sent' as const, sentAt: at, message };
      await change(deps, claimed, sent);
      return;
    }
    case 'later': {
      const { reason } = sending;
      log.warn('MAIL_LATER', { ...details, reason });
      const given = claimed.attempts >= attemptsMax;
      const due = addMillis(at, pauseAfter(claimed.attempts));
      await change(
        deps,
        claimed,
        given ? { ...next(claimed), state: 'failed', reason } : { ...rest, state: 'waiting', due, reason },
      );
      return;
    }
    case 'refused':
      log.error('MAIL_REFUSED', { ...details, error: sending.error });
      await change(deps, claimed, { ...next(claimed), state: 'failed', reason: 'refused' });
      return;
    case 'uncertain':
      log.error('MAIL_UNCERTAIN', { ...details, error: sending.error });
      return;
  }
}

function pauseAfter(attempts: number): number {
  return Math.min(pauseMillisMin * 2 ** (attempts - 1), pauseMillisMax);
}

/** Whether the change was made by us; a claim that somebody else got is his. */
async function change(deps: NoticesDeps, from: Delivery, to: Delivery): Promise<boolean> {
  const committed = await commit(deps.store.client, deps.ports, [changeDelivery(deps.store, from, to)]);
  return committed.kind === 'done';
}
