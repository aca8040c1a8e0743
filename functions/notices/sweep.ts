import { addMillis, instantOf } from '../../shared/kernel/instant.ts';
import { log } from '../_platform/logger.ts';
import { readDeliveries } from '../_platform/store/deliveries.ts';
import {
  readWaiting,
  type WaitingPlace,
  type WaitingQueue,
  waitingQueues,
} from '../_platform/store/waiting.ts';
import type { MayBegin, NoticesDeps } from './deps.ts';
import { noticePlace } from './places.ts';
import { planMails } from './plan.ts';
import { sendDelivery } from './send.ts';

const pageSize = 25;
/** What is younger is left to whoever the stream woke. */
const graceMillis = 60_000;

type Work = (place: WaitingPlace) => Promise<void>;

/**
 * Takes up what a lost or failed bell left in line, and what became due: notices and mails. One that fails
 * does not hold up the others; it is told at the end, so that the run counts as failed.
 */
export async function sweep(deps: NoticesDeps, mayBegin: MayBegin): Promise<{ done: number }> {
  const work: readonly [WaitingQueue, number, Work][] = [
    [waitingQueues.notice, -graceMillis, (place) => plan(deps, place)],
    [waitingQueues.delivery, 1, (place) => send(deps, place)],
  ];
  let done = 0;
  const faults: unknown[] = [];
  for (const [queue, offsetMillis, each] of work) {
    // Looked up when its turn comes: the mails just planned are due by then.
    const before = addMillis(instantOf(deps.ports.now()), offsetMillis);
    let after: WaitingPlace | undefined;
    do {
      const page = await readWaiting(deps.store, queue, pageSize, { before, after });
      for (const place of page.items) {
        if (!mayBegin()) return finish(done, faults);
        await each(place).then(
          () => {
            done += 1;
          },
          (fault) => faults.push(fault),
        );
      }
      after = page.last;
    } while (after);
  }
  return finish(done, faults);
}

function finish(done: number, faults: readonly unknown[]): { done: number } {
  log.info('NOTICES_SWEPT', { done, failed: faults.length });
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} notices or mails failed`);
  return { done };
}

/** Only plans: the mails are taken from their own line a moment later. */
async function plan(deps: NoticesDeps, place: WaitingPlace): Promise<void> {
  const { party, id } = noticePlace(place);
  await planMails(deps, party, id);
}

async function send(deps: NoticesDeps, place: WaitingPlace): Promise<void> {
  const [found] = await readDeliveries(deps.store, [place]);
  if (found) await sendDelivery(deps, found);
}
