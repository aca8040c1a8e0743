import type { Handlers } from '../_platform/handlers.ts';
import { confirmAppeal, decideAppeal } from './appeal-decision.ts';
import { finishCheck } from './check-outcome.ts';
import { confirmFiling } from './confirmation.ts';
import { confirmCorrection } from './corrections/confirm.ts';
import { proposeCorrection } from './corrections/propose.ts';
import { decideFiling } from './decision.ts';
import type { RegistrarDeps } from './deps.ts';
import { openEnrolment } from './enrolment.ts';
import { declare, submit } from './submission.ts';

/** Every operation that the registrar serves. */
export function registrarHandlers(deps: RegistrarDeps): Handlers<'registrar'> {
  return {
    'enrolments.open': openEnrolment(deps),
    'filings.submit': submit(deps),
    'filings.declare': declare(deps),
    'office.filings.decide': decideFiling(deps),
    'office.filings.confirm': confirmFiling(deps),
    'office.corrections.propose': proposeCorrection(deps),
    'office.corrections.confirm': confirmCorrection(deps),
    'office.checks.finish': finishCheck(deps),
    'office.appeals.decide': decideAppeal(deps),
    'office.appeals.confirm': confirmAppeal(deps),
  };
}
