import { checkViewOf } from '../../shared/contracts/views/review-view.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { authorityFor, principalsIn } from '../../shared/register/authority.ts';
import type { SpotCheck } from '../../shared/register/spot-check.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandOwn } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { changeCheck, readCheck, readChecks } from '../_platform/store/checks.ts';
import { filingOf } from '../_platform/store/filings.ts';
import type { FilingsDeps } from './deps.ts';

const ulid = '[0-9a-hjkmnp-tv-z]{26}';

/** Checks of the caller’s own commitments: what another party of the filing promised is not its business. */
export function listOwnChecks(deps: FilingsDeps): Handlers<'filings'>['checks.list'] {
  return async ({ query, caller, filingItem, today }) => {
    const { filing, acting } = await demandOwn(deps.store, filingItem && filingOf(filingItem), caller, today);
    const own = principalsIn(acting, filing, today);
    const list = `checks of ${filing.id}`;
    const { limit, after } = pageAsked(query, list, { sk: new RegExp(`^CHECK#chk_${ulid}$`) });
    const page = await readChecks(deps.store, filing.id, limit, after?.['sk']);
    const items = page.items.filter((one) => own.includes(one.party)).map(checkViewOf);
    return { body: pageAnswered(items, page.last ? { sk: page.last } : undefined, list) };
  };
}

/** 答复抽查: with words and documents, once, within the limit. */
export function answerCheck(deps: FilingsDeps): Handlers<'filings'>['checks.answer'] {
  return async ({ params, body, caller, slot, filingItem, today, nowMs }) => {
    const { filing, acting } = await demandOwn(deps.store, filingItem && filingOf(filingItem), caller, today);
    const check = await readCheck(deps.store, filing.id, params.checkId);
    const authority = check && authorityFor(acting, check.party, 'file', today);
    if (!check || authority?.kind === 'stranger') throw new Problem('not-found');
    if (authority?.kind !== 'granted') throw new Problem('forbidden');
    if (check.status !== 'asked') throw new Problem('wrong-state');
    if (today > check.deadline.date) throw new Problem('deadline-passed');
    const answered: SpotCheck = {
      ...{ ...check, version: check.version + 1, status: 'answered' },
      answer: { by: authority.actor, at: instantOf(nowMs), text: body.text, documents: body.documents },
    };
    const reply = { status: 200, body: checkViewOf(answered) };
    const actions = [changeCheck(deps.store, answered)];
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, reply);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'wrong-state');
  };
}
