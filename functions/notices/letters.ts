import type { NoticeId } from '../../shared/kernel/id.ts';
import type { Delivery } from '../../shared/register/delivery.ts';
import type { Notice } from '../../shared/register/notice.ts';
import { addressOf, type NoticePreferences, wants } from '../../shared/register/notice-preferences.ts';
import { readLines } from '../_platform/store/deliveries.ts';
import { readFiling } from '../_platform/store/filings.ts';
import { readPreferences } from '../_platform/store/notice-preferences.ts';
import { readNoticesById } from '../_platform/store/notices.ts';
import { drawCode } from './code.ts';
import type { Mailing, NoticesDeps } from './deps.ts';
import { codeLetter, digestLetter, type Letter, noticeLetter, type Told } from './mail/letter.ts';
import { actsFor } from './recipients.ts';

export type Addressed = { readonly to: string; readonly raw: string };

/** A digest tells of so many notices; the rest is in the inbox. */
const linesMax = 100;

/**
 * The mail of a claimed delivery, by what the account wants now: since it was planned the address may be gone or
 * stopped, the account dismissed, the kind muted. Nothing where nobody wants it any more.
 */
export async function letterFor(
  deps: NoticesDeps,
  mailing: Mailing,
  claimed: Delivery,
): Promise<Addressed | undefined> {
  const preferences = await readPreferences(deps.store, claimed);
  const found = addressOf(preferences, claimed.address);
  const wanted = claimed.kind === 'code' ? 'unconfirmed' : 'confirmed';
  if (found?.state !== wanted) return undefined;
  if (!(await actsFor(deps.store, claimed.account, claimed.party))) return undefined;
  const letter: Letter = {
    ...{ mailing, demonstration: deps.demonstration, to: found.address, nowMs: deps.ports.now() },
    ...{ language: preferences.language, id: `${claimed.notice ?? claimed.kind}.${claimed.id}` },
    unsubscribeToken: found.unsubscribeToken,
  };
  const raw = await rawOf(deps, claimed, preferences, letter);
  return raw === undefined ? undefined : { to: found.address, raw };
}

async function rawOf(
  deps: NoticesDeps,
  claimed: Delivery,
  preferences: NoticePreferences,
  letter: Letter,
): Promise<string | undefined> {
  switch (claimed.kind) {
    case 'code': {
      const code = await drawCode(deps, preferences, claimed.address);
      return code === undefined ? undefined : codeLetter(letter, code);
    }
    case 'notice': {
      const [told] = await toldIn(deps, claimed, preferences, claimed.notice ? [claimed.notice] : []);
      return told && noticeLetter(letter, told);
    }
    case 'digest': {
      const { notices, more } = await readLines(deps.store, claimed.id, linesMax);
      const all = await toldIn(deps, claimed, preferences, notices);
      return all.length === 0 ? undefined : digestLetter(letter, all, more);
    }
  }
}

async function toldIn(
  deps: NoticesDeps,
  claimed: Delivery,
  preferences: NoticePreferences,
  ids: readonly NoticeId[],
): Promise<Told[]> {
  const found = await readNoticesById(deps.store, claimed.party, ids);
  const wanted = found.filter(({ code }) => wants(preferences, code));
  const named = new Map<Notice['filing'], string | undefined>();
  for (const { filing } of wanted) {
    if (!named.has(filing)) named.set(filing, (await readFiling(deps.store, filing))?.procedure);
  }
  return wanted.map((notice) => ({ notice, procedure: named.get(notice.filing) }));
}
