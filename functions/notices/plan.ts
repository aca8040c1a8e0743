import type { NoticeId, PartyId } from '../../shared/kernel/id.ts';
import { instant, instantOf } from '../../shared/kernel/instant.ts';
import { type Delivery, digestDeliveryId, noticeDeliveryId } from '../../shared/register/delivery.ts';
import type { Notice } from '../../shared/register/notice.ts';
import { gather, planDelivery, readDelivery } from '../_platform/store/deliveries.ts';
import { readWaitingNotice, releaseNotice } from '../_platform/store/notices.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';
import { tellAgents } from './fan-out.ts';
import { type Recipient, recipientsOf } from './recipients.ts';

const dayMs = 24 * 60 * 60 * 1000;
const roundsMax = 5;

/**
 * Takes a notice out of line: tells the agents, and plans a mail to each address that is to have one. Each step may be
 * repeated, and the notice leaves the line last. Answers what is to be sent now.
 */
export async function planMails(deps: NoticesDeps, party: PartyId, id: NoticeId): Promise<Delivery[]> {
  const told = await readWaitingNotice(deps.store, party, id);
  if (!told) return [];
  await tellAgents(deps, party, told);
  const now: Delivery[] = [];
  for (const recipient of deps.mailing ? await recipientsOf(deps.store, party, told.code) : []) {
    if (recipient.preferences.pace === 'daily') await addToDigest(deps, recipient, told);
    else now.push(await planAtOnce(deps, recipient, told));
  }
  await releaseNotice(deps.store, party, id);
  return now;
}

type Planned = Pick<Delivery, 'version' | 'attempts' | 'party' | 'account' | 'address'>;

const plannedFor = ({ preferences, address }: Recipient): Planned => ({
  ...{ version: 1, attempts: 0, party: preferences.party },
  ...{ account: preferences.account, address: address.id },
});

async function planAtOnce(deps: NoticesDeps, recipient: Recipient, told: Notice): Promise<Delivery> {
  const at = instantOf(deps.ports.now());
  const planned: Delivery = {
    ...plannedFor(recipient),
    ...{ id: noticeDeliveryId(told.id, recipient.address.address), kind: 'notice', state: 'waiting' },
    ...{ notice: told.id, code: told.code, at, due: at },
  };
  const committed = await commit(deps.store.client, deps.ports, [planDelivery(deps.store, planned)]);
  if (committed.kind === 'busy') throw new Error('the delivery could not be planned: the table is busy');
  return planned;
}

/** A digest closes when somebody sets out to send it; what comes later goes into the next day's. */
async function addToDigest(deps: NoticesDeps, recipient: Recipient, told: Notice): Promise<void> {
  let startMs = Math.floor(deps.ports.now() / dayMs) * dayMs;
  for (let round = 0; round < roundsMax; round += 1) {
    const digest = digestOf(deps, recipient, startMs);
    const open = await readDelivery(deps.store, digest.id);
    if (open && open.state !== 'gathering') {
      startMs += dayMs;
      continue;
    }
    const actions = gather(deps.store, open, digest, told.id);
    if ((await commit(deps.store.client, deps.ports, actions)).kind === 'done') return;
  }
  throw new Error('the notice could not be put into a digest');
}

/** The days of digests end at midnight UTC, which is eight in the morning in Beijing. */
function digestOf(deps: NoticesDeps, recipient: Recipient, startMs: number): Delivery {
  const day = new Date(startMs).toISOString().slice(0, 10);
  const { party } = recipient.preferences;
  return {
    ...plannedFor(recipient),
    ...{ id: digestDeliveryId(party, recipient.address.address, day), kind: 'digest', state: 'gathering' },
    ...{ at: instantOf(deps.ports.now()), due: instant.parse(new Date(startMs + dayMs).toISOString()) },
  };
}
