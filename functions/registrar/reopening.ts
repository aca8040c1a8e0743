import type { Instant } from '../../shared/kernel/instant.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { addWorkingDays } from '../../shared/kernel/working-days.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import type { Appeal } from '../../shared/register/appeal.ts';
import { startedClock } from '../../shared/register/clock.ts';
import { judgeConsents } from '../../shared/register/consent.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { inShort } from '../../shared/register/finding.ts';
import { inForce, responseLimits } from '../../shared/register/limits.ts';
import { loadFacts } from '../_platform/facts.ts';
import { toldOnly } from '../_platform/own-filing.ts';
import { askedOver } from '../_platform/signing.ts';
import { withDecision, withExaminers } from './case.ts';
import { onlineLimit } from './counting.ts';
import type { RegistrarDeps } from './deps.ts';

export type Judged = {
  readonly account: string;
  readonly second?: string;
  readonly at: Instant;
  readonly reason: string;
  readonly outcome: 'upheld' | 'rejected';
};

/** The filing that remembers what became of the appeal, and who took part in it. */
export function withAppealDecided(filing: Filing, { id }: Appeal, judged: Judged): Filing {
  const { outcome: status, at: decidedAt } = judged;
  const appeals = (filing.appeals ?? []).map((one) => (one.id === id ? { ...one, status, decidedAt } : one));
  const next = { ...filing, version: filing.version + 1, updatedAt: decidedAt, appeals };
  return withExaminers(next, [judged.account, judged.second]);
}

/**
 * 恢复审查: the decision falls. The filing is examined again with a new clock, and every consent is judged again with
 * it; what lacks a consent or a field first goes to its parties.
 */
export async function reopened(
  deps: RegistrarDeps,
  filing: Filing,
  judged: Judged,
  today: PlainDate,
): Promise<Filing> {
  return reopenedAs(filing, judged, today, await isAgreed(deps, filing, today));
}

/** The same, once it is known whether every party still agrees. */
export function reopenedAs(filing: Filing, judged: Judged, today: PlainDate, agreed: boolean): Filing {
  const { account, second, at } = judged;
  const base = withDecision(filing, {
    ...{ outcome: 'reopened', by: 'examiner', account, ...(second && { second }), at, findings: [] },
  });
  if (!agreed) {
    const deadline = addWorkingDays(today, inForce(responseLimits, today).workingDays);
    return { ...base, status: 'correctionRequested', deadline };
  }
  const limit = onlineLimit(procedureOf(filing), today);
  const told = toldOnly(filing);
  return {
    ...{ ...base, status: 'examination', deadline: addWorkingDays(today, limit) },
    // It may never have been heard of by whom it is asked against: the days to object begin with this (P9).
    ...(told.length > 0 && { receivedAt: at, parties: [...new Set([...filing.parties, ...told])] }),
    clock: startedClock(undefined, today),
    examined: inShort(filing.decisions.at(-1)?.findings ?? []),
  };
}

/** Whether the form is whole and every party still agrees to it, as parties and mandates stand today. */
async function isAgreed(deps: RegistrarDeps, filing: Filing, today: PlainDate): Promise<boolean> {
  const procedure = procedureOf(filing);
  const opened = procedure.open(filing.form, filing);
  if (!opened.ok) return false;
  const { signing } = await loadFacts(deps.store, opened.form, filing);
  const asked = askedOver(filing, procedure, opened.form);
  return judgeConsents(filing.consents, asked, { ...signing, today }).missing.length === 0;
}
