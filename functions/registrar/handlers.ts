import type { Handlers } from '../_platform/handlers.ts';
import { finishCheck } from './check-outcome.ts';
import { confirmFiling } from './confirmation.ts';
import { decideFiling } from './decision.ts';
import type { RegistrarDeps } from './deps.ts';
import { confirmObjection, decideObjection } from './objection-decision.ts';
import { declare, submit } from './submission.ts';

/** Every operation that the registrar serves. */
export function registrarHandlers(deps: RegistrarDeps): Handlers<'registrar'> {
  return {
    'filings.submit': submit(deps),
    'filings.declare': declare(deps),
    'office.filings.decide': decideFiling(deps),
    'office.filings.confirm': confirmFiling(deps),
    'office.checks.finish': finishCheck(deps),
    'office.objections.decide': decideObjection(deps),
    'office.objections.confirm': confirmObjection(deps),
  };
}
