import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { stoppedClock } from '../../shared/register/clock.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { inForce } from '../../shared/register/limits.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { countDecided, countReceived } from '../_platform/store/clocks.ts';
import type { Action } from '../_platform/transaction.ts';
import type { Case } from './case.ts';
import type { RegistrarDeps } from './deps.ts';

/** The office's working days for a filing that came online, on the day. */
export function onlineLimit(procedure: Pick<AnyProcedure, 'clocks'>, today: string): number {
  const online = procedure.clocks.filter((one) => one.channel === 'online');
  return inForce(online, today).workingDays;
}

/**
 * 期限统计: the one line of an act, in its own transaction. What is decided at once is received and decided in one
 * line, so that an automatic registration writes no second; the lines are read by month and never changed.
 */
export function counted(deps: RegistrarDeps, { filing, procedure }: Case, next: Filing): Action[] {
  const today = shanghaiDate(deps.ports.now());
  const first = filing.receivedAt === undefined && next.receivedAt !== undefined;
  const decision = next.decisions.at(-1);
  if (next.status === 'registered' || next.status === 'refused') {
    const { clock, lastRun } = stoppedClock(filing.clock, today);
    const line = {
      filing: filing.id,
      outcome: next.status === 'registered' ? ('accepted' as const) : ('refused' as const),
      by: decision?.by ?? 'machine',
      decided: today,
      ...{ used: clock.used, lastRun, estimated: clock.estimated },
      ...{ limit: onlineLimit(procedure, filing.clock?.since ?? today), atOnce: first },
    };
    return [countDecided(deps.store, procedure.id, next.version, line)];
  }
  return first ? [countReceived(deps.store, procedure.id, filing.id, today)] : [];
}
