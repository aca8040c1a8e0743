import { sha256 } from '../../shared/kernel/digest.ts';
import { type EntryId, type NoticeId, newId, type PartyId } from '../../shared/kernel/id.ts';
import { epochMsOf, type Instant } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { agentsIn } from '../../shared/register/filing.ts';
import type { Notice } from '../../shared/register/notice.ts';
import { covers, mandateActs } from '../../shared/register/party.ts';
import { readFiling } from '../_platform/store/filings.ts';
import { closeAnnouncement, noticeItem, readAnnouncement } from '../_platform/store/notices.ts';
import { readMandates } from '../_platform/store/parties.ts';
import { absent, commit, put } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';

/**
 * 登记通知: tells every party of a filing what became an entry. The notices are named by entry and party, so that
 * however often this runs each is told once.
 */
export async function tellOfEntry(deps: NoticesDeps, entry: EntryId): Promise<void> {
  const found = await readAnnouncement(deps.store, entry);
  if (!found) return;
  const filing = await readFiling(deps.store, found.filing);
  for (const party of filing?.parties ?? []) {
    await tellOnce(deps, party, { ...found, id: namedId(found.at, entry, party) });
  }
  await closeAnnouncement(deps.store, entry);
}

/** 通知代理人: tells who acts for the party in this filing, while the mandate runs. */
export async function tellAgents(deps: NoticesDeps, principal: PartyId, told: Notice): Promise<void> {
  if (told.principal !== undefined) return;
  const filing = await readFiling(deps.store, told.filing);
  const today = shanghaiDate(deps.ports.now());
  for (const agent of filing ? agentsIn(filing, principal) : []) {
    const given = await readMandates(deps.store, agent, principal);
    const running = given.some((one) => mandateActs.some((act) => covers(one, act, today)));
    const id = namedId(told.at, told.id, agent);
    if (running) await tellOnce(deps, agent, { ...told, id, principal });
  }
}

async function tellOnce({ store, ports }: NoticesDeps, party: PartyId, told: Notice): Promise<void> {
  const write = put('notice', store.tables.filings, noticeItem(party, told), absent);
  const committed = await commit(store.client, ports, [write]);
  if (committed.kind === 'busy') throw new Error('the notice could not be written: the table is busy');
}

/** A name that follows from what is told and to whom, and sorts among the others by its time. */
function namedId(at: Instant, ...of: readonly string[]): NoticeId {
  return newId('ntc', epochMsOf(at), sha256(new TextEncoder().encode(JSON.stringify(of))));
}
