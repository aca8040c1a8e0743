import type { FilingId, PartyId } from '../../shared/kernel/id.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { judgeConsents } from '../../shared/register/consent.ts';
import type { DocumentReference } from '../../shared/register/document.ts';
import { type Filing, standingProposal } from '../../shared/register/filing.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import type { Asker } from '../../shared/register/procedure.ts';
import { askedOf } from './asked.ts';
import { confirmAs, decideAs, declare, submit } from './decision-steps.ts';
import { signersOf } from './facts.ts';
import { consent, edit, open, openAsCandidate } from './filing-steps.ts';
import { type State, viewOf } from './state.ts';
import { type Office, type Outcome, turn } from './turn.ts';
import type { Variant } from './variants.ts';

/** One step of an act, told from the state before it; nothing where there is nothing to do. */
export type Step = (state: State) => ((office: Office) => ReturnType<Parameters<typeof turn>[2]>) | undefined;

/** What a run of steps went through, state by state, up to the step that was refused or broke. */
export type Trail = {
  readonly states: readonly State[];
  readonly end: Outcome['kind'];
  readonly what: string;
};

/** Procedures that register without an examiner where nothing needs one. */
const automatic = ['pledge.registration'];

/** Takes the steps one after another, as many as there are; a refused one ends it. */
export function walk(state: State, steps: Iterable<Step>): Trail {
  const states: State[] = [];
  let now = state;
  for (const step of steps) {
    const make = step(now);
    if (!make) continue;
    const outcome = turn(now, automatic, make);
    if (outcome.kind === 'broken') return { states, end: 'broken', what: outcome.what };
    if (outcome.state !== now) states.push(outcome.state);
    now = outcome.state;
    if (outcome.kind === 'refused') return { states, end: 'refused', what: outcome.why };
  }
  return { states, end: 'done', what: '' };
}

/** The newest filing of the procedure. */
export function newest(state: State, procedure: string): Filing | undefined {
  return [...viewOf(state).filings.values()].findLast((one) => one.procedure === procedure);
}

const filingIn = (state: State, id: FilingId) => viewOf(state).filings.get(id);

/** Opens a draft and fills it in. A candidate's is opened empty, and filled in by its account. */
export function drafted(variant: Variant): Step[] {
  const { procedure, account } = variant;
  const known = procedures.get(procedure);
  if (!known) return [];
  if (known.byCandidate) {
    return [
      () => (office) => openAsCandidate(office, account, procedure),
      (state) => {
        const filing = newest(state, procedure);
        const form = variant.form(viewOf(state));
        if (!filing || !form) return undefined;
        const content = { form, documents: papersFor(state, known, form, filing) };
        return (office) => edit(office, { account, as: filing.applicant }, filing, content);
      },
    ];
  }
  return [
    (state) => {
      const view = viewOf(state);
      const [applicant, form] = [variant.applicant(view), variant.form(view)];
      if (!applicant || !form) return undefined;
      const asker = { applicant, filedBy: { account, party: applicant } };
      const documents = papersFor(state, known, form, asker);
      return (office) => open(office, { account }, { procedure: known, applicant, form, documents });
    },
  ];
}

/** Whatever papers the form may ask for, each listed once for everyone who consents. */
export function papersFor(
  state: State,
  procedure: AnyProcedure,
  form: Readonly<Record<string, unknown>>,
  asker: Asker,
): DocumentReference[] {
  const opened = procedure.openDraft({ ...form }, asker);
  const { parties } = viewOf(state);
  const required = opened.documents({ represented: opened.consenting, parties });
  const kinds = [...new Set(required.map((one) => one.kind))];
  return kinds.map((kind, at) => ({
    ...{ kind, name: `${kind}.pdf`, type: 'application/pdf' as const, bytes: 1000 },
    ...{ sha256: String(at).padStart(64, 'a'), parties: [...opened.consenting] },
  }));
}

/** Everyone who has still to consent does: who opened it wherever it may, else the parties' own accounts. */
export function* agreed(procedure: string): Generator<Step> {
  const tried = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    yield (state) => {
      const filing = newest(state, procedure);
      const next = filing && nextSigner(state, filing, tried);
      if (!filing || !next) return undefined;
      tried.add(`${next.account} ${next.principal}`);
      return (office) => consent(office, { account: next.account }, filing, next.principal);
    };
  }
}

function nextSigner(state: State, filing: Filing, tried: ReadonlySet<string>) {
  const view = viewOf(state);
  const asked = askedOf(filing);
  const facts = { ...signersOf(view, asked.consenting, filing), today: view.today };
  const { missing } = judgeConsents(filing.consents, asked, facts);
  const { filedBy } = filing;
  const of = (principal: PartyId) => {
    const mine = view.parties.get(principal)?.accounts.map((one) => one.subject) ?? [];
    const under = [...view.mandates.values()].some(
      (one) => one.principal === principal && one.agent === filedBy.party && one.revokedAt === undefined,
    );
    const agents = (filedBy.mandate && under) || filedBy.party === principal ? [filedBy.account] : [];
    return [...agents, ...mine].map((account) => ({ account, principal }));
  };
  return missing.flatMap(of).find((one) => !tried.has(`${one.account} ${one.principal}`));
}

/** 提交, by whoever opened it. */
export function submitted(procedure: string): Step {
  return (state) => {
    const filing = newest(state, procedure);
    if (!filing) return undefined;
    const { account, party, mandate } = filing.filedBy;
    return (office) => submit(office, { account, as: mandate ? undefined : party }, filing);
  };
}

/** An examiner accepts it, where it waits for one; where two must decide, the second confirms. */
export function accepted(id: (state: State) => FilingId | undefined): Step[] {
  const waiting = (state: State) => {
    const found = id(state);
    const filing = found && filingIn(state, found);
    return filing?.status === 'examination' ? filing : undefined;
  };
  return [
    (state) => {
      const filing = waiting(state);
      return filing && ((office) => decideAs(office, filing, { outcome: 'accept' }));
    },
    (state) => {
      const filing = waiting(state);
      const proposed = filing && standingProposal(filing);
      if (!filing || !proposed) return undefined;
      return (office) => confirmAs(office, filing, { outcome: 'confirm', version: filing.version });
    },
  ];
}

/** Where a ground can be cured by declaration, everybody declares to continue. */
function* declared(procedure: string): Generator<Step> {
  for (let round = 0; round < 4; round += 1) {
    yield (state) => {
      const filing = newest(state, procedure);
      if (filing?.status !== 'awaitingDeclaration') return undefined;
      const grounds = filing.decisions.at(-1)?.findings.map((one) => one.ground) ?? [];
      const open = filing.consents.flatMap(({ party, by }) =>
        grounds
          .filter(
            (ground) => !filing.declarations.some((one) => one.party === party && one.ground === ground),
          )
          .map((ground) => ({ account: by.account, ground })),
      );
      const [next] = open;
      return next && ((office) => declare(office, { account: next.account }, filing, next.ground));
    };
  }
}

/** The whole way of a filing at once, as far as it goes: drafted, agreed by all, submitted and, where it waits, accepted. */
export function* filedAtOnce(variant: Variant): Generator<Step> {
  const { procedure } = variant;
  yield* drafted(variant);
  yield* agreed(procedure);
  yield submitted(procedure);
  yield* declared(procedure);
  yield* accepted((state) => newest(state, procedure)?.id);
}
