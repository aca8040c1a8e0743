import type { Localised } from '../../../kernel/localised.ts';

/** What a field or a type means, in both languages, with a value that is valid and plainly nobody's. */
export type Text = Localised & { readonly example?: unknown };

/** Two parties for examples in which one will not do; nobody carries these identifiers. */
export const exampleParties = {
  first: 'pty_01k5x3v9q8r7s6t5w4x3y2z1a0',
  second: 'pty_01k5x3v9q8r7s6t5w4x3y2z1b1',
} as const;
