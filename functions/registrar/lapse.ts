import { instantOf } from '../../shared/kernel/instant.ts';
import { type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { mayFollow, priorStates } from '../../shared/register/lifecycle.ts';
import { voidedAt, withVoided } from '../../shared/register/voided.ts';
import { log } from '../_platform/logger.ts';
import { readByConsentEnd } from '../_platform/store/consent-ends.ts';
import { changeFiling, readByDeadline } from '../_platform/store/filings.ts';
import { tell, tellOfVoided } from '../_platform/store/notices.ts';
import type { Page } from '../_platform/store/page.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import { withDecision } from './case.ts';
import type { RegistrarDeps } from './deps.ts';

const pageSize = 25;
const pagesMax = 40;

/** What a run did: filings ended, filings whose consents lapsed, filings that could not be read or acted upon. */
export type Lapsed = {
  readonly ended: number;
  readonly consentsLapsed: number;
  readonly unreadable: number;
  readonly failed: number;
};

/**
 * 逾期 (A2.4, A4.1): filings not corrected within the limit are returned, those not declared upon are refused; of
 * those that still wait, consents whose last day has passed are voided and the parties told. Run by schedule, as often
 * as wanted: one that was acted upon meanwhile fails the condition and is left alone, and one that cannot be read or
 * written is logged for the operators and does not keep the others waiting.
 */
export async function lapse(deps: RegistrarDeps): Promise<Lapsed> {
  const today = shanghaiDate(deps.ports.now());
  const done = { ended: 0, consentsLapsed: 0, unreadable: 0, failed: 0 };
  for (const status of priorStates.lapse) {
    const due = (after: Parameters<typeof readByDeadline>[3]['after']) =>
      readByDeadline(deps.store, status, pageSize, { after, before: today });
    await eachOf(due, done, async (filing) => {
      if (filing.deadline && filing.deadline.date < today) done.ended += await endFiling(deps, filing);
    });
  }
  const lapsed = (after: Parameters<typeof readByConsentEnd>[3]) =>
    readByConsentEnd(deps.store, pageSize, today, after);
  await eachOf(lapsed, done, async (filing) => {
    done.consentsLapsed += await voidLapsed(deps, filing, today);
  });
  log.info('DEADLINES_LAPSED', done);
  return done;
}

/** Acts on each filing of all pages. What fails on one is logged and counted, and the next one has its turn. */
async function eachOf<Place>(
  read: (after: Place | undefined) => Promise<Page<Filing, Place> & { readonly unreadable: number }>,
  done: { unreadable: number; failed: number },
  act: (filing: Filing) => Promise<void>,
): Promise<void> {
  let after: Place | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const found = await read(after);
    done.unreadable += found.unreadable;
    for (const filing of found.items) {
      try {
        await act(filing);
      } catch (error) {
        const name = error instanceof Error ? error.name : 'unknown';
        log.error('LAPSE_FAILED', { filing: filing.id, error: name });
        done.failed += 1;
      }
    }
    after = found.last;
    if (!after) break;
  }
}

async function endFiling(deps: RegistrarDeps, filing: Filing): Promise<number> {
  const committed = await commit(deps.store.client, deps.ports, ended(deps, filing));
  return committed.kind === 'done' ? 1 : 0;
}

/** The writes that end a filing whose limit has passed. */
export function ended(deps: RegistrarDeps, filing: Filing): Action[] {
  const at = instantOf(deps.ports.now());
  const { deadline: _passed, ...rest } = filing;
  // A ground that a declaration would have cured stands when nobody declared (A4.g10, A4.g11).
  const refused = filing.status === 'awaitingDeclaration';
  const status = refused ? 'refused' : 'returned';
  const findings = refused ? (filing.decisions.at(-1)?.findings ?? []) : [];
  const base: Filing = { ...rest, status, version: filing.version + 1, updatedAt: at };
  const over = withDecision(base, { outcome: status, by: 'machine', at, findings });
  return [
    ...changeFiling(deps.store, filing, over),
    ...tell(deps, filing.id, filing.parties, refused ? 'refused' : 'returned'),
  ];
}

/** 同意到期: the filing waits on, and everyone is told that it does; what counts is judged again at every act anyway. */
async function voidLapsed(deps: RegistrarDeps, filing: Filing, today: PlainDate): Promise<number> {
  const actions = lapsedConsents(deps, filing, today);
  if (actions.length === 0) return 0;
  const committed = await commit(deps.store.client, deps.ports, actions);
  return committed.kind === 'done' ? 1 : 0;
}

/** The writes that void the consents of a filing whose day has passed; none where all still count. */
export function lapsedConsents(deps: RegistrarDeps, filing: Filing, today: PlainDate): Action[] {
  const over = filing.consents.filter((one) => one.until < today);
  if (over.length === 0 || !mayFollow(filing.status, 'consent')) return [];
  const at = instantOf(deps.ports.now());
  const fallen = over.map((consent) => ({ consent, reason: 'expired' as const }));
  // Nobody touched it: how long it is kept still counts from when somebody did.
  const changed: Filing = { ...withVoided(filing, voidedAt(fallen, at)), version: filing.version + 1 };
  return [...changeFiling(deps.store, filing, changed), ...tellOfVoided(deps, filing, fallen)];
}
