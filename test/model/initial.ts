import { accountOf, actors, codes, csvOf, names, rightNamed } from './cast.ts';
import { importFile, preserve } from './office-steps.ts';
import { illegal } from './rules.ts';
import type { State } from './state.ts';
import { filedAtOnce, type Step, walk } from './steps.ts';
import type { Variant } from './variants.ts';

const empty: State = {
  items: new Map(),
  nowMs: Date.parse('2026-11-23T02:00:00.000Z'),
  drawn: 0,
  registered: 0,
};

/** An actor as it enrols itself, by its own account alone. */
const enrolment = (actor: (typeof actors)[number]): Variant => ({
  ...{ procedure: 'party.enrolment', name: `${actor} enrols`, account: accountOf[actor] },
  applicant: () => undefined,
  form: () => ({
    subject: {
      ...{ kind: 'organisation', name: names[actor], formerNames: [], identifier: codes[actor] },
      ...{ address: '科技路1号', ...(actor !== 'owner' && { institution: 'bank' }) },
    },
    accounts: [{ subject: accountOf[actor], administrator: true, signer: true }],
    signing: { signatures: 1 },
  }),
});

/**
 * Where every run begins: the three are enrolled and three patents imported, by the acts themselves, each held to the
 * rules. Then a court holds one of the patents, which no act of this register does yet.
 */
export function initialState(): State {
  const imported: Step = () => (office) =>
    importFile(office, csvOf({ patent: 'clean' }, { patent: 'sameDay' }, { patent: 'held' }));
  let state = taken(empty, 'imported', [imported]);
  for (const actor of actors) state = taken(state, `${actor} enrols`, filedAtOnce(enrolment(actor)));
  const held = walk(state, [() => (office) => preserve(office, rightNamed('held'))]).states.at(-1);
  if (!held) throw new Error('no patent to hold');
  return held;
}

function taken(from: State, name: string, steps: Iterable<Step>): State {
  const { states, end, what } = walk(from, steps);
  let before = from;
  for (const after of states) {
    const wrong = illegal(before, after);
    if (wrong) throw new Error(`${name}: ${wrong.rule}: ${wrong.what}`);
    before = after;
  }
  if (end !== 'done') throw new Error(`${name}: ${what}`);
  return before;
}
