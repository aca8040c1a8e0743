import type { Act } from './acts.ts';
import type { Scope } from './explore.ts';

const inSteps = (name: RegExp) => (act: Act) => act.kind !== 'step' || name.test(act.name);
const pledges = inSteps(
  /^owner pledges clean(?: and sameDay)? to (?:north|south): drafted|^pledge\.registration/,
);
const few = (act: Act) => act.kind !== 'office' || /has ended|belongs to the (?:north|owner)/.test(act.name);

/**
 * What is explored, and how deep where nothing else is asked for: as deep as a machine of two cores gets in about half a
 * minute for them all.
 */
export const scopes: readonly Scope[] = [
  // Every procedure from draft to decision, and every act of the office, one after another.
  { name: 'whole', kinds: ['whole', 'office', 'time'], depth: 2 },
  // Every step of every procedure, in between each other and the acts of the office.
  { name: 'steps', kinds: ['step', 'appeal', 'office', 'time'], depth: 2 },
  // Two pledges on the way at a time, step by step, while the office corrects the patents they are about.
  { name: 'race', kinds: ['step', 'office'], only: (act) => pledges(act) && few(act), depth: 4 },
];
