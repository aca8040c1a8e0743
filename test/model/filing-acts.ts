import { toldOnly } from '../../functions/_platform/own-filing.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type Filing, standingProposal } from '../../shared/register/filing.ts';
import { mayFollow } from '../../shared/register/lifecycle.ts';
import type { Act } from './act.ts';
import { accounts, actors } from './cast.ts';
import { appealAgainst, confirmAs, decideAs, declare, submit, upholdAppeal } from './decision-steps.ts';
import { consent, edit, objectTo, withdraw, withdrawConsent } from './filing-steps.ts';
import { type State, viewOf } from './state.ts';
import { accepted, agreed, drafted, filedAtOnce, papersFor, type Step, walk } from './steps.ts';
import { partyOf, type Variant, variants } from './variants.ts';

export function whole(variant: Variant): Act {
  const { name, procedure } = variant;
  return {
    name: `${name}: filed, agreed and decided`,
    kind: 'whole',
    of: procedure,
    run: (from) => walk(from, filedAtOnce(variant)),
  };
}

/** What waits is decided after all, or given up: the ends of the whole way. */
export function* endings(filing: Filing, at: number): Generator<Act> {
  const act = { kind: 'whole', of: filing.procedure } as const;
  const name = `${filing.procedure} no. ${at}`;
  const { account, mandate, party } = filing.filedBy;
  const hand = { account, as: mandate ? undefined : party };
  if (filing.status === 'examination') {
    yield {
      ...act,
      name: `${name}: decided at last`,
      run: (from) =>
        walk(
          from,
          accepted(() => filing.id),
        ),
    };
  }
  const given: Step = () => (office) => withdraw(office, hand, filing);
  yield { ...act, name: `${name}: given up`, run: (from) => walk(from, [given]) };
}

export function* drafts(variant: Variant): Generator<Act> {
  const { name, procedure } = variant;
  const act = { kind: 'step', of: procedure } as const;
  yield { ...act, name: `${name}: drafted`, run: (from) => walk(from, drafted(variant)) };
  yield {
    ...{ ...act, name: `${name}: drafted and agreed by all` },
    run: (from) => walk(from, [...drafted(variant), ...agreed(procedure)]),
  };
}

const refusal = { outcome: 'refuse', reason: '不予登记' } as const;
const items = [{ pointer: '', text: '请补正' }];

/** Each step that anyone may try on a filing that waits. */
export function* stepsOf(state: State, filing: Filing, at: number): Generator<Act> {
  const view = viewOf(state);
  const procedure = procedureOf(filing);
  const { consenting } = procedure.openDraft(filing.form, filing);
  const act = (name: string, step: Step): Act => ({
    ...{ kind: 'step', of: filing.procedure, name: `${filing.procedure} no. ${at}: ${name}` },
    run: (from) => walk(from, [step]),
  });
  const { filedBy } = filing;
  const by = { account: filedBy.account, as: filedBy.mandate ? undefined : filedBy.party };
  for (const account of accounts) {
    for (const principal of consenting) {
      const name = nameOf(view, principal);
      yield act(
        `${account} consents for ${name}`,
        () => (office) => consent(office, { account }, filing, principal),
      );
      if (!filing.consents.some((one) => one.party === principal)) continue;
      yield act(
        `${account} withdraws the consent of ${name}`,
        () => (office) => withdrawConsent(office, { account }, filing, principal),
      );
    }
    if (filing.status === 'awaitingDeclaration') {
      for (const ground of ['A4.g10', 'A4.g11'])
        yield act(
          `${account} declares to continue despite ${ground}`,
          () => (office) => declare(office, { account }, filing, ground),
        );
    }
    if (toldOnly(filing).length > 0 && mayFollow(filing.status, 'object')) {
      yield act(`${account} objects`, () => (office) => objectTo(office, { account }, filing));
    }
  }
  if (mayFollow(filing.status, 'submit')) {
    yield act('submitted', () => (office) => submit(office, by, filing));
    yield* edits(state, filing, act);
  }
  yield act('withdrawn', () => (office) => withdraw(office, by, filing));
  if (filing.status !== 'examination') return;
  const grounds = [procedure.otherGround.id];
  yield act('accepted', () => (office) => decideAs(office, filing, { outcome: 'accept' }));
  yield act('refused', () => (office) => decideAs(office, filing, { ...refusal, grounds }));
  yield act(
    'sent back for correction',
    () => (office) => decideAs(office, filing, { outcome: 'correct', limitWorkingDays: 5, items }),
  );
  if (!standingProposal(filing)) return;
  const { version } = filing;
  yield act(
    'what is proposed is confirmed',
    () => (office) => confirmAs(office, filing, { outcome: 'confirm', version }),
  );
  yield act(
    'what is proposed is sent back',
    () => (office) => confirmAs(office, filing, { outcome: 'sendBack', version, reason: '请再核' }),
  );
}

/** Its form is changed to that of another variant of the same procedure and applicant, or to the other one of its own. */
function* edits(state: State, filing: Filing, act: (name: string, step: Step) => Act): Generator<Act> {
  const view = viewOf(state);
  const procedure = procedureOf(filing);
  const { account, mandate, party } = filing.filedBy;
  const alike = variants.filter(
    (one) => one.procedure === filing.procedure && one.account === account && one.other !== undefined,
  );
  const shown = JSON.stringify(filing.form);
  for (const variant of alike) {
    const form = variant.other?.(view);
    if (!form || JSON.stringify(form) === shown || !sameSides(form, filing.form)) continue;
    const content = { form, documents: papersFor(state, procedure, form, filing) };
    yield act(
      'edited',
      () => (office) => edit(office, { account, as: mandate ? undefined : party }, filing, content),
    );
  }
}

const sameSides = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) =>
  JSON.stringify([one['pledgors'], one['pledgees']]) ===
  JSON.stringify([other['pledgors'], other['pledgees']]);

/** Against what was refused or returned: an appeal, and that it is upheld. */
export function* afterwards(filing: Filing): Generator<Act> {
  if (filing.status !== 'refused' && filing.status !== 'returned') return;
  if ((filing.appeals ?? []).length > 0) return;
  const { account, mandate, party } = filing.filedBy;
  yield {
    ...{ kind: 'appeal', of: 'appeal', name: `${filing.procedure}, ${filing.status}: reopened on appeal` },
    run: (from) =>
      walk(from, [
        () => (office) => appealAgainst(office, { account, as: mandate ? undefined : party }, filing),
        (now) => {
          const view = viewOf(now);
          const [appeal] = [...view.appeals.values()].filter((one) => one.filing === filing.id);
          const told = view.filings.get(filing.id);
          return appeal && told && ((office) => upholdAppeal(office, told, appeal));
        },
      ]),
  };
}

function nameOf(view: ReturnType<typeof viewOf>, id: string): string {
  return actors.find((one) => partyOf(view, one) === id) ?? 'the candidate';
}
