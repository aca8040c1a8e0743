import { instantOf } from '../../shared/kernel/instant.ts';
import type { Acting } from '../../shared/register/authority.ts';
import { listedParty } from '../_platform/caller.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { asksFor } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply } from '../_platform/reply.ts';
import { readFilingsById } from '../_platform/store/filings.ts';
import { countUnread, type InboxLine, markRead, readNotices } from '../_platform/store/notices.ts';
import type { Store } from '../_platform/store/store.ts';
import type { NoticesDeps } from './deps.ts';

type Notices = Handlers<'notices'>;

/** The unread are counted among so many of the newest: a badge needs no more, and costs the same ever after. */
const countedMax = 100;

/** 收件箱: of the caller's own party, or of a principal under a running mandate. */
export function listNotices(deps: NoticesDeps): Notices['notices.list'] {
  return async ({ query, caller, today }) => {
    const party = await listedParty(deps.store, caller, query.party, today);
    const list = `notices of ${party}`;
    const { limit, after } = pageAsked(query, list, { sk: /^NOTICE#ntc_[0-9a-hjkmnp-tv-z]{26}$/ });
    const page = await readNotices(deps.store, party, limit, after?.['sk']);
    const items = caller.candidate ? await ofAsking(deps.store, caller, page.items) : page.items;
    return { body: pageAnswered(items, page.last ? { sk: page.last } : undefined, list) };
  };
}

/** One that is not enrolled is told of what it asks for, and of no filing of others that names its id. */
async function ofAsking(
  store: Store,
  caller: Omit<Acting, 'mandates'>,
  lines: readonly InboxLine[],
): Promise<InboxLine[]> {
  const filings = await readFilingsById(store, [...new Set(lines.map((one) => one.filing))]);
  const own = filings.filter((one) => asksFor(one, caller)).map((one) => one.id);
  return lines.filter((one) => own.includes(one.filing));
}

export function countOwn(deps: NoticesDeps): Notices['notices.unread'] {
  return async ({ caller }) => ({ body: await countUnread(deps.store, caller.party, countedMax) });
}

/** Marks the party's own alone: an agent that has read a notice must not hide it from its principal. */
export function markOwn(deps: NoticesDeps): Notices['notices.read'] {
  return async ({ body, caller, slot, nowMs }) => {
    const ids = [...new Set(body.notices)];
    const at = instantOf(nowMs);
    const actions = ids.map((id) => markRead(deps.store, caller.party, id, at));
    const answered = { status: 200, body: { notices: ids } };
    const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'not-found');
  };
}
