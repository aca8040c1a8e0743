import type { Outcome } from '../../shared/contracts/operations/registrar.ts';
import { registrationOf } from '../../shared/contracts/views/registration-view.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { addWorkingDays } from '../../shared/kernel/working-days.ts';
import { startedClock, stoppedClock } from '../../shared/register/clock.ts';
import { groundsDeclared } from '../../shared/register/consent.ts';
import { requestOf } from '../../shared/register/correction-request.ts';
import { decide } from '../../shared/register/decide.ts';
import {
  type Filing,
  type FilingDecision,
  representedIn,
  standingProposal,
} from '../../shared/register/filing.ts';
import { type Finding, inShort } from '../../shared/register/finding.ts';
import { inForce, responseLimits } from '../../shared/register/limits.ts';
import type { NoticeCode } from '../../shared/register/notice.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { knownFacts, type Loaded, loadFacts, seenBy } from '../_platform/facts.ts';
import { filedFacts } from '../_platform/filed.ts';
import { toldOnly } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { changeFiling, keepAsked } from '../_platform/store/filings.ts';
import { tell, tellOfVoided } from '../_platform/store/notices.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import { type Agreement, agreementOf, consentsMissing, noteFallen } from './agreement.ts';
import { actedOn, type Case, type Judgement, storable, withDecision } from './case.ts';
import { counted, onlineLimit } from './counting.ts';
import type { RegistrarDeps } from './deps.ts';
import { demandDocuments } from './documents.ts';
import { register } from './register.ts';
import { inTwoSteps } from './two-persons.ts';

const roundsMax = 6;

/**
 * Examines and commits, and does both again when a title, the filing or the number changed in between: the
 * commit's conditions decide, never the read. `take` reads the filing afresh and checks what the act demands.
 */
export async function settle(
  deps: RegistrarDeps,
  slot: ReplySlot,
  first: Case,
  take: () => Promise<Case>,
): Promise<{ reply: StoredReply }> {
  let current = first;
  for (let round = 1; round <= roundsMax; round += 1) {
    const loaded = await loadFacts(deps.store, current.open, actedOn(current));
    const planned = plan(deps, current, loaded);
    if ('refusal' in planned) {
      if (await noted(deps, planned.actions)) throw planned.refusal;
      current = await take();
      continue;
    }
    const { actions, filing, findings } = planned;
    const body = outcomeOf(filing, findings);
    const all = [...actions, ...(current.beside ?? [])];
    const committed = await commitWithReply(deps.store, deps.ports, slot, all, { status: 200, body });
    if (committed.kind === 'reply') return { reply: committed.reply };
    if (committed.kind === 'busy') break;
    if (committed.failures.some(({ name }) => name === 'filing' || name === 'staff')) current = await take();
  }
  throw new Problem('busy');
}

/** Writes what a refusal leaves behind; `false` where the filing was changed meanwhile and must be judged again. */
async function noted(deps: RegistrarDeps, actions: readonly Action[]): Promise<boolean> {
  if (actions.length === 0) return true;
  const committed = await commit(deps.store.client, deps.ports, actions);
  if (committed.kind === 'busy') throw new Problem('busy');
  return committed.kind === 'done';
}

/** 审查: findings on the titles as the consenting parties may see them. */
export function examineCase({ of, asked, facts }: Agreement, loaded: Loaded): readonly Finding[] {
  const filing = actedOn(of);
  const findings = of.open.examine({
    titles: seenBy(loaded, of.open.consenting),
    parties: loaded.parties,
    declared: groundsDeclared(filing.declarations, asked, facts),
    represented: representedIn(filing),
    filed: filedFacts(filing),
    known: knownFacts(loaded),
    today: facts.today,
  });
  return storable(findings);
}

export type Planned = {
  readonly actions: Action[];
  readonly filing: Filing;
  readonly findings: readonly Finding[];
};

/** Refused for want of consents; what it leaves behind is committed, and nothing else. */
type Refused = { readonly refusal: Problem; readonly actions: Action[] };

/**
 * Every consent is judged again, whoever decides: a registration, and every act of the parties, needs all of them to
 * stand. An examiner may refuse or ask for correction without, and the consents are then left as they are.
 */
export function plan(deps: RegistrarDeps, read: Case, loaded: Loaded): Planned | Refused {
  const agreement = agreementOf(deps, read, loaded);
  const refused = () => ({
    refusal: consentsMissing(read, agreement),
    actions: noteFallen(deps, read, agreement),
  });
  const agreed = agreement.judged.missing.length === 0;
  if (read.jointly && !agreed) return refused();
  const findings = examineCase(agreement, loaded);
  const judgement = read.judge(findings);
  const heard = heardOf(read, judgement);
  const accepts = judgement.outcome === 'register' || judgement.proposes === 'accepted';
  if (!agreed && accepts) return refused();
  if (read.jointly || accepts) demandDocuments(actedOn(agreement.of), read.open, loaded);
  if (judgement.outcome === 'register') {
    const { filing, actions } = register(
      deps,
      { ...agreement, of: withParties(agreement.of, heard) },
      loaded,
      judgement.decision,
    );
    const told = tellOfVoided(deps, filing, agreement.judged.fallen);
    const stored = [...changeFiling(deps.store, read.filing, filing), ...counted(deps, read, filing)];
    return { filing, findings, actions: [...stored, ...actions, ...told] };
  }
  if (!read.jointly) return unregistered(deps, read, judgement, findings);
  const { actions, ...rest } = unregistered(deps, withParties(agreement.of, heard), judgement, findings);
  return { ...rest, actions: [...actions, ...tellOfVoided(deps, read.filing, agreement.judged.fallen)] };
}

/**
 * Parties that learn of the filing by this act: only of one that is registered or goes to a person. What the machine
 * refuses or sends back concerns nobody but who asked, or a stranger's form would be a way to write to anyone.
 */
function heardOf({ filing, open }: Case, { outcome }: Judgement): readonly PartyId[] {
  const goesOn = outcome === 'register' || outcome === 'examiner';
  return goesOn ? open.told.filter((one) => !filing.parties.includes(one)) : [];
}

function withParties(of: Case, heard: readonly PartyId[]): Case {
  if (heard.length === 0) return of;
  return { ...of, changed: { ...of.changed, parties: [...of.filing.parties, ...heard] } };
}

function unregistered(
  deps: RegistrarDeps,
  of: Case,
  judgement: Judgement,
  findings: readonly Finding[],
): Planned {
  if (judgement.outcome === 'awaitDeclaration' && knows(of.filing, findings)) {
    const filing = stillAwaiting(deps, of);
    return { filing, findings, actions: changeFiling(deps.store, of.filing, filing) };
  }
  const filing = notRegistered(deps, of, judgement);
  const told = notices[judgement.outcome];
  // Also a party that saw it before, as one that was asked to consent: only now its days to object begin, or anew (P9).
  const heard = judgement.outcome === 'examiner' ? toldOnly(filing) : [];
  const asked = filing.correction !== of.filing.correction;
  return {
    filing,
    findings,
    actions: [
      ...changeFiling(deps.store, of.filing, filing),
      ...(told ? tell(deps, filing.id, of.filing.parties, told) : []),
      ...tell(deps, filing.id, heard, 'objection-possible'),
      ...(asked ? [keepAsked(deps.store, filing)] : []),
      ...counted(deps, of, filing),
    ],
  };
}

const notices: Readonly<Partial<Record<Judgement['outcome'], NoticeCode>>> = {
  refuse: 'refused',
  correct: 'correction-requested',
  awaitDeclaration: 'declaration-awaited',
};

/** Whether the parties were told of every one of these findings already, and their limit is running. */
function knows(filing: Filing, findings: readonly Finding[]): boolean {
  const told = filing.decisions.at(-1)?.findings ?? [];
  const named = (one: Finding) => `${one.ground} ${one.right}`;
  return (
    filing.status === 'awaitingDeclaration' &&
    findings.every((one) => told.some((known) => named(known) === named(one)))
  );
}

/** One of several parties has declared: the limit runs on for the others, or declaring would extend it at will. */
function stillAwaiting(deps: RegistrarDeps, { filing, changed }: Case): Filing {
  const updatedAt = instantOf(deps.ports.now());
  return { ...filing, ...changed, version: filing.version + 1, updatedAt };
}

function notRegistered(deps: RegistrarDeps, of: Case, judgement: Judgement): Filing {
  const { filing, procedure, changed } = of;
  const at = instantOf(deps.ports.now());
  const today = shanghaiDate(at);
  const { deadline: _old, ...base } = {
    ...{ ...filing, ...changed, version: filing.version + 1, updatedAt: at },
    ...stopped(filing, today),
  };
  const decided = (outcome: FilingDecision['outcome']) =>
    withDecision(base, { ...judgement.decision, outcome, at });
  const limit = judgement.limitWorkingDays ?? inForce(responseLimits, today).workingDays;
  const response = addWorkingDays(today, limit);
  switch (judgement.outcome) {
    case 'refuse':
      return { ...decided('refused'), status: 'refused' };
    case 'correct': {
      const { account, corrections } = judgement.decision;
      const asked = account && corrections && requestOf(filing, corrections, { account, at });
      const corrected = decided('correction');
      return {
        ...{ ...corrected, status: 'correctionRequested', deadline: response },
        ...(asked && { correction: asked }),
      };
    }
    case 'awaitDeclaration':
      return { ...decided('correction'), status: 'awaitingDeclaration', deadline: response };
    case 'examiner': {
      const deadline = addWorkingDays(today, onlineLimit(procedure, today));
      const examined = inShort(judgement.decision.findings);
      const clock = startedClock(filing.clock, today);
      return { ...base, status: 'examination', deadline, clock, examined };
    }
    case 'propose':
    case 'sendBack':
      return inTwoSteps(of, judgement, at);
    case 'register':
      throw new Error('a registration is not planned here');
  }
}

/** While the party has it, the office's clock stands still. */
function stopped({ clock }: Filing, today: PlainDate): Pick<Filing, 'clock'> {
  return clock ? { clock: stoppedClock(clock, today).clock } : {};
}

function outcomeOf(filing: Filing, findings: readonly Finding[]): Outcome {
  const { registration } = filing;
  const proposed = standingProposal(filing);
  return {
    filing: filing.id,
    status: filing.status,
    version: filing.version,
    findings: [...findings],
    ...(filing.deadline && { deadline: filing.deadline }),
    ...(registration && { registration: registrationOf(registration) }),
    ...(proposed && { proposed: proposed.outcome }),
  };
}

/** The machine's judgement: the gravest finding decides (A5.1, the automatic path). */
export function byMachine(deps: RegistrarDeps, procedure: AnyProcedure): Case['judge'] {
  const automatic = procedure.byMachineAlone || deps.automaticRegistration.includes(procedure.id);
  return (findings) => ({
    outcome: decide(findings, automatic),
    decision: { by: 'machine', findings: [...findings] },
  });
}
