import { instantOf } from '../../shared/kernel/instant.ts';
import { awaited } from '../../shared/register/document-life.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandFilingPower, demandInTime, demandOwn, demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeDocument, countDocuments, readDocument } from '../_platform/store/documents.ts';
import { filingOf } from '../_platform/store/filings.ts';
import type { DocumentsDeps } from './deps.ts';
import { demandListed } from './state.ts';

/** Twice as many as a filing lists: enough to replace each once, and no way to fill the bucket. */
export const keptMax = 60;

/**
 * 领取上传地址: for a document that the draft lists and whose bytes have not come. The address is bound to the very
 * bytes declared, so it may be had as often as wanted, and it changes nothing who uses it.
 */
export function uploadDocument(deps: DocumentsDeps): Handlers<'documents'>['documents.upload'] {
  return async ({ params, caller, slot, filingItem, today, nowMs }) => {
    const found = filingItem && filingOf(filingItem);
    const { filing, acting } = await demandOwn(deps.store, found, caller, today);
    const listed = demandListed(filing, params.sha256);
    demandFilingPower(acting, filing, today);
    demandState(filing, 'edit');
    demandInTime(filing, today);
    const { state } = await readDocument(deps.store, filing.id, listed);
    if (!state && (await countDocuments(deps.store, filing.id, keptMax)) >= keptMax) {
      throw new Problem('too-many-documents');
    }
    const next = awaited(state, filing.id, listed, instantOf(nowMs));
    if (!next) throw new Problem('wrong-state');
    const body = await deps.addresses.upload(filing.id, listed, nowMs);
    const actions = [changeDocument(deps.store, next)];
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, { status: 201, body });
    if (committed.kind === 'reply') return { reply: committed.reply };
    // Another address was had at this moment, or the bytes have just come.
    throw new Problem('busy');
  };
}
