import type { RegisterChange } from '../../shared/register/office-correction.ts';
import type { Title } from '../../shared/register/title.ts';
import type { Act } from './act.ts';
import { actors, csvOf, names, type Patent, rightNamed } from './cast.ts';
import { bar, endCorrection, importFile, proposeCorrection } from './office-steps.ts';
import { type State, viewOf } from './state.ts';
import { type Step, walk } from './steps.ts';
import { partyOf } from './variants.ts';

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

export function* officeActs(state: State): Generator<Act> {
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
