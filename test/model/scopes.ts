import type { Act } from './act.ts';
import type { Scope } from './explore.ts';

/** Of steps and whole ways only these procedures; of the office's acts only those whose names fit. */
const just = (steps: RegExp, whole: RegExp, office: RegExp) => (act: Act) => {
  if (act.kind === 'step') return steps.test(act.name);
  if (act.kind === 'whole') return whole.test(act.name);
  return act.kind === 'office' ? office.test(act.name) : true;
};

const none = /^$/;
const onPledge = 'pledge\\.registration';
const cleanPledge = new RegExp(`^owner pledges clean to (?:north|south): drafted|^${onPledge}`);
const anyPledge = new RegExp(
  `^owner pledges clean(?: and sameDay)? to (?:north|south): drafted|^${onPledge}`,
);
const taken = /^party\.(?:merger|recovery)|^(?:north absorbs|a stranger recovers) owner.*drafted and agreed/;

/**
 * What is explored, and how deep where nothing else is asked for: as deep as one core gets in about half a minute for
 * them all. A whole way of a filing, from draft to decision, counts as one act; so does a step of it.
 */
export const scopes: readonly Scope[] = [
  // Every procedure from draft to decision, and every act of the office, one after another.
  { name: 'whole', kinds: ['whole', 'office', 'time'], depth: 2 },
  // Every step of every procedure, in between each other and the acts of the office.
  { name: 'steps', kinds: ['step', 'appeal', 'office', 'time'], depth: 2 },
  // Two pledges on the way at a time, step by step, while the office corrects the patents that they are about.
  {
    ...{ name: 'race', kinds: ['step', 'office'], depth: 4 },
    only: just(anyPledge, none, /clean (?:has ended|belongs to the (?:north|owner))/),
  },
  // One pledge, step by step, while those who consent lose or change their power to.
  {
    ...{ name: 'power', kinds: ['step', 'whole'], depth: 3 },
    only: just(cleanPledge, /names|absorbs|mandate/, none),
  },
  // What waits for its parties' declarations, to the end of its limits, and reopened on appeal.
  {
    ...{ name: 'limits', kinds: ['step', 'appeal', 'time'], depth: 5 },
    only: just(new RegExp(`^owner pledges sameDay to north: drafted and agreed|^${onPledge}`), none, none),
  },
  // What waits for an examiner: accepted, refused, sent back and answered, and reopened on appeal.
  {
    ...{ name: 'examined', kinds: ['step', 'appeal', 'time', 'office'], depth: 6 },
    only: just(
      new RegExp(`^owner pledges late to north: drafted and agreed|^${onPledge}`),
      none,
      /^imported: /,
    ),
  },
  // What takes the accounts of another, through the days for objections and two examiners.
  { name: 'taken', kinds: ['step', 'time'], depth: 5, only: just(taken, none, none) },
  // Agents of one side and of both.
  {
    ...{ name: 'agents', kinds: ['whole'], depth: 4 },
    only: just(none, /mandate|as agent|absorbs owner, which|pledges clean to north:/, none),
  },
];
