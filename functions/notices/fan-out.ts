import { sha256 } from '../../shared/kernel/digest.ts';
import { type NoticeId, newId, type PartyId } from '../../shared/kernel/id.ts';
import { epochMsOf, type Instant } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { agentsIn, type Filing } from '../../shared/register/filing.ts';
import type { Notice } from '../../shared/register/notice.ts';
import { covers, type Mandate, mandateActs } from '../../shared/register/party.ts';
import { readFiling } from '../_platform/store/filings.ts';
import { noticeItem, toldItem } from '../_platform/store/notices.ts';
import { readMandates } from '../_platform/store/parties.ts';
import { absent, commit, put } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';

type Deps = Pick<NoticesDeps, 'store' | 'ports'>;

/** 通知代理人: tells who acts for the party in this filing, while the mandate runs. */
export async function tellAgents(deps: Deps, principal: PartyId, told: Notice): Promise<void> {
  if (told.principal !== undefined) return;
  const filing = await readFiling(deps.store, told.filing);
  const today = shanghaiDate(deps.ports.now());
  const runs = (given: Mandate) => mandateActs.some((act) => covers(given, act, today));
  for (const agent of filing ? await agentsOf(deps, filing, principal, runs) : []) {
    await tellOnce(deps, agent, forAgent(told, agent, principal));
  }
}

/**
 * The same as it was told then, for a rebuild: to the party and to whoever acted for it under a mandate that ran at the
 * time. Nobody is mailed a second time.
 */
export async function tellAgain(deps: Deps, filing: Filing, party: PartyId, told: Notice): Promise<void> {
  await tellOnce(deps, party, told, toldItem);
  const day = shanghaiDate(told.at);
  const ran = ({ revokedAt, ...given }: Mandate) => {
    const then = revokedAt !== undefined && revokedAt <= told.at ? { ...given, revokedAt } : given;
    return mandateActs.some((act) => covers(then, act, day));
  };
  for (const agent of await agentsOf(deps, filing, party, ran)) {
    await tellOnce(deps, agent, forAgent(told, agent, party), toldItem);
  }
}

async function agentsOf(
  { store }: Deps,
  filing: Filing,
  principal: PartyId,
  counts: (given: Mandate) => boolean,
): Promise<PartyId[]> {
  const found: PartyId[] = [];
  for (const agent of agentsIn(filing, principal)) {
    if ((await readMandates(store, agent, principal)).some(counts)) found.push(agent);
  }
  return found;
}

const forAgent = (told: Notice, agent: PartyId, principal: PartyId): Notice => ({
  ...told,
  id: namedId(told.at, told.id, agent),
  principal,
});

/** Puts a notice where there is none of its name: however often this runs, its party is told once. */
export async function tellOnce(
  { store, ports }: Deps,
  party: PartyId,
  told: Notice,
  itemOf: typeof noticeItem = noticeItem,
): Promise<void> {
  const write = put('notice', store.tables.filings, itemOf(party, told), absent);
  const committed = await commit(store.client, ports, [write]);
  if (committed.kind === 'busy') throw new Error('the notice could not be written: the table is busy');
}

/** A name that follows from what is told and to whom, and sorts among the others by its time. */
export function namedId(at: Instant, ...of: readonly string[]): NoticeId {
  return newId('ntc', epochMsOf(at), sha256(new TextEncoder().encode(JSON.stringify(of))));
}
