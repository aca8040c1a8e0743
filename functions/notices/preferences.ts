import type { NoticePreferencesView } from '../../shared/contracts/operations/notices.ts';
import { mutableCodes } from '../../shared/register/notice.ts';
import type { NoticePreferences } from '../../shared/register/notice-preferences.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { changePreferences, readPreferences } from '../_platform/store/notice-preferences.ts';
import { commit } from '../_platform/transaction.ts';
import type { NoticesDeps } from './deps.ts';

type Notices = Handlers<'notices'>;

export type Shown = { readonly body: NoticePreferencesView; readonly etag: string };

/** What the account sees of its preferences: neither hashes nor tokens, nor whom else the party tells. */
export function shown(of: NoticePreferences): Shown {
  const addresses = of.addresses.map(({ id, address, state, addedAt, confirmedAt, stoppedFor, code }) => ({
    ...{ id, address, state, addedAt },
    ...(confirmedAt && { confirmedAt }),
    ...(stoppedFor && { stoppedFor }),
    ...(code && { codeUntil: code.until }),
  }));
  const { version, party, language, pace, muted } = of;
  const body = { version, party, language, pace, muted, mutable: [...mutableCodes], addresses };
  return { body, etag: `"${version}"` };
}

/** 通知设置: of this account for the party it acts as. */
export function getPreferences(deps: NoticesDeps): Notices['notices.preferences'] {
  return async ({ caller }) => shown(await readPreferences(deps.store, caller));
}

/** Of two edits of one version the first one stands. */
export function setPreferences(deps: NoticesDeps): Notices['notices.setPreferences'] {
  return async ({ body, caller, version }) => {
    const known = await readPreferences(deps.store, caller);
    if (known.version !== version) throw new Problem('stale-version');
    const muted = [...new Set(body.muted)];
    const changed = { ...known, ...body, muted, version: known.version + 1 };
    const actions = [changePreferences(deps.store, known, changed)];
    const committed = await commit(deps.store.client, deps.ports, actions);
    if (committed.kind === 'done') return shown(changed);
    throw new Problem(committed.kind === 'busy' ? 'busy' : 'stale-version');
  };
}
