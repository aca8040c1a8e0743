import type { View } from './state.ts';

/**
 * What must hold in every state, and of every step from one to the next, by the name of the rule (docs/rules.md, A7).
 * The rules are written from the law and the rule book, not from the code that is explored: none of them asks a ground,
 * a hold table or a condition. Each answers what is wrong, or nothing.
 */
export type Rule = (after: View, before: View) => string | undefined;
