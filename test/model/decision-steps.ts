import { Problem } from '../../functions/_platform/problem.ts';
import { askedOver } from '../../functions/_platform/signing.ts';
import { changeAppeal, openAppeal } from '../../functions/_platform/store/appeals.ts';
import { changeFiling } from '../../functions/_platform/store/filings.ts';
import type { Action } from '../../functions/_platform/transaction.ts';
import type { Case } from '../../functions/registrar/case.ts';
import { confirmed } from '../../functions/registrar/confirmation.ts';
import { judged } from '../../functions/registrar/decision.ts';
import { ended, lapsedConsents } from '../../functions/registrar/lapse.ts';
import { reopenedAs, withAppealDecided } from '../../functions/registrar/reopening.ts';
import { byMachine, plan } from '../../functions/registrar/settle.ts';
import { openComplete } from '../../functions/registrar/take.ts';
import { asProposal } from '../../functions/registrar/two-persons.ts';
import type { Confirmation, DecisionBody } from '../../shared/contracts/operations/registrar.ts';
import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type Appeal, appealOpen, lastDayToDecide } from '../../shared/register/appeal.ts';
import { authorityFor, principalsIn } from '../../shared/register/authority.ts';
import { claimOf } from '../../shared/register/claim.ts';
import { judgeConsents } from '../../shared/register/consent.ts';
import { unanswered } from '../../shared/register/correction-request.ts';
import { type Declaration, type Filing, standingProposal } from '../../shared/register/filing.ts';
import { withDeclared } from '../../shared/register/voided.ts';
import { factsFor } from './facts.ts';
import { demandActing, demandFiling, demandState, type Hand } from './filing-steps.ts';
import type { Made, Office } from './turn.ts';

/** The steps that examine and decide: each is a case, and `plan` of the registrar says what becomes of it. */

export const examiners = ['examiner-1', 'examiner-2'] as const;

function settled({ view, deps }: Office, of: Case): Made {
  return plan(deps, of, factsFor(view, of.open, { ...of.filing, ...of.changed }));
}

/** 提交. */
export function submit(office: Office, hand: Hand, filing: Filing): Made {
  const { view, deps } = office;
  demandFiling(view, demandActing(view, hand, filing), filing);
  demandState(view, filing, 'submit');
  const { procedure, open } = openComplete(filing, 'en');
  const { correction } = filing;
  if (correction && unanswered(filing, correction).length > 0) throw new Problem('correction-unanswered');
  const receivedAt = instantOf(deps.ports.now());
  const claim = correction && claimOf(correction.account, receivedAt);
  const changed = { receivedAt, ...(claim && { claim }) };
  return settled(office, {
    ...{ filing, procedure, open, changed },
    ...{ judge: byMachine(deps, procedure), jointly: true },
  });
}

/** 声明继续办理, for the hand's own party. */
export function declare(office: Office, hand: Hand, filing: Filing, ground: string): Made {
  const { view, deps } = office;
  const acting = demandActing(view, hand, filing);
  demandState(view, filing, 'declare');
  const { procedure, open } = openComplete(filing, 'en');
  const principal = principalsIn(acting, filing, view.today).find((one) => open.consenting.includes(one));
  if (!principal) throw new Problem('forbidden');
  const authority = authorityFor(acting, principal, 'consent', view.today);
  if (authority.kind !== 'granted') throw new Problem('forbidden');
  const made: Declaration = {
    ...{ party: principal, by: authority.actor, ground, at: instantOf(deps.ports.now()) },
  };
  const changed = { declarations: withDeclared(filing.declarations, [made]) };
  return settled(office, {
    ...{ filing, procedure, open, changed },
    ...{ judge: byMachine(deps, procedure), jointly: true },
  });
}

/** 审查决定, by the first examiner. */
export function decideAs(office: Office, filing: Filing, body: DecisionBody): Made {
  demandState(office.view, filing, 'decide');
  const { procedure, open } = openComplete(filing, 'en');
  return settled(office, {
    ...{ filing, procedure, open, changed: {} },
    judge: (findings) => asProposal(procedure, judged(body, procedure, examiners[0], findings, 'en')),
  });
}

/** 复核, by the second examiner, of what the first proposed. */
export function confirmAs(office: Office, filing: Filing, body: Confirmation): Made {
  demandState(office.view, filing, 'decide');
  const proposal = standingProposal(filing);
  if (!proposal) throw new Problem('wrong-state');
  const { procedure, open } = openComplete(filing, 'en');
  return settled(office, {
    ...{ filing, procedure, open, changed: {} },
    judge: (findings) => confirmed(body, proposal, examiners[1], findings, 'en'),
  });
}

/** 逾期: what the schedule writes for one filing today. */
export function lapseOf({ view, deps }: Office, filing: Filing): Action[] {
  const over = filing.deadline && filing.deadline.date < view.today && mayLapse(filing);
  return over ? ended(deps, filing) : lapsedConsents(deps, filing, view.today);
}

const mayLapse = ({ status }: Filing) => status === 'correctionRequested' || status === 'awaitingDeclaration';

/** 申请复议, by the hand's party, against the last decision. */
export function appealAgainst({ view, deps }: Office, hand: Hand, filing: Filing): Action[] {
  const acting = demandActing(view, hand, filing);
  const may = appealOpen(filing, 'reconsideration', view.today);
  if (typeof may === 'string') throw new Problem('wrong-state');
  const { ports, store } = deps;
  const made: Appeal = {
    ...{ id: newId('apl', ports.now(), ports.random(10)), version: 1, level: 'reconsideration' },
    ...{ status: 'open', filing: filing.id, against: may.against, party: acting.party },
    ...{
      by: { account: acting.account, party: acting.party },
      reason: '不服',
      filedAt: instantOf(ports.now()),
    },
    deadline: lastDayToDecide(view.today),
  };
  const { id, level, against } = made;
  const appeals = [...(filing.appeals ?? []), { id, level, against, status: 'open' as const }];
  const changed = { ...filing, version: filing.version + 1, updatedAt: made.filedAt, appeals };
  return [...changeFiling(store, filing, changed), openAppeal(store, made)];
}

/** 复议决定: the decision falls, and the filing is examined again. */
export function upholdAppeal({ view, deps }: Office, filing: Filing, appeal: Appeal): Action[] {
  const { store, ports } = deps;
  const by = { account: examiners[1], at: instantOf(ports.now()), reason: '原决定有误' };
  const next: Appeal = { ...appeal, version: appeal.version + 1, status: 'upheld', outcome: by };
  const judgedSo = { ...by, outcome: 'upheld' as const };
  const told = withAppealDecided(filing, next, judgedSo);
  const falls = filing.status !== 'registered';
  const after = falls ? reopenedAs(told, judgedSo, view.today, isAgreed(view, told)) : told;
  return [changeAppeal(store, next), ...changeFiling(store, filing, after)];
}

function isAgreed(view: Office['view'], filing: Filing): boolean {
  const procedure = procedureOf(filing);
  const opened = procedure.open(filing.form, filing);
  if (!opened.ok) return false;
  const { signing } = factsFor(view, opened.form, filing);
  const asked = askedOver(filing, procedure, opened.form);
  return judgeConsents(filing.consents, asked, { ...signing, today: view.today }).missing.length === 0;
}
