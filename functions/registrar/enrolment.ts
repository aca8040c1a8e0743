import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { partiesOfAccountMax } from '../../shared/register/party.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { inRounds } from '../_platform/rounds.ts';
import { openFiling, readFilingsById } from '../_platform/store/filings.ts';
import { type AccountVersion, bindAccount, readAccounts } from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';
import type { RegistrarDeps } from './deps.ts';

/** How many enrolments one account may have open at a time: an agency has several, a squatter not many. */
const candidatesMax = 5;

const ended: readonly Filing['status'][] = ['registered', 'refused', 'returned', 'withdrawn'];

/**
 * 主体登记的申请: an account asks to act for a party that it does not act for yet. It gets a stand-in that may do
 * nothing but this one filing; only its registration makes a party of it, or gives the account an old one back.
 */
export function openEnrolment(deps: RegistrarDeps): Handlers<'registrar'>['enrolments.open'] {
  const { store, ports } = deps;
  return async ({ body, account: { subject }, slot, nowMs }) =>
    await inRounds(ports, async () => {
      const known = (await readAccounts(store, [subject])).get(subject);
      if (!known) throw new Error('an account that was asked for and not answered');
      const kept = await stillOpen(store, known);
      const candidates = kept.filter((one) => one.candidate);
      if (candidates.length >= candidatesMax || kept.length >= partiesOfAccountMax) {
        throw new Problem('too-many-enrolments');
      }
      const filing = emptyDraft(deps, body.procedure, subject, nowMs);
      const { applicant: party, id } = filing;
      const candidate = { party, administrator: true, signer: true, candidate: true, filing: id } as const;
      const actions = [bindAccount(store, known, [...kept, candidate]), ...openFiling(store, filing)];
      const answered = { status: 201, body: { party, filing: id, version: 1 }, etag: '"1"' };
      const committed = await commitWithReply(store, ports, slot, actions, answered);
      return committed.kind === 'reply' ? { reply: committed.reply } : undefined;
    });
}

function emptyDraft({ ports }: RegistrarDeps, procedure: string, account: string, nowMs: number): Filing {
  const party = newId('pty', nowMs, ports.random(10));
  const at = instantOf(nowMs);
  return {
    ...{ id: newId('fil', nowMs, ports.random(10)), procedure, status: 'draft', version: 1 },
    ...{ createdAt: at, updatedAt: at },
    ...{ applicant: party, filedBy: { account, party }, parties: [party] },
    ...{ form: {}, documents: [], consents: [], voided: [], declarations: [], decisions: [] },
  };
}

/** What the account acts for, without the stand-ins whose filing has come to its end. */
async function stillOpen(store: Store, { account }: AccountVersion) {
  const open = await readFilingsById(
    store,
    account.parties.flatMap((one) => (one.candidate && one.filing ? [one.filing] : [])),
  );
  const running = open.filter((one) => !ended.includes(one.status)).map((one) => one.id);
  return account.parties.filter((one) => !one.candidate || (one.filing && running.includes(one.filing)));
}
