import { newId } from '../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { addWorkingDays } from '../../shared/kernel/working-days.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { inForce, reviewLimits, samplingShares } from '../../shared/register/limits.ts';
import { isDrawn, type Review } from '../../shared/register/review.ts';
import { concernedBy } from '../../shared/register/staff.ts';
import { openReview } from '../_platform/store/reviews.ts';
import type { Action } from '../_platform/transaction.ts';
import type { RegistrarDeps } from './deps.ts';

/**
 * 抽样复查 (A9.1): chance decides, in the transaction that registers, whether a person looks at what no person has
 * seen. Neither the parties nor the examiners can tell beforehand.
 */
export function drawnForReview(deps: RegistrarDeps, filing: Filing, at: Instant): Action[] {
  const today = shanghaiDate(at);
  const share = deps.sampledPerTenThousand ?? inForce(samplingShares, today).perTenThousand;
  if (share === 0 || !isDrawn(share, deps.ports.random(3))) return [];
  return [openReview(deps.store, reviewFor(deps, filing, 'sampling'))];
}

/** A review of what the filing registered, open to whoever has no interest in it. */
export function reviewFor(deps: Pick<RegistrarDeps, 'ports'>, filing: Filing, kind: Review['kind']): Review {
  const now = deps.ports.now();
  const { registration } = filing;
  if (!registration) throw new Error(`nothing was registered by ${filing.id}`);
  const { entry, number } = registration;
  return {
    ...{ id: newId('rev', now, deps.ports.random(10)), version: 1, kind, status: 'open' },
    ...{ filing: filing.id, procedure: filing.procedure, entry, ...(number && { number }) },
    parties: concernedBy(filing),
    openedAt: instantOf(now),
    deadline: addWorkingDays(shanghaiDate(now), inForce(reviewLimits, shanghaiDate(now)).workingDays),
  };
}
