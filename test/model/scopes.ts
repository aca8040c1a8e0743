import type { Scope } from './explore.ts';

/**
 * What is explored, and how deep where nothing else is asked for: as deep as a machine of two cores gets in about half a
 * minute for them all.
 */
export const scopes: readonly Scope[] = [
  // Every procedure from draft to decision, and every act of the office, one after another.
  { name: 'whole', kinds: ['whole', 'office', 'time'], depth: 2 },
  // Every step of every procedure, in between each other and the acts of the office.
  { name: 'steps', kinds: ['step', 'office', 'time'], depth: 3 },
];
