import { instantOf } from '../../shared/kernel/instant.ts';
import type { DocumentStatus } from '../../shared/register/document.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { statusOf } from '../../shared/register/required-documents.ts';
import { demandNoInterest } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandMoreThanTold, demandOwn } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { type Access, noteAccess } from '../_platform/store/accesses.ts';
import { readDocument, readDocuments } from '../_platform/store/documents.ts';
import { filingOf } from '../_platform/store/filings.ts';
import { staffOf } from '../_platform/store/staff.ts';
import type { DocumentsDeps } from './deps.ts';
import { demandListed, shownDocument } from './state.ts';

/** The documents of a filing in the order of its list, and what has become of each. */
export function listDocuments(deps: DocumentsDeps): Handlers<'documents'>['documents.list'] {
  return async ({ caller, filingItem, today }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing } = await demandOwn(deps.store, found, caller, today);
    const states = await readDocuments(deps.store, filing.id, filing.documents);
    return { body: { items: filing.documents.map((one, index) => shownDocument(one, states[index])) } };
  };
}

/** 下载: for the parties of the filing and their agents; others learn nothing, not even that there is one. */
export function downloadDocument(deps: DocumentsDeps): Handlers<'documents'>['documents.download'] {
  return async ({ params, caller, slot, filingItem, today, nowMs }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing, acting } = await demandOwn(deps.store, found, caller, today);
    demandMoreThanTold(acting, filing, today);
    const who = { account: caller.account, party: caller.party };
    return giveOut(deps, { filing, sha256: params.sha256, who, open: ['clean'], slot, nowMs });
  };
}

/** 审查员下载: also what the scan could not settle, since an examiner must judge it. */
export function downloadForOffice(deps: DocumentsDeps): Handlers<'documents'>['office.documents.download'] {
  return async ({ params, staff, slot, filingItem, staffItem, nowMs }) => {
    if (!filingItem) throw new Problem('not-found');
    const filing = filingOf(filingItem);
    demandNoInterest(staffOf(staff.account, staffItem), filing);
    const who = { account: staff.account };
    return giveOut(deps, { filing, sha256: params.sha256, who, open: ['clean', 'review'], slot, nowMs });
  };
}

type Wish = {
  readonly filing: Filing;
  readonly sha256: string;
  readonly who: Pick<Access, 'account' | 'party'>;
  /** Statuses in which the document may be given to whoever asks. */
  readonly open: readonly DocumentStatus[];
  readonly slot: ReplySlot;
  readonly nowMs: number;
};

/** The address is given out together with the note of who had it, or not at all. */
async function giveOut(deps: DocumentsDeps, wish: Wish): Promise<{ reply: StoredReply }> {
  const { filing, sha256, who, open, slot, nowMs } = wish;
  const listed = demandListed(filing, sha256);
  const { state } = await readDocument(deps.store, filing.id, listed);
  if (!open.includes(statusOf(listed, state))) throw new Problem('wrong-state');
  const body = await deps.addresses.download(filing.id, listed, nowMs);
  const noted: Access = { filing: filing.id, sha256, at: instantOf(nowMs), ...who };
  const id = Buffer.from(deps.ports.random(8)).toString('hex');
  const actions = [noteAccess(deps.store, noted, id)];
  const committed = await commitWithReply(deps.store, deps.ports, slot, actions, { status: 201, body });
  if (committed.kind === 'reply') return { reply: committed.reply };
  throw new Problem('busy');
}
