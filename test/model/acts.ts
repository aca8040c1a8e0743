import { toldOnly } from '../../functions/_platform/own-filing.ts';
import { addDays, type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { objectionDays } from '../../shared/procedures/party/grounds/waiting.ts';
import { type Filing, standingProposal } from '../../shared/register/filing.ts';
import { mayFollow } from '../../shared/register/lifecycle.ts';
import type { RegisterChange } from '../../shared/register/office-correction.ts';
import type { Title } from '../../shared/register/title.ts';
import { accounts, actors, csvOf, names, type Patent, rightNamed } from './cast.ts';
import {
  appealAgainst,
  confirmAs,
  decideAs,
  declare,
  lapseOf,
  submit,
  upholdAppeal,
} from './decision-steps.ts';
import { consent, edit, objectTo, withdraw, withdrawConsent } from './filing-steps.ts';
import { bar, endCorrection, importFile, proposeCorrection } from './office-steps.ts';
import { type State, viewOf } from './state.ts';
import { accepted, agreed, drafted, filedAtOnce, papersFor, type Step, type Trail, walk } from './steps.ts';
import { partyOf, type Variant, variants } from './variants.ts';

export const actKinds = ['whole', 'step', 'appeal', 'office', 'time'] as const;

/**
 * An act: what it is called in a counterexample, of which kind it is, and what becomes of the state. Kinds choose what a run explores:
 * `whole` is a filing from draft to decision in one act, `step` one step of a filing, `appeal` that one is reopened, `office` an act of the office,
 * `time` the passing of days.
 */
export type Act = {
  readonly name: string;
  readonly kind: (typeof actKinds)[number];
  /** The procedure or office act that it is about, for what a run covers. */
  readonly of: string;
  readonly run: (state: State) => Trail;
};

/** No more filings wait at a time: two that get in each other's way are what the model is about. */
export const filingsAtOnce = 2;

const live = (filing: Filing) => mayFollow(filing.status, 'withdraw');

/** Every act that somebody could try on the state; most of what is tried is refused, as it should be. */
export function* actsOn(state: State): Generator<Act> {
  const view = viewOf(state);
  const open = [...view.filings.values()].filter(live);
  for (const variant of variants) {
    if (!variant.form(view)) continue;
    if (open.length >= filingsAtOnce) break;
    yield whole(variant);
    yield* drafts(variant);
  }
  for (const [at, filing] of open.entries()) yield* endings(filing, at + 1);
  for (const [at, filing] of open.entries()) yield* stepsOf(state, filing, at + 1);
  for (const filing of view.filings.values()) if (!live(filing)) yield* afterwards(filing);
  yield* officeActs(state);
  yield* time(state);
}

function whole(variant: Variant): Act {
  const { name, procedure } = variant;
  return {
    name: `${name}: filed, agreed and decided`,
    kind: 'whole',
    of: procedure,
    run: (from) => walk(from, filedAtOnce(variant)),
  };
}

/** What waits is decided after all, or given up: the ends of the whole way. */
function* endings(filing: Filing, at: number): Generator<Act> {
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

function* drafts(variant: Variant): Generator<Act> {
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
function* stepsOf(state: State, filing: Filing, at: number): Generator<Act> {
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
function* afterwards(filing: Filing): Generator<Act> {
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

type Facts = Title['facts'];
const basis = 'source' as const;
const standing = { status: { value: 'granted', basis }, annuity: { value: 'paid', basis } } as const;
const quiet = { started: false, public: true, basis } as const;

/** 法律状态 that the office puts right on a title, one thing at a time, and that all is well again. */
const corrections: Readonly<Record<string, (before: Title) => Partial<Pick<Title, 'facts' | 'owners'>>>> = {
  'is in force': ({ facts }) => ({ facts: { ...facts, ...standing, invalidation: quiet } }),
  'has ended': withFacts({ status: { value: 'terminated', basis } }),
  'is invalid': withFacts({ status: { value: 'invalid', basis } }),
  'is late with its fee': withFacts({ annuity: { value: 'late', basis } }),
  'has its invalidation asked for': withFacts({ invalidation: { started: true, public: false, basis } }),
  'belongs to the owner': () => ({ owners: [{ name: names.owner }] }),
  'belongs to the north bank': () => ({ owners: [{ name: names.north }] }),
  'belongs to the south bank': () => ({ owners: [{ name: names.south }] }),
};

function withFacts(change: Partial<Facts>) {
  return ({ facts }: Title) => ({ facts: { ...facts, ...change } });
}

const correctable: readonly Patent[] = ['clean', 'sameDay'];

function* officeActs(state: State): Generator<Act> {
  const view = viewOf(state);
  const act = (of: string, name: string, ...steps: Step[]): Act => ({
    ...{ kind: 'office', of, name },
    run: (from) => walk(from, steps),
  });
  for (const patent of correctable) {
    const before = view.titles.get(rightNamed(patent))?.title;
    if (!before) continue;
    const { right, version } = before;
    for (const [name, of] of Object.entries(corrections)) {
      const change = { target: 'title' as const, right, version, ...of(before) };
      yield act('office.correction', `corrected: ${patent} ${name}`, ...corrected(change));
    }
    const change = { target: 'title' as const, right, version, ...corrections['has ended']?.(before) };
    yield act(
      'office.correction',
      `proposed: ${patent} has ended`,
      () => (office) => proposeCorrection(office, change),
    );
  }
  for (const { record } of view.records.values()) {
    const { number, version } = record;
    const organisations = [{ side: 'pledgees' as const, place: 0, name: '银行（更正）' }];
    const change = { target: 'record' as const, number, version, organisations };
    yield act('office.correction', `corrected: the pledgee's name in a record`, ...corrected(change));
  }
  for (const proposed of view.corrections.values()) {
    if (proposed.status !== 'proposed') continue;
    yield act(
      'office.correction',
      'confirmed: what was proposed',
      () => (office) => endCorrection(office, proposed, true),
    );
    yield act(
      'office.correction',
      'sent back: what was proposed',
      () => (office) => endCorrection(office, proposed, false),
    );
  }
  yield act(
    'patent.import',
    'imported: one more patent',
    () => (office) => importFile(office, csvOf({ patent: 'late' })),
  );
  const ended = csvOf({ patent: 'clean', changed: { legalStatus: 'terminated', patentees: names.north } });
  yield act(
    'patent.import',
    'imported again: the clean patent, ended and with another owner',
    () => (office) => importFile(office, ended),
  );
  for (const actor of actors) {
    const id = partyOf(view, actor);
    if (id)
      yield act(
        'office.commitmentBar',
        `barred from commitments: ${actor}`,
        () => (office) => bar(office, id),
      );
  }
}

function corrected(change: RegisterChange): Step[] {
  return [
    () => (office) => proposeCorrection(office, change),
    (state) => {
      const proposed = [...viewOf(state).corrections.values()].findLast((one) => one.status === 'proposed');
      return proposed && ((office) => endCorrection(office, proposed, true));
    },
  ];
}

/** The day on which the next limit has passed, and that the schedule runs. */
function* time(state: State): Generator<Act> {
  const day = nextDay(state);
  if (day) {
    const run = (): Trail => ({ states: [later(state, day)], end: 'done', what: '' });
    yield { kind: 'time', of: 'time', name: 'days pass until the next limit is over', run };
  }
  for (const filing of viewOf(state).filings.values()) {
    if (!live(filing)) continue;
    const step: Step = () => (office) => lapseOf(office, filing);
    yield {
      ...{ kind: 'time', of: 'lapse', name: `the schedule looks at a ${filing.procedure}` },
      run: (from) => walk(from, [step]),
    };
  }
}

/** The state on the first day after the nearest limit of a filing that waits. */
function later(state: State, day: PlainDate): State {
  return { ...state, nowMs: Date.parse(`${day}T02:00:00.000Z`) };
}

function nextDay(state: State): PlainDate | undefined {
  const { filings, today } = viewOf(state);
  const limits = [...filings.values()]
    .filter(live)
    .flatMap((one) => [
      ...(one.deadline ? [one.deadline.date] : []),
      ...one.consents.map((given) => given.until),
      ...(one.receivedAt && procedureOf(one).tells
        ? [addDays(shanghaiDate(one.receivedAt), objectionDays)]
        : []),
    ]);
  const ahead = limits.filter((one) => one >= today).sort();
  return ahead[0] && addDays(ahead[0], 1);
}

function nameOf(view: ReturnType<typeof viewOf>, id: string): string {
  return actors.find((one) => partyOf(view, one) === id) ?? 'the candidate';
}
