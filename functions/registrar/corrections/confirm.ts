import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import type { Language } from '../../../shared/kernel/localised.ts';
import type { OfficeCorrection } from '../../../shared/register/office-correction.ts';
import type { Review } from '../../../shared/register/review.ts';
import { demandReviewer } from '../../_platform/examiner.ts';
import type { Handlers } from '../../_platform/handlers.ts';
import { Problem } from '../../_platform/problem.ts';
import { commitWithReply } from '../../_platform/reply.ts';
import { changeCorrection, readCorrection } from '../../_platform/store/corrections.ts';
import { noticeItem } from '../../_platform/store/notices.ts';
import { changeReview, readReview } from '../../_platform/store/reviews.ts';
import { staffUnchanged } from '../../_platform/store/staff.ts';
import { type Action, put } from '../../_platform/transaction.ts';
import type { RegistrarDeps } from '../deps.ts';
import { staffNow } from '../take.ts';
import { makeCorrection } from './make.ts';
import { readSubject } from './subject.ts';

const roundsMax = 5;

/**
 * 更正 confirmed by another examiner than the one who proposed it: what is wrong becomes right, with its entry and the
 * notices to everyone concerned, in one transaction (docs/adr/0014-corrections.md). Or it is sent back.
 */
export function confirmCorrection(deps: RegistrarDeps): Handlers<'registrar'>['office.corrections.confirm'] {
  return async ({ params, body, staff, slot, today, nowMs, language }) => {
    for (let round = 1; round <= roundsMax; round += 1) {
      const proposed = await readCorrection(deps.store, params.correctionId);
      if (!proposed) throw new Problem('not-found');
      const member = await staffNow(deps.store, staff.account);
      demandReviewer(
        member,
        proposed.concerned.map((one) => one.party),
        today,
      );
      if (proposed.status !== 'proposed') throw new Problem('wrong-state');
      if (proposed.account === staff.account) throw new Problem('same-person');
      const end = { account: staff.account, at: instantOf(nowMs) };
      const next = { ...proposed, version: proposed.version + 1 };
      const made =
        body.outcome === 'confirm'
          ? makeCorrection(deps, proposed, await subjectOf(deps, proposed, language), end)
          : undefined;
      const ended: OfficeCorrection =
        body.outcome === 'sendBack'
          ? { ...next, status: 'sentBack', end: { ...end, reason: body.reason } }
          : { ...next, status: 'made', end: { ...end, ...(made && { entry: made.entry }) } };
      const actions = [
        changeCorrection(deps.store, ended),
        ...(made ? [...made.actions, ...told(deps, ended), ...(await remedied(deps, proposed))] : []),
        staffUnchanged(deps.store, member),
      ];
      const answered = { status: 200, body: ended };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
    }
    throw new Problem('busy');
  };
}

/** What is to be corrected, as it stands; where somebody has just confirmed the same, that is what the second is told. */
async function subjectOf({ store }: RegistrarDeps, { id, change }: OfficeCorrection, language: Language) {
  return readSubject(store, change, language).catch(async (error: unknown) => {
    const now = await readCorrection(store, id);
    throw now?.status === 'proposed' ? error : new Problem('wrong-state');
  });
}

/** Everyone who relied on what is corrected hears of it with the entry, whose old value it can hold against the office. */
function told(deps: RegistrarDeps, { concerned, end }: OfficeCorrection): Action[] {
  const now = deps.ports.now();
  return concerned.map(({ party, filing, number }) => {
    const id = newId('ntc', now, deps.ports.random(10));
    const notice = { id, at: instantOf(now), filing, code: 'office-corrected', number } as const;
    const item = noticeItem(party, { ...notice, ...(end?.entry && { entry: end.entry }) });
    return put(`notice ${party}`, deps.store.tables.filings, item);
  });
}

async function remedied(deps: RegistrarDeps, { review: id }: OfficeCorrection): Promise<Action[]> {
  const review = id && (await readReview(deps.store, id));
  if (review?.status !== 'error') return [];
  const done: Review = { ...review, version: review.version + 1, status: 'remedied' };
  return [changeReview(deps.store, done)];
}
