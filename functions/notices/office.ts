import type { DeliveryLine } from '../../shared/contracts/operations/notices.ts';
import { addMillis, type Instant, instantOf } from '../../shared/kernel/instant.ts';
import type { Delivery } from '../../shared/register/delivery.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeDelivery, readDeliveries, readDelivery, wake } from '../_platform/store/deliveries.ts';
import { readWaiting, waitingQueues } from '../_platform/store/waiting.ts';
import type { NoticesDeps } from './deps.ts';
import { claimMillis } from './send.ts';

type Notices = Handlers<'notices'>;

const waitingShape = {
  due: /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z#[0-9a-f]{32}$/,
  pk: /^DELIVERY#[0-9a-f]{32}$/,
  sk: /^DELIVERY$/,
};

/** 待处理邮件: what failed, and claims without a mark that nobody can have in hand any more; oldest first. */
export function listDeliveries(deps: NoticesDeps): Notices['office.deliveries.list'] {
  return async ({ query, nowMs }) => {
    const list = `deliveries ${query.state}`;
    const { limit, after } = pageAsked(query, list, waitingShape);
    const from = after && { due: after['due'] ?? '', pk: after['pk'] ?? '', sk: after['sk'] ?? '' };
    const queue = waitingQueues[query.state];
    const before = query.state === 'uncertain' ? settledBefore(instantOf(nowMs)) : instantOf(nowMs);
    const page = await readWaiting(deps.store, queue, limit, { before, after: from });
    const found = await readDeliveries(deps.store, page.items);
    const wanted = query.state === 'uncertain' ? 'claimed' : 'failed';
    const lines = found.filter(({ state }) => state === wanted).map(lineOf);
    return { body: pageAnswered(lines, page.last, list) };
  };
}

const settledBefore = (now: Instant) => addMillis(now, -claimMillis);

/** 人工重发: by an operator who knows that a second mail may arrive; the function takes it up at once. */
export function retryDelivery(deps: NoticesDeps): Notices['office.deliveries.retry'] {
  return async ({ params, slot, staff, nowMs }) => {
    const found = await readDelivery(deps.store, params.deliveryId);
    if (!found || found.kind === 'code') throw new Problem('not-found');
    const at = instantOf(nowMs);
    const lost = found.state === 'claimed' && (found.claimedAt ?? at) < settledBefore(at);
    if (found.state !== 'failed' && !lost) throw new Problem('wrong-state');
    const { claimedAt: _claimedAt, reason: _reason, ...rest } = found;
    const to: Delivery = { ...rest, version: found.version + 1, state: 'waiting', attempts: 0, due: at };
    const actions = [changeDelivery(deps.store, found, to), wake(deps.store, found.id, at, staff.account)];
    const answered = { status: 200, body: lineOf(to) };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'wrong-state');
  };
}

/** The office sees to whom it went by the party; the address is the account's own business. */
function lineOf(of: Delivery): DeliveryLine {
  const { id, kind, state, party, notice, code, at, claimedAt, attempts } = of;
  const reason = state === 'claimed' ? 'uncertain' : of.reason;
  return {
    ...{ id, kind, state, party, at, attempts },
    ...(notice && { notice }),
    ...(code && { code }),
    ...(claimedAt && { claimedAt }),
    ...(reason && { reason }),
  };
}
